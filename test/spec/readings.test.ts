import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault, type Reading, type Tender } from '../../spec/index.ts';
import { listTenders, loadCatalogue, loadTender } from '../../spec/load/index.ts';

const fixtures = fileURLToPath(new URL('../fixtures/tenders', import.meta.url));
const catalogue = loadCatalogue();
const tenders = [
  ...listTenders().map((id) => ({ id, root: undefined as string | undefined })),
  ...listTenders(fixtures).map((id) => ({ id, root: fixtures as string | undefined })),
];
const load = (id: string, root: string | undefined, readings: Record<string, string> = {}) =>
  loadTender(id, { catalogue, readings, ...(root ? { root } : {}) });

/** What evaluators find at the path of a set: the frame of the assessment and its items stand apart in a loaded tender. */
function seenAt(tender: Tender, path: string): unknown {
  const segments = path.split('/');
  if (segments[0] === 'kpi')
    segments.splice(0, segments[1] === 'items' ? 2 : 1, segments[1] === 'items' ? 'kpis' : 'assessment');
  return segments.reduce<unknown>((at, segment) => {
    if (Array.isArray(at)) return at.find((member) => member?.id === segment) ?? at[Number(segment)];
    return (at as Record<string, unknown> | undefined)?.[segment];
  }, tender);
}

const alternativesOf = (reading: Reading) => reading.options.filter(({ id }) => id !== reading.pick);

describe.each(tenders)('readings of $id', ({ id, root }) => {
  const tender = load(id, root);
  const most = Math.max(...tender.readings.map((reading) => alternativesOf(reading).length));

  it('say what they can change and on what lines they stand', () => {
    expect(tender.readings.length).toBeGreaterThan(0);
    for (const { id: reading, affects, lines } of tender.readings) {
      expect(affects.length, reading).toBeGreaterThan(0);
      for (const line of lines) expect(line, reading).toBeLessThanOrEqual(tender.source.lines);
    }
  });

  it('name the statute where one is their basis', () => {
    for (const { id: reading, basis } of tender.readings)
      if (basis.kind !== 'none') expect(basis.text, reading).toBeTruthy();
  });

  it('set, in every alternative, what evaluators see and do not see already', () => {
    for (const reading of tender.readings) {
      for (const { id: option, set } of alternativesOf(reading)) {
        expect(set, `${reading.id} ${option}`).not.toHaveLength(0);
        for (const { path, value } of set) {
          expect(seenAt(tender, path), `${reading.id} ${option} ${path}`).toBeDefined();
          expect(seenAt(tender, path), `${reading.id} ${option} ${path}`).not.toEqual(value);
        }
      }
    }
  });

  it.each(Array.from({ length: most }, (_, n) => n))(
    'apply together, alternative %i of each, and change the digest',
    (n) => {
      const wanted = tender.readings.map((reading) => {
        const alternatives = alternativesOf(reading);
        return { reading: reading.id, option: alternatives[Math.min(n, alternatives.length - 1)]! };
      });
      const other = load(
        id,
        root,
        Object.fromEntries(wanted.map(({ reading, option }) => [reading, option.id])),
      );
      expect(other.digest).not.toBe(tender.digest);
      expect(other.chosenReadings.every(({ isPick }) => !isPick)).toBe(true);
      for (const { reading, option } of wanted)
        for (const { path, value } of option.set)
          expect(seenAt(other, path), `${reading} ${option.id} ${path}`).toEqual(value);
    },
    30_000,
  );
});

describe('a reading that cannot be meant', () => {
  let copy: string;
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'biaochi-readings-'));
    cpSync(fixtures, copy, { recursive: true });
  });
  afterEach(() => rmSync(copy, { recursive: true, force: true }));

  const path = 'scoring/groups/price/sections/price/criteria/price/rounding/mode';
  it.each([
    ['a path into nowhere', `path: ${path}, value: truncate`, `path: ${path}s, value: truncate`, 'modes'],
    ['a member that the tender has not', `path: ${path}`, 'path: contract/billing', 'contract'],
    ['a set without effect', 'value: truncate }', 'value: half-up }', '没有作用'],
    ['a value that the data may not have', 'value: truncate }', 'value: upwards }', 'upwards'],
    [
      'an alternative that sets nothing',
      `set:\n        - { path: ${path}, value: truncate }`,
      'set: []',
      '无从区别',
    ],
    [
      'a pick that sets something',
      'title: 四舍五入, set: []',
      `title: 四舍五入, set: [{ path: ${path}, value: truncate }]`,
      '应为空',
    ],
    ['an effect that nobody knows', 'affects: [points]', 'affects: [weather]', 'weather'],
    ['no word on what it changes', '  affects: [points]\n', '', 'affects'],
    ['an id used twice', 'id: C1', 'id: B1', 'B1'],
  ])('is refused with file and line: %s', (_what, from, to, named) => {
    const file = join(copy, 'second', 'readings.yaml');
    const text = readFileSync(file, 'utf8');
    expect(text).toContain(from);
    writeFileSync(file, text.replace(from, to));
    let fault: unknown;
    try {
      load('second', copy);
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(Fault);
    const problem = (fault as Fault).problems.find(({ message }) => message.includes(named));
    expect(problem, JSON.stringify((fault as Fault).problems)).toBeDefined();
    expect(problem!.file).toBe('tenders/second/readings.yaml');
    expect(problem!.line).toBeGreaterThan(0);
  });

  it('does not hide behind another that is chosen', () => {
    const file = join(copy, 'second', 'readings.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(`${path},`, `${path}s,`));
    expect(() => load('second', copy, { B1: 'hardware-threads' })).toThrow(/modes/);
  });
});
