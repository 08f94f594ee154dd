import {
  type Admission,
  admissionFileSchema,
  type Bid,
  bidFileSchema,
  Fault,
  type Freeze,
  freezeFileSchema,
  type Problem,
  type Proceedings,
  proceedingsFileSchema,
  type RoundHead,
  roundFileSchema,
  type ScoreSheet,
  type Signing,
  scoreSheetFileSchema,
  signingFileSchema,
} from '../../spec/index.ts';
import { parseYaml } from '../../spec/load/index.ts';
import type { Part } from './complaints.ts';
import { boundedBytes, type FoundFile } from './folder.ts';

/** What a round is made of, by the kind of its parts. */
export interface PartKinds {
  round: RoundHead;
  bid: Bid;
  admission: Admission[];
  proceedings: Proceedings;
  'score-sheet': ScoreSheet;
  signing: Signing;
  freeze: Freeze;
}
export type PartKind = keyof PartKinds;

export const partSchemas: Record<PartKind, object> = {
  round: roundFileSchema,
  bid: bidFileSchema,
  admission: admissionFileSchema,
  proceedings: proceedingsFileSchema,
  'score-sheet': scoreSheetFileSchema,
  signing: signingFileSchema,
  freeze: freezeFileSchema,
};

/** Never shown in a message. */
export const personalKeys = ['identity', 'phone', 'email', 'number'];
export const partBytes = 4 * 1024 * 1024;

/** Reads a YAML or JSON file as a part of its kind. Throws with every problem of the file, by line. */
export async function readPart<K extends PartKind>(found: FoundFile, kind: K): Promise<Part<PartKinds[K]>> {
  const { file } = found;
  const text = plainText(await boundedBytes(found.path, file, partBytes), file);
  const hints = { plainDecimals: true, personal: personalKeys };
  const { value, lineOf } = parseYaml<PartKinds[K]>(text, file, partSchemas[kind], 'INTAKE_INVALID', hints);
  // What the stricter notation does not allow would be lost on whoever reads the file next.
  if (found.format === 'json' && !isJson(text))
    throw new Fault('INTAKE_INVALID', [
      {
        file,
        message: '不是合法的 JSON',
        remedy: '键与字符串用双引号，去掉注释与多余的逗号；或改存为 .yaml',
      },
    ]);
  const placeOf = (path: (string | number)[]) => {
    const line = lineOf(path);
    return line === undefined ? {} : { line };
  };
  const part = { file, value, placeOf };
  const odd = oddCharacters(part);
  if (odd.length > 0) throw new Fault('INTAKE_INVALID', odd);
  return part;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** UTF-8 and nothing else, without control characters. */
function plainText(bytes: Uint8Array, file: string): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Fault('INTAKE_UNREADABLE', [
      { file, message: '编码不是 UTF-8', remedy: '在编辑器中另存为 UTF-8 编码' },
    ]);
  }
  const at = text.search(/(?![\t\n\r\u0085])\p{Cc}/u);
  if (at < 0) return text;
  const line = text.slice(0, at).split('\n').length;
  const code = text.codePointAt(at)!.toString(16).toUpperCase().padStart(4, '0');
  throw new Fault('INTAKE_UNREADABLE', [
    { file, line, message: `含有控制字符 U+${code}`, remedy: '删去该字符；确认这是文本文件' },
  ]);
}

/** Characters that nobody sees and that turn what people read: control, direction, halves of pairs. */
const unseen = /(?![\t\n\r])\p{Cc}|[\u202A-\u202E\u2066-\u2069]|\p{Cs}/u;

export function oddCharacters({ file, value, placeOf }: Part<unknown>): Problem[] {
  const walk = (member: unknown, path: (string | number)[]): Problem[] => {
    if (typeof member === 'string' && unseen.test(member))
      return [
        {
          file,
          ...placeOf(path),
          path: path.join('/'),
          message: '含有看不见的控制字符',
          remedy: '删去后重新输入',
        },
      ];
    if (typeof member !== 'object' || member === null) return [];
    const members: [string | number, unknown][] = Array.isArray(member)
      ? member.map((one, index) => [index, one])
      : Object.entries(member);
    return members.flatMap(([step, one]) => walk(one, [...path, step]));
  };
  return walk(value, []);
}
