import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compareDecimals, criteriaOf, Fault, multiplyDecimals, sumDecimals } from '../../spec/index.ts';
import { listTenders, loadCatalogue, loadTender } from '../../spec/load/index.ts';

const fixtures = fileURLToPath(new URL('../fixtures/tenders', import.meta.url));
const catalogue = loadCatalogue();
const tenders = [
  ...listTenders().map((id) => ({ id, root: undefined as string | undefined })),
  ...listTenders(fixtures).map((id) => ({ id, root: fixtures as string | undefined })),
];

describe('decimal strings', () => {
  it('add and multiply without rounding', () => {
    expect(sumDecimals(['0.1', '0.2'])).toBe('0.3');
    expect(sumDecimals(['1.50', '-0.5', '9007199254740993'])).toBe('9007199254740994');
    expect(sumDecimals([])).toBe('0');
    expect(multiplyDecimals('0.05', '-0.2')).toBe('-0.01');
    expect(compareDecimals('1.0', '1')).toBe(0);
    expect(compareDecimals('-1', '0.5')).toBeLessThan(0);
    expect(() => sumDecimals(['1e3'])).toThrow(/1e3/);
  });
});

describe.each(tenders)('scoring table of $id', ({ id, root }) => {
  const tender = loadTender(id, { catalogue, ...(root ? { root } : {}) });
  const scoring = tender.scoring!;
  const cents = (points: string) => Math.round(Number(points) * 100);

  it('adds up, by another arithmetic than the loader’s', () => {
    const sum = (all: { points: string }[]) => all.reduce((total, one) => total + cents(one.points), 0);
    expect(sum(scoring.groups)).toBe(cents(scoring.total.points));
    expect(cents(scoring.total.points)).toBe(cents(tender.counts.points!));
    for (const group of scoring.groups) {
      expect(sum(group.sections), group.id).toBe(cents(group.points));
      for (const section of group.sections)
        expect(sum(section.criteria), section.id).toBe(cents(section.points));
    }
  });

  it('gives each starred clause of the tender its share', () => {
    const starred = criteriaOf(scoring).filter((criterion) => criterion.kind === 'starred-count');
    expect(starred).toHaveLength(1);
    const clauses = tender.checkables.filter((c) => c.kind === 'clause' && c.starred);
    for (const { per, points } of starred) expect(cents(per) * clauses.length).toBe(cents(points));
  });

  it('asks members for subjective marks in steps only', () => {
    for (const criterion of criteriaOf(scoring))
      if (criterion.nature === 'subjective') expect(criterion.kind, criterion.id).toBe('one-of-levels');
  });
});

describe('a broken scoring table', () => {
  let copy: string;
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'biaochi-scoring-'));
    cpSync(fixtures, copy, { recursive: true });
  });
  afterEach(() => rmSync(copy, { recursive: true, force: true }));

  it.each([
    ['a criterion nudged', "points: '25.5', when", "points: '25', when", '最高一档'],
    [
      'a section nudged',
      "title: 重点条款\n        points: '4'",
      "title: 重点条款\n        points: '5'",
      '重点条款',
    ],
    ['a group nudged', "points: '29.5'", "points: '29.6'", '质量'],
    ['the total nudged', "points: '50'", "points: '51'", '51'],
    ['points of the starred clauses', "per: '2'", "per: '3'", '▲'],
    ['levels out of order', "{ points: '10', when: 有缺 }", "{ points: '26', when: 有缺 }", '由高到低'],
    ['a criterion twice', 'id: starred, kind', 'id: plan, kind', '重复'],
    ['points as a number', "per: '2'", 'per: 2', '字符串'],
    ['a kind that nobody knows', 'kind: starred-count', 'kind: star-count', 'star-count'],
    ['a subjective group without mean', 'averaging:', '# averaging:', 'averaging'],
    [
      'lines without digest',
      'clause: { part: 1, chapter: 4 } }\ngroups',
      'clause: { part: 1, chapter: 4, lines: [1, 1] } }\ngroups',
      'digest',
    ],
    [
      'lines beyond the text',
      'clause: { part: 1, chapter: 4 } }\ngroups',
      'clause: { part: 1, chapter: 4, lines: [1, 999] } }\ngroups',
      '999',
    ],
  ])('is refused with file and line: %s', (_what, from, to, named) => {
    const file = join(copy, 'second', 'scoring.yaml');
    const text = readFileSync(file, 'utf8');
    expect(text).toContain(from);
    writeFileSync(file, text.replace(from, to));
    let fault: unknown;
    try {
      loadTender('second', { catalogue, root: copy });
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(Fault);
    const problem = (fault as Fault).problems.find(({ message }) => message.includes(named));
    expect(problem, JSON.stringify((fault as Fault).problems)).toBeDefined();
    expect(problem!.file).toBe('tenders/second/scoring.yaml');
    expect(problem!.line).toBeGreaterThan(0);
  });

  it('names a total that tender.yaml does not state', () => {
    const file = join(copy, 'second', 'tender.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(", points: '50.0'", ''));
    expect(() => loadTender('second', { catalogue, root: copy })).toThrow(/counts\.points/);
  });
});
