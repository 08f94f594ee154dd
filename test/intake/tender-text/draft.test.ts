import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { draftTender } from '../../../cli/tender-draft.ts';
import { readTenderDocument } from '../../../intake/index.ts';
import { Fault } from '../../../spec/index.ts';
import { clauseDigest, loadCatalogue, loadTender } from '../../../spec/load/index.ts';
import { expected, lakeside, lakesideFile } from './lakeside.ts';

const folder = mkdtempSync(join(tmpdir(), 'biaochi-draft-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const lines = lakeside.split('\n');
const drafts = draftTender('lakeside', await readTenderDocument(lakesideFile));
const textOf = (name: string) => drafts.find(({ path }) => path === `lakeside/${name}`)!.text;

describe('the skeleton of a tender folder', () => {
  it('has the head of the tender as far as the text says it', () => {
    expect(parse(textOf('tender.yaml'))).toEqual({
      id: 'lakeside',
      number: '澄湖采-2028-07',
      title: '澄湖市城市云服务项目',
      purchaser: '澄湖市数据局',
      agency: '澄湖招标有限公司',
      procedure: '公开招标',
      budget: '1805000',
      ceiling: '1805000.00',
      dates: { bidDeadline: '2028-03-01T09:00:00+08:00', opening: '2028-03-01T09:30:00+08:00' },
      service: { buildDays: 20, years: 3 },
      counts: {
        technicalClauses: 21,
        starred: 6,
        tariffRows: 6,
        kpis: 5,
        points: '100',
        members: null,
        forms: 0,
      },
    });
    // Whatever a rule has read is marked for a person to look at.
    expect(textOf('tender.yaml').split('待核：').length - 1).toBe(17);
  });

  it('has every clause with its place, lines, digest and ▲, and none of its words', () => {
    const clauses = drafts
      .filter(({ path }) => path.startsWith('lakeside/requirements/'))
      .flatMap(
        ({ text }) =>
          parse(text) as { id: string; clause: Record<string, unknown>; starred?: boolean; title: null }[],
      );
    expect(clauses).toHaveLength(expected.length);
    for (const [place, at, starred] of expected) {
      const [chapter, section, item] = place.split('|');
      const found = clauses.find(({ clause }) => String(clause.lines) === String(at))!;
      expect(found.clause).toEqual({
        part: 2,
        chapter: Number(chapter),
        ...(section ? { section } : {}),
        ...(item ? { item } : {}),
        lines: at,
        digest: clauseDigest(lines.slice(at[0] - 1, at[1]).join('\n')),
      });
      expect([found.starred ?? false, found.title]).toEqual([starred, null]);
    }
    expect(new Set(clauses.map(({ id }) => id)).size).toBe(clauses.length);
    expect(drafts.map(({ path }) => path)).toContain('lakeside/requirements/commercial.yaml');
  });

  it('has the papers that a clause asks for in brackets', () => {
    expect(textOf('requirements/1.yaml')).toContain(
      'proof: [{ document: promise-letter, sealed: true }] # 待核',
    );
    expect(textOf('requirements/4.1.1.yaml')).toContain(
      'proof: [{ document: third-party-report, sealed: false }] # 待核',
    );
    expect(textOf('requirements/3.1.yaml')).toContain('mutual-certificate');
  });

  it('has prices, indicators and marks, with what merged cells hand down in doubt', () => {
    const tariff = parse(textOf('tariff.yaml')) as { price: string; unit: string | null; service: string }[];
    expect(tariff.map(({ price, unit }) => [price, unit])).toEqual([
      ['820', null],
      ['1160', null],
      ['9800.50', '1台'],
      ['1500', '1TB'],
      ['640', '1TB'],
      ['260', '1IP'],
    ]);
    expect(tariff[1]!.service).toBe('计算 云主机 两核 8GB');
    const kpi = parse(textOf('kpi.yaml')) as {
      groups: unknown[];
      items: { points: string; group: string }[];
    };
    expect(kpi.groups).toEqual([
      { id: 'group-1', title: '服务质量', points: '60' },
      { id: 'group-2', title: '运维质量', points: '40' },
    ]);
    expect(kpi.items.map(({ points, group }) => [points, group])).toEqual([
      ['20', 'group-1'],
      ['10.5', 'group-1'],
      ['29.5', 'group-1'],
      ['25', 'group-2'],
      ['15', 'group-2'],
    ]);
    expect(textOf('as-read/scoring.yaml')).toContain("criterion: '方案 (50分)'");
  });
});

describe('the procedure of a skeleton', () => {
  it('has the marks of the table, each row with its lines and digest', () => {
    const { total, groups } = parse(textOf('scoring.yaml')) as {
      total: { points: string };
      groups: { title: string; points: string; sections: { criteria: Record<string, unknown>[] }[] }[];
    };
    expect(total.points).toBe('100');
    expect(groups.map(({ title, points }) => [title, points])).toEqual([
      ['报价部分', '20'],
      ['技术部分', '80'],
    ]);
    const criteria = groups.flatMap(({ sections }) => sections.flatMap((section) => section.criteria));
    expect(criteria.map(({ title, points, kind, per }) => [title, points, kind, per])).toEqual([
      ['报价得分', '20', 'price-lowest-base', undefined],
      // One mark alone makes no levels: nothing is guessed.
      ['方案', '50', null, undefined],
      ['加▲条款', '30', 'starred-count', '5'],
    ]);
    for (const { clause } of criteria) {
      const { lines: at, digest } = clause as { lines: [number, number]; digest: string };
      expect(digest).toBe(clauseDigest(lines.slice(at[0] - 1, at[1]).join('\n')));
    }
  });

  it('leaves a gap for all that the text does not say, with the values that may stand there', () => {
    expect(parse(textOf('committee.yaml'))).toMatchObject({ members: null, composition: [{ id: null }] });
    expect(textOf('review.yaml')).toContain('tie: # 待填，写作 [ ]，可用：quoted、evaluated');
    expect(textOf('review.yaml')).toMatch(/order: points-descending # 待核：程序目前只认这一种/);
    expect(textOf('review.yaml')).toContain('within-ceiling');
    expect(textOf('timetable.yaml')).toContain('date: bidDeadline');
    expect(textOf('forms.yaml')).toContain('required: # 待填，可用：always、consortium');
  });
});

describe('tender new', () => {
  const biaochi = (...args: string[]) =>
    spawnSync(process.execPath, ['bin/biaochi.mjs', ...args], { encoding: 'utf8', timeout: 60_000 });

  it('writes the folder once, and the loader refuses it until it is filled in', () => {
    const run = () => biaochi('tender', 'new', lakesideFile, '--id', 'lakeside', '--out', folder);
    const first = run();
    expect(first.status, first.stderr).toBe(0);
    expect(first.stdout).toContain('待填');
    expect(readdirSync(join(folder, 'lakeside'))).toContain('requirements');
    const before = readFileSync(join(folder, 'lakeside/tender.yaml'), 'utf8');
    const again = run();
    expect([again.status, again.stderr.includes('文件已存在')]).toEqual([64, true]);
    expect(readFileSync(join(folder, 'lakeside/tender.yaml'), 'utf8')).toBe(before);
    let fault: unknown;
    try {
      loadTender('lakeside', { catalogue: loadCatalogue(), root: folder });
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(Fault);
    const { code, problems } = fault as Fault;
    expect(code).toBe('SPEC_INVALID');
    // Four gaps in each clause at least, all named at once.
    expect(problems.length).toBeGreaterThanOrEqual(expected.length * 3);
  });

  it('says what is wrong with its arguments', () => {
    expect(biaochi('tender', 'new', lakesideFile).stderr).toContain('缺少选项 --id');
    expect(biaochi('tender', 'new', lakesideFile, '--id', '../x', '--out', folder).status).toBe(64);
    expect(biaochi('tender', 'new', join(folder, 'absent'), '--id', 'x', '--out', folder).status).toBe(65);
  });
});
