import type { Socket } from 'node:net';
import type { Value } from './ast.ts';
import type { Relation } from './evaluate.ts';
import { textOf } from './values.ts';

const types = { int: 20, numeric: 1700, bool: 16, text: 25 };

/** The type of a column, by what stands in it. */
function typeOf(values: readonly Value[]): number {
  const some = values.filter((value) => value !== null);
  if (some.length === 0) return types.text;
  if (some.every((value) => typeof value === 'boolean')) return types.bool;
  if (some.every((value) => typeof value === 'number'))
    return some.every(Number.isInteger) ? types.int : types.numeric;
  return types.text;
}

const int32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const int16 = (value: number) => {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(value);
  return bytes;
};
const text = (value: string) => Buffer.concat([Buffer.from(value), Buffer.alloc(1)]);

export const messages = {
  of: (type: string, ...parts: Buffer[]): Buffer => {
    const body = Buffer.concat(parts);
    return Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);
  },
  authentication: (code: number, rest: string | undefined = undefined) =>
    messages.of('R', int32(code), rest === undefined ? Buffer.alloc(0) : Buffer.from(rest)),
  parameter: (name: string, value: string) => messages.of('S', text(name), text(value)),
  key: (pid: number, secret: number) => messages.of('K', int32(pid), int32(secret)),
  ready: (state: 'I' | 'T' | 'E') => messages.of('Z', Buffer.from(state)),
  error: (sqlState: string, message: string, severity = 'ERROR') =>
    messages.of(
      'E',
      ...[`S${severity}`, `V${severity}`, `C${sqlState}`, `M${message}`].map(text),
      Buffer.alloc(1),
    ),
  complete: (tag: string) => messages.of('C', text(tag)),
  columns: ({ columns, rows }: Relation) =>
    messages.of(
      'T',
      int16(columns.length),
      ...columns.flatMap(({ name }, index) => [
        text(name),
        int32(0),
        int16(0),
        int32(typeOf(rows.map((row) => row[index] ?? null))),
        int16(-1),
        int32(-1),
        int16(0),
      ]),
    ),
  row: (row: readonly Value[]) =>
    messages.of(
      'D',
      int16(row.length),
      ...row.flatMap((value) => {
        if (value === null) return [int32(-1)];
        const bytes = Buffer.from(textOf(value));
        return [int32(bytes.length), bytes];
      }),
    ),
  copyResponse: (type: 'G' | 'H', columns: number) =>
    messages.of(type, Buffer.alloc(1), int16(columns), ...Array.from({ length: columns }, () => int16(0))),
};

export const copyLine = (row: readonly Value[]): string =>
  `${row.map((v) => (v === null ? '\\N' : textOf(v).replace(/[\\\t\n\r]/g, (c) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[c]!))).join('\t')}\n`;

export const fromCopyLine = (line: string): (string | null)[] =>
  line
    .split('\t')
    .map((cell) =>
      cell === '\\N'
        ? null
        : cell.replace(/\\(.)/g, (_, letter: string) => ({ t: '\t', n: '\n', r: '\r' })[letter] ?? letter),
    );

/** Reads messages off a socket, the first ones without a type. */
export interface Incoming {
  /** Undefined at the end of the connection. */
  startup(): Promise<Buffer | undefined>;
  message(): Promise<{ type: string; body: Buffer } | undefined>;
}
const largestMessage = 16 * 1024 * 1024;

export function incomingOf(socket: Socket): Incoming & { stop(): void } {
  let buffered: Buffer = Buffer.alloc(0);
  let isOver = false;
  let wake: () => void = () => undefined;
  const take = (bytes: Buffer) => {
    buffered = Buffer.concat([buffered, bytes]);
    wake();
  };
  const over = () => {
    isOver = true;
    wake();
  };
  socket.on('data', take).on('close', over).on('error', over);
  const read = async (length: number): Promise<Buffer | undefined> => {
    while (buffered.length < length) {
      if (isOver || length > largestMessage) return undefined;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    const bytes = buffered.subarray(0, length);
    buffered = buffered.subarray(length);
    return bytes;
  };
  const sized = async () => {
    const head = await read(4);
    const length = head?.readInt32BE(0) ?? 0;
    return length < 4 ? undefined : read(length - 4);
  };
  return {
    startup: sized,
    async message() {
      const type = await read(1);
      const body = type && (await sized());
      return type && body ? { type: type.toString('latin1'), body } : undefined;
    },
    stop: () => void socket.off('data', take),
  };
}
