import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Fault, type Tender } from '../../spec/index.ts';
import { loadCatalogue, loadTender } from '../../spec/load/index.ts';

const catalogue = loadCatalogue();
const digest = `n1-sha256:${'0'.repeat(64)}`;
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'biaochi-test-'));
});
afterEach(() => rmSync(root, { recursive: true }));

interface Item {
  id: string;
  standard?: string;
  bound?: boolean;
}

const yaml = (items: Item[]) =>
  items
    .map(
      ({ id, standard, bound = true }) => `- id: '${id}'
  clause: { part: 1, chapter: 1, item: '${id}', lines: [1, 1]${bound ? `, digest: ${digest}` : ''} }
  title: 标准 ${id}
  statement: 遵守所列标准
${standard ? `  standard: ${standard}\n` : ''}  parts: [{ id: paper, title: 说明 }]
  verification:
    - { part: paper, method: examine, documents: [statement], due: bid, look: 逐条说明, why: 须由人审读 }
`,
    )
    .join('');

function load(files: Record<string, Item[]>, counts: string): Tender {
  const folder = join(root, 'small');
  mkdirSync(join(folder, 'requirements'), { recursive: true });
  writeFileSync(
    join(folder, 'tender.yaml'),
    `id: small
number: S-1
title: 小项目
purchaser: 甲方
agency: 代理
budget: '1'
dates: { bidDeadline: '2026-01-01T09:00:00+08:00', opening: '2026-01-01T09:00:00+08:00' }
service: { buildDays: 1, years: 1 }
counts: ${counts}
`,
  );
  writeFileSync(join(folder, 'source.yaml'), `title: 小项目\ndigest: sha256:${'0'.repeat(64)}\nlines: 9\n`);
  for (const [name, items] of Object.entries(files))
    writeFileSync(join(folder, 'requirements', name), yaml(items));
  return loadTender('small', { catalogue, root });
}

function problemsOf(files: Record<string, Item[]>, counts: string) {
  try {
    load(files, counts);
  } catch (error) {
    if (error instanceof Fault) return error.problems;
    throw error;
  }
  return [];
}

const first = { id: '2-1', standard: '{ number: GB/T 31167, year: 2023, title: 指南 }' };
const other = { id: '2-2', standard: '{ number: GB/T 34077.1, year: 2017, title: 评估, part: 1 }' };
const again = {
  id: '2-3',
  standard: "{ number: GB/T 31167, year: 2023, title: 指南, sameAs: '2-1' }",
};
const counts = '{ technicalClauses: 3, starred: 0, standards: { listed: 3, different: 2 } }';

it('tells technical clauses from commercial, other and unnumbered requirements by their file', () => {
  const tender = load(
    {
      '2-standards.yaml': [first, other, again],
      'commercial.yaml': [{ id: 'c' }],
      'other.yaml': [{ id: 'o' }],
      'unnumbered.yaml': [{ id: 'u' }],
    },
    counts,
  );
  expect(tender.checkables.map(({ id, kind }) => [id, kind])).toEqual([
    ['2-1', 'clause'],
    ['2-2', 'clause'],
    ['2-3', 'clause'],
    ['c', 'commercial'],
    ['o', 'other'],
    ['u', 'obligation'],
  ]);
  expect(tender.checkables[2]!.standard).toEqual({
    number: 'GB/T 31167',
    year: 2023,
    title: '指南',
    sameAs: '2-1',
  });
});

it('counts only technical clauses against the stated number', () => {
  const files = { '2-standards.yaml': [first, other, again], 'commercial.yaml': [{ id: 'c' }] };
  expect(problemsOf(files, counts)).toEqual([]);
  const oneMore = { ...files, '3-more.yaml': [{ id: '3' }] };
  expect(problemsOf(oneMore, counts).map((p) => p.path)).toEqual(['counts/technicalClauses']);
});

it('wants a repeated standard marked, and no other', () => {
  const unmarked = problemsOf({ '2.yaml': [first, other, { ...again, standard: first.standard }] }, counts);
  expect(unmarked).toEqual([
    expect.objectContaining({
      path: '2-3',
      file: 'tenders/small/requirements/2.yaml',
      line: expect.any(Number),
      message: expect.stringContaining("sameAs: '2-1'"),
    }),
  ]);
  const otherYear = again.standard.replace('2023', '2014');
  const wrong = problemsOf(
    { '2.yaml': [first, other, { ...again, standard: otherYear }] },
    '{ technicalClauses: 3, starred: 0, standards: { listed: 3, different: 3 } }',
  );
  expect(wrong.map(({ path, message }) => [path, message])).toEqual([
    ['2-3', '标准 GB/T 31167-2014 此前未列，sameAs 2-1 不成立'],
  ]);
});

it('holds the stated numbers of standards', () => {
  const problems = problemsOf({ '2.yaml': [first, again] }, counts);
  expect(problems.map(({ path, message }) => [path, message])).toEqual([
    ['counts/standards', '应列标准 3 项、互异 2 项，实有 2 项、互异 1 项'],
  ]);
});

it.each(['1-a.yaml', 'commercial.yaml', 'other.yaml'])('wants a digest beside the lines in %s', (name) => {
  const problems = problemsOf({ [name]: [{ id: 'x', bound: false }] }, '{ technicalClauses: 3, starred: 0 }');
  expect(problems.map(({ path, message }) => [path, message])).toEqual([
    ['x', '给出了行号却没有原文摘要 digest'],
  ]);
});
