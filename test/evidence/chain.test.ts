import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { chainStart } from '../../evidence/chain.ts';
import { digestOf } from '../../evidence/index.ts';
import { type JournalEntry, openJournal, readJournal } from '../../evidence/journal.ts';
import { Fault } from '../../spec/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'biaochi-chain-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const end = (at: string): JournalEntry => ({ type: 'end', ended: 'finished', at });
let count = 0;
const next = () => join(folder, `${++count}.ndjson`);
function journalOf(lines: number): string {
  const file = next();
  const journal = openJournal(file);
  for (let line = 1; line <= lines; line++) journal.append(end(`行 ${line}`));
  journal.close();
  return file;
}
const lineOf = (file: string): number | undefined => {
  try {
    readJournal(file);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(Fault);
    return (error as Fault).problems[0]!.line;
  }
};
const linesIn = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\n');
const write = (file: string, lines: string[]) => writeFileSync(file, `${lines.join('\n')}\n`);

describe('a chained journal', () => {
  it('names in each line the digest of the line before, and reads back without it', () => {
    const file = journalOf(3);
    const lines = linesIn(file);
    expect(lines.map((line) => (JSON.parse(line) as { previous: string }).previous)).toEqual([
      chainStart,
      digestOf(lines[0]!),
      digestOf(lines[1]!),
    ]);
    const { entries, chain } = readJournal(file);
    expect(entries).toEqual([end('行 1'), end('行 2'), end('行 3')]);
    expect(chain).toEqual({ lines: 3, head: digestOf(lines[2]!), chainedFrom: 1 });
  });

  it('goes on after a torn line', () => {
    const file = journalOf(2);
    const { bytes } = readJournal(file);
    writeFileSync(file, '{"type":"en', { flag: 'a' });
    const journal = openJournal(file, bytes);
    journal.append(end('行 3'));
    journal.close();
    expect(readJournal(file).chain).toMatchObject({ lines: 3, chainedFrom: 1 });
  });

  it.each([
    ['altered', 2, (l: string[]) => l.map((line, i) => (i === 1 ? line.replace('行 2', '行 9') : line))],
    ['swapped', 1, (l: string[]) => [l[0]!, l[2]!, l[1]!, l[3]!]],
    ['removed', 1, (l: string[]) => l.filter((_, i) => i !== 1)],
    ['removed at the head', 1, (l: string[]) => l.slice(1)],
    ['doubled', 2, (l: string[]) => [l[0]!, l[1]!, l[1]!, l[2]!]],
    ['put in unchained', 3, (l: string[]) => [l[0]!, l[1]!, JSON.stringify(end('x')), l[2]!]],
    ['no JSON', 3, (l: string[]) => l.map((line, i) => (i === 2 ? line.slice(1) : line))],
  ])('a line %s is refused with its number', (_, line, change) => {
    const file = journalOf(4);
    write(file, change(linesIn(file)));
    expect(lineOf(file)).toBe(line);
  });
});

describe('a journal from before the chain', () => {
  it('stays readable, is said to be unchained, and is bound once it goes on', () => {
    const file = next();
    const old = [end('旧 1'), end('旧 2'), end('旧 3')].map((entry) => JSON.stringify(entry));
    write(file, old);
    const { chain, bytes } = readJournal(file);
    expect(chain).toEqual({ lines: 3, head: digestOf(readFileSync(file)) });
    const journal = openJournal(file, bytes);
    journal.append(end('新 4'));
    journal.append(end('新 5'));
    journal.close();
    expect(readJournal(file).chain).toMatchObject({ lines: 5, chainedFrom: 4 });
    const lines = linesIn(file);
    write(
      file,
      lines.map((line, i) => (i === 0 ? line.replace('旧 1', '旧 9') : line)),
    );
    expect(lineOf(file)).toBe(3);
  });
});
