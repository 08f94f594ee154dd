import { Fault } from '../spec/index.ts';
import { digestOf } from '../spec/load/index.ts';

/** What the first line of a journal names as the line before. */
export const chainStart = `sha256:${'0'.repeat(64)}`;

/** How far the lines of a journal vouch for each other. */
export interface ChainState {
  /** Complete lines. */
  lines: number;
  /** What the next line must name: the digest of the last line, or of all bytes where that line is unchained. */
  head: string;
  /** First line that names the one before; absent in a journal from before the chain. */
  chainedFrom?: number;
}

/** One line of the journal, without its line feed, that names the line before. */
export function chainedLine(entry: object, previous: string): string {
  return JSON.stringify({ previous, ...entry });
}

/** Complete lines of a journal, their bytes without line feeds; a torn last line is left out. */
export function linesOf(text: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let from = 0;
  for (let end = text.indexOf(10, from); end >= 0; end = text.indexOf(10, from)) {
    lines.push(text.subarray(from, end));
    from = end + 1;
  }
  return lines;
}

function broken(file: string, line: number, message: string): Fault {
  return new Fault('RECORD_INVALID', [{ file, line, message, remedy: '从备份恢复整个测试目录' }]);
}

/**
 * Reads the lines of a journal and holds each to the one before. Lines from before the chain are taken as they are;
 * after the first chained line every line must be chained. Throws RECORD_INVALID with the line that does not fit.
 */
export function readChain(text: Buffer, file: string): { entries: object[]; state: ChainState } {
  const entries: object[] = [];
  const state: ChainState = { lines: 0, head: chainStart };
  let bytes = 0;
  for (const line of linesOf(text)) {
    const number = state.lines + 1;
    const { previous, ...entry } = parsed(line, file, number);
    if (previous === undefined && state.chainedFrom !== undefined)
      throw broken(file, number, '日志行没有上一行的摘要，可能是插入或改动的');
    if (previous !== undefined && previous !== headBefore(state, text, bytes))
      throw broken(
        file,
        number === 1 ? 1 : number - 1,
        number === 1
          ? '首行所记的上一行摘要不是起始值，前面的行可能被删去'
          : `第 ${number - 1} 行与第 ${number} 行所记的摘要不符，可能被改动、删去或调换`,
      );
    if (previous !== undefined) {
      state.chainedFrom ??= number;
      state.head = digestOf(line);
    }
    entries.push(entry);
    state.lines = number;
    bytes += line.length + 1;
  }
  if (state.chainedFrom === undefined) state.head = headBefore(state, text, bytes);
  return { entries, state };
}

/** An unchained beginning is bound as a whole by the first chained line. */
function headBefore(state: ChainState, text: Buffer, bytes: number): string {
  if (state.chainedFrom !== undefined || bytes === 0) return state.head;
  return digestOf(text.subarray(0, bytes));
}

function parsed(line: Buffer, file: string, number: number): { previous?: unknown } {
  try {
    const value: unknown = JSON.parse(line.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below, like any other line that is no entry.
  }
  throw broken(file, number, '日志行不是完整的 JSON，可能被改动');
}
