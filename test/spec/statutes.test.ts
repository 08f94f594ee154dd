import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault, holdsOn } from '../../spec/index.ts';
import { listTenders, loadCatalogue, loadStatutes, loadTender } from '../../spec/load/index.ts';

const directory = fileURLToPath(new URL('../../spec/statutes', import.meta.url));
const statutes = loadStatutes();

describe('statutes', () => {
  it('carry their number, their first day and how well they are known', () => {
    expect(statutes.length).toBeGreaterThan(0);
    for (const { id, number, from, confidence, rules } of statutes) {
      expect(number, id).toBeTruthy();
      expect(from, id).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(['S', 'S2', 'T', 'K'], id).toContain(confidence);
      expect(rules.length, id).toBeGreaterThan(0);
    }
  });

  it('hold from their first day on, and not before', () => {
    for (const statute of statutes) {
      for (const rule of statute.rules) {
        const first = rule.from ?? statute.from;
        const eve = new Date(Date.parse(first) - 86_400_000).toISOString().slice(0, 10);
        expect(holdsOn(statute, rule, first), `${statute.id}/${rule.id}`).toBe(true);
        expect(holdsOn(statute, rule, eve), `${statute.id}/${rule.id}`).toBe(false);
      }
    }
  });

  it('come with a tender as they hold on its deadline', () => {
    const catalogue = loadCatalogue();
    for (const id of listTenders()) {
      const tender = loadTender(id, { catalogue });
      const day = tender.dates.bidDeadline.slice(0, 10);
      const held = statutes.flatMap((s) =>
        s.rules.filter((r) => holdsOn(s, r, day)).map((r) => `${s.id}/${r.id}`),
      );
      expect(tender.statutes?.flatMap((s) => s.rules.map((r) => `${s.id}/${r.id}`))).toEqual(held);
    }
  });
});

describe('a broken statute', () => {
  let copy: string;
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'biaochi-statutes-'));
    cpSync(directory, copy, { recursive: true });
  });
  afterEach(() => rmSync(copy, { recursive: true, force: true }));

  it.each([
    ['a figure that is not given', '{sale}', '{sell}', 'sell'],
    ['a bare number', '不少于{sale}', '不少于{sale}，即 5 日', '数字 5'],
    ['a number without unit', '{ value: 5, unit: workday }', '{ value: 5 }', 'unit'],
    ['a rule twice', "id: '31'", "id: '18'", '重复'],
    ['an id that is not the file’s', 'id: mof-87', 'id: mof-78', '文件名'],
    ['a confidence that nobody knows', 'confidence: S', 'confidence: sure', 'sure'],
    ['a day that is none', "from: '2017-10-01'", "from: '2017-13-01'", '日期'],
    ['a successor that is not there', "id: '17',", "id: '17', replacedBy: mof-87/99,", 'mof-87/99'],
    [
      'an end before its beginning',
      "id: '17',",
      "id: '17', from: '2020-01-01', until: '2019-01-01',",
      '早于',
    ],
  ])('is refused with file and line: %s', (_what, from, to, named) => {
    const file = join(copy, 'mof-87.yaml');
    const text = readFileSync(file, 'utf8');
    expect(text).toContain(from);
    writeFileSync(file, text.replace(from, to));
    let fault: unknown;
    try {
      loadStatutes(copy);
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(Fault);
    const problem = (fault as Fault).problems.find(({ message }) => message.includes(named));
    expect(problem, JSON.stringify((fault as Fault).problems)).toBeDefined();
    expect(problem!.file).toBe('spec/statutes/mof-87.yaml');
    expect(problem!.line).toBeGreaterThan(0);
  });
});
