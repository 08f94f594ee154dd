import { lstat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { type BidText, Fault } from '../../spec/index.ts';
import { readTextPages } from '../tender-text/pages.ts';
import type { Complaints } from './complaints.ts';
import { boundedBytes } from './folder.ts';
import type { BidPart } from './read-parts.ts';

const fileBytes = 60_000_000;
const charactersOfRound = 100_000_000;

/** The texts that bids name, page by page; each lies within the folder of its bid. */
export async function readBidTexts(
  folder: string,
  bids: readonly BidPart[],
  complaints: Complaints,
): Promise<BidText[]> {
  const texts: BidText[] = [];
  let characters = 0;
  for (const part of bids)
    for (const [index, { name, text }] of (part.value.documents ?? []).entries()) {
      if (text === undefined) continue;
      const complain = (message: string, remedy: string) =>
        complaints.of(part, ['documents', index, 'text'], message, remedy);
      const file = placeWithin(part, text);
      if (file === undefined) {
        complain(`文本“${text}”不在 ${part.folder}/ 文件夹内`, '放入该投标人的文件夹，写相对路径，不用 ..');
        continue;
      }
      if (characters > charactersOfRound) {
        complain('全部投标文件的文字过多，其余未读', '只提交比对所需的文本');
        return texts;
      }
      const link = await linkOnTheWay(folder, file);
      if (link !== undefined) {
        complain(`${link} 是符号链接，不予读取`, '换成文件本身');
        continue;
      }
      const pages = await complaints.attempt(async () => {
        if (!/\.(txt|docx|pdf)$/i.test(file))
          throw new Fault('INTAKE_INVALID', [
            { file, message: '不收这种文本', remedy: '提交 .txt、.docx 或文字版 .pdf' },
          ]);
        return readTextPages(file, await boundedBytes(join(folder, file), file, fileBytes));
      });
      if (!pages) continue;
      characters += pages.reduce((sum, page) => sum + page.length, 0);
      texts.push({ bid: part.value.id, document: name, pages });
    }
  return texts;
}

/** The path from the folder of the round, if it stays within the folder of the bid. */
function placeWithin({ file, folder }: BidPart, text: string): string | undefined {
  if (text.includes('\\') || text.includes('\0') || posix.isAbsolute(text) || /^[A-Za-z]:/.test(text))
    return undefined;
  const segments = text.split('/');
  if (segments.some((segment) => segment === '..' || segment === '.' || segment === '')) return undefined;
  const place = posix.join(posix.dirname(file), text);
  return place.startsWith(`${folder}/`) ? place : undefined;
}

async function linkOnTheWay(folder: string, file: string): Promise<string | undefined> {
  const segments = file.split('/');
  for (let depth = 1; depth <= segments.length; depth++) {
    const place = segments.slice(0, depth).join('/');
    const found = await lstat(join(folder, place)).catch(() => undefined);
    if (found?.isSymbolicLink()) return place;
  }
  return undefined;
}
