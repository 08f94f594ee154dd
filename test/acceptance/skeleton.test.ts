import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Evaluation } from '../../spec/index.ts';
import { type Accepted, acceptStandIn, checksOf } from './support.ts';

// A text of our own, its skeleton, and the skeleton as somebody has filled it in: YAML only.
const text = 'test/fixtures/skeleton/reed-lake.txt';
const filled = 'test/fixtures/skeleton/filled';
const tenders = mkdtempSync(join(tmpdir(), 'biaochi-skeleton-'));
const folder = join(tenders, 'reed-lake');
afterAll(() => rmSync(tenders, { recursive: true, force: true }));

function biaochi(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/biaochi.mjs', ...args], {
    encoding: 'utf8',
    timeout: 120_000,
  });
  return { status, stdout, stderr };
}

const filesIn = (root: string) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.replaceAll('\\', '/'))
    .sort();

/** Everything that a skeleton says, by path; gaps say nothing. */
function leavesOf(value: unknown, path = ''): [string, unknown][] {
  if (value === null) return [];
  if (typeof value !== 'object') return [[path, value]];
  return Object.entries(value).flatMap(([key, one]) => leavesOf(one, `${path}/${key}`));
}

const skeleton = new Map<string, string>();
beforeAll(() => {
  const { status, stderr } = biaochi('tender', 'new', text, '--id', 'reed-lake', '--out', tenders);
  expect(status, stderr).toBe(0);
  for (const name of filesIn(folder)) skeleton.set(name, readFileSync(join(folder, name), 'utf8'));
});

describe('the skeleton of a small tender', () => {
  it('is refused with all its gaps before it is filled in', () => {
    const { status, stdout } = biaochi(
      'tender',
      'check',
      '--tender',
      'reed-lake',
      '--tenders',
      tenders,
      '--json',
    );
    expect(status).not.toBe(0);
    const { fault, problems } = JSON.parse(stdout) as { fault: string; problems: { file: string }[] };
    expect(fault).toBe('SPEC_INVALID');
    const refused = new Set(problems.map(({ file }) => file.split('/').at(-1)));
    for (const name of ['scoring', 'review', 'forms', 'committee', 'timetable'])
      expect(refused, name).toContain(`${name}.yaml`);
  });

  it('has read what the text says of marks, members, forms and instants', () => {
    const of = (name: string) => parse(skeleton.get(name)!) as never;
    expect(of('tender.yaml')).toMatchObject({
      ceiling: '280000.00',
      counts: { technicalClauses: 4, starred: 2, points: '100', members: 3, forms: 2 },
    });
    const scoring = of('scoring.yaml') as {
      groups: { sections: { criteria: { kind: string; points: string; levels?: object[] }[] }[] }[];
    };
    const criteria = scoring.groups.flatMap(({ sections }) => sections.flatMap((one) => one.criteria));
    expect(criteria.map(({ kind, points }) => [kind, points])).toEqual([
      ['price-lowest-base', '30'],
      ['one-of-levels', '50'],
      ['starred-count', '20'],
    ]);
    expect(criteria[1]!.levels).toEqual([
      { points: '50', when: null },
      { points: '20', when: null },
      { points: '0', when: null },
    ]);
    expect(of('committee.yaml')).toMatchObject({
      members: { value: 3, unit: 'person' },
      composition: [{ count: { value: 1 } }, { count: { value: 2 } }],
    });
    expect(of('review.yaml')).toMatchObject({
      quote: { kind: 'amount', ceiling: { of: 'amount' } },
      award: { candidates: { atLeast: { value: 2 }, atMost: { value: 2 } } },
    });
    expect(of('timetable.yaml')).toMatchObject({ periods: [{ length: { value: 45, unit: 'd' } }] });
    // What may stand in a gap is said beside it.
    expect(skeleton.get('review.yaml')).toContain('at: # 待填，可用：deadline、qualification、compliance');
  });

  it('was filled at its gaps only: whatever it had read still stands', () => {
    const names = filesIn(filled);
    expect(names).toEqual([...skeleton.keys()].filter((name) => !name.startsWith('as-read/')));
    for (const name of names) {
      const now = readFileSync(join(filled, name), 'utf8');
      expect(now, name).not.toMatch(/待填|待核/);
      const said = new Map(leavesOf(parse(now)));
      for (const [path, value] of leavesOf(parse(skeleton.get(name)!)))
        expect(said.get(path), `${name}${path}`).toEqual(value);
    }
  });
});

describe('the skeleton once filled in', () => {
  let run: Accepted;
  beforeAll(async () => {
    cpSync(filled, folder, { recursive: true });
    run = await acceptStandIn([], { tender: 'reed-lake', tenders });
  }, 180_000);
  afterAll(() => run?.remove());

  it('loads, and every clause of the text is bound', () => {
    const { status, stdout, stderr } = biaochi(
      'tender',
      'check',
      '--tender',
      'reed-lake',
      '--tenders',
      tenders,
      '--source',
      text,
    );
    expect(status, stderr).toBe(0);
    expect(stdout).toContain('技术条款：4/4 条一致');
  });

  it('is planned and accepted by its own limits', () => {
    expect(run.record.tender.id).toBe('reed-lake');
    const { items } = run.record.plan;
    expect([...new Set(items.map(({ probe }) => probe))].sort()).toEqual([
      'compute-server-create',
      'object-operations',
      'tls-versions',
    ]);
    // Two clauses share the opening of two servers: one measurement answers both.
    const opened = items.filter(({ probe }) => probe === 'compute-server-create');
    expect(opened.map(({ inputs }) => inputs.count)).toEqual([2]);
    const tests = checksOf(run.judgement).filter(({ method }) => method === 'test');
    expect(tests.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['1-1/count', 'satisfied'],
      ['1-2/time', 'satisfied'],
      ['2-1/put', 'satisfied'],
      ['2-1/get', 'satisfied'],
      ['2-2/old', 'satisfied'],
    ]);
    expect(run.judgement.summary.technicalClauses.total).toBe(4);
  });

  it('is evaluated on a small round, by figures worked out by hand', () => {
    const { stdout, stderr, status } = biaochi(
      'evaluate',
      'test/fixtures/rounds/reed-lake',
      '--tenders',
      tenders,
      '--json',
    );
    expect(status, stderr).toBe(0);
    const evaluation = JSON.parse(stdout) as Evaluation;
    const rows = evaluation.bids.map(({ bid, quote, groups, total, rank }) => [
      bid,
      quote.unit,
      quote.quoted,
      groups.map(({ score }) => Number(score)),
      total === undefined ? undefined : Number(total),
      rank,
    ]);
    expect(rows).toEqual([
      // (20 + 20 + 50) ÷ 3 + 20
      ['bailu', 'yuan', '240000', [30, 50], 80, 3],
      // 250000 in digits, 252000 in words; 30 × 240000 ÷ 252000; one of two ▲ is proved.
      ['cangying', 'yuan', '252000', [28.57, 60], 88.57, 1],
      ['hongyan', 'yuan', '270000', [26.67, 60], 86.67, 2],
      // At the deadline itself, which must be beaten; a quote that is never opened is in yuan, too.
      ['muji', 'yuan', undefined, [], undefined, undefined],
    ]);
    expect(evaluation.candidates).toEqual(['cangying', 'hongyan']);
  });
});
