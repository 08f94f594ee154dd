import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { judgeRun, writeReports } from '../../cli/pipeline.ts';
import { findBrowser } from '../../harness/clients/console/browser.ts';
import { exitCodeOf } from '../../spec/index.ts';
import { type Accepted, acceptStandIn, checksOf, inBrowser } from './support.ts';

/** Without one the console is left out of the target file, and its checks out of what must be satisfied. */
const hasBrowser = findBrowser() !== undefined;

let run: Accepted;
beforeAll(async () => {
  run = await acceptStandIn([], { console: hasBrowser });
}, 180_000);
afterAll(() => run?.remove());

describe('a conforming stand-in', () => {
  it('satisfies every check that has a probe, and says of the others that nobody has looked', () => {
    const tests = checksOf(run.judgement).filter((c) => c.method === 'test' && c.inStage);
    const built = tests.filter((c) => c.reason !== 'probe-planned');
    expect(
      built
        .filter((c) => c.outcome !== 'satisfied' && (hasBrowser || !inBrowser.has(c.probe ?? '')))
        .map((c) => [c.id, c.outcome, c.reason, c.remark]),
    ).toEqual([]);
    expect(built.length).toBeGreaterThan(40);
  });

  it('leaves the clauses with a mark open until their papers are attested, and exits 2', () => {
    const starred = run.judgement.requirements.filter((r) => r.starred);
    expect(starred).toHaveLength(15);
    expect(
      starred.filter((r) => r.outcome !== 'not-assessed').map((r) => [r.id, r.outcome, r.reason]),
    ).toEqual([]);
    expect(exitCodeOf(run.judgement)).toBe(2);
  });

  it('counts over all clauses of the tender', () => {
    const { technicalClauses } = run.judgement.summary;
    expect(technicalClauses.total).toBe(run.tender.counts.technicalClauses);
    expect(technicalClauses['not-assessed']).toBeGreaterThan(
      technicalClauses.total - technicalClauses.encoded,
    );
  });

  it('removes all that it created', () => {
    expect(run.record.resources.length).toBeGreaterThan(20);
    // An order that was refused, as it should be, made nothing: it is absent.
    expect(run.record.resources.filter((r) => !['removed', 'absent'].includes(r.state))).toEqual([]);
  });

  it('is judged again to identical bytes, and with another reading to a numbered revision', () => {
    const file = (n: number) => join(run.directory, 'judgements', `judgement-00${n}.json`);
    const bytes = readFileSync(file(1));
    expect(judgeRun(run.directory, {})).toMatchObject({ isNew: false });
    expect(readFileSync(file(1)).equals(bytes)).toBe(true);
    const other = judgeRun(run.directory, { reading: ['A35=hardware-threads'] });
    expect(other).toMatchObject({ isNew: true, judgement: { revision: 2, replaces: 1 } });
    expect(readFileSync(file(1)).equals(bytes)).toBe(true);
  });

  it('is reported in four formats, marked as a stand-in on its pages', async () => {
    const judgement = run.judgement;
    const files = await writeReports({
      directory: run.directory,
      formats: ['html', 'pdf', 'docx', 'json'],
      record: run.record,
      judgement,
    });
    expect(files.map((f) => statSync(f).size > 10_000)).toEqual([true, true, true, true]);
    const html = readFileSync(files[0]!, 'utf8');
    expect(html).toContain('对象为仿真平台，不作为验收依据');
    expect(html).not.toMatch(/验收结论|国密合规|等保符合|密评通过/);
  });

  it('keeps no secret of the target in any byte', () => {
    const secrets = readdirSync(join(run.directory, '..', 'platform'))
      .filter((name) => statSync(join(run.directory, '..', 'platform', name)).mode % 0o100 === 0)
      .map((name) => readFileSync(join(run.directory, '..', 'platform', name), 'utf8').trim())
      .filter((text) => text.length < 200 && text.length >= 4);
    expect(secrets.length).toBeGreaterThan(2);
    const files = readdirSync(run.directory, { recursive: true, withFileTypes: true }).filter((f) =>
      f.isFile(),
    );
    for (const file of files) {
      const text = readFileSync(join(file.parentPath, file.name), 'latin1');
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    }
  });
});

describe('from a shell', () => {
  it('tender show prints a clause, in Chinese, with its parts', () => {
    const out = execFileSync(process.execPath, ['bin/biaochi.mjs', 'tender', 'show', '5.1.1.1-10'], {
      encoding: 'utf8',
    });
    expect(out).toContain('▲5.1.1.1-10');
    expect(out).toContain('云主机热迁移');
    expect(existsSync('bin/biaochi.mjs')).toBe(true);
  });
});
