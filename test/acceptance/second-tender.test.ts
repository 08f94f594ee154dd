import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeReports } from '../../cli/pipeline.ts';
import { serveRun } from '../../server/index.ts';
import { loadCatalogue, loadTender } from '../../spec/load/index.ts';
import { type Accepted, acceptStandIn, checksOf } from './support.ts';

const tenders = 'test/fixtures/tenders';
let run: Accepted;
beforeAll(async () => {
  run = await acceptStandIn([], { tender: 'second', tenders });
}, 180_000);
afterAll(() => run?.remove());

describe('a second tender, YAML only', () => {
  it('is accepted under its own clauses and limits', () => {
    expect(run.record.tender.id).toBe('second');
    const tests = checksOf(run.judgement).filter(
      (c) => c.method === 'test' && c.reason !== 'probe-planned' && c.inStage,
    );
    expect(tests.length).toBeGreaterThan(5);
    const catalogue = loadCatalogue();
    const second = loadTender('second', { catalogue, root: tenders });
    expect(run.judgement.requirements.map((r) => r.id)).toEqual(second.checkables.map((c) => c.id));
    expect(
      tests.filter((c) => !['satisfied', 'not-satisfied'].includes(c.outcome)).map((c) => [c.id, c.reason]),
    ).toEqual([]);
    expect(run.judgement.summary.technicalClauses.total).toBe(second.counts.technicalClauses);
  });
  it('is reported and served in its own words', async () => {
    const files = await writeReports({ ...run, formats: ['html'], tenders });
    expect(files).toHaveLength(1);
    const words = { catalogue: loadCatalogue(), tender: run.tender };
    const server = await serveRun({ directory: run.directory, port: 0, words });
    try {
      const page = await (await fetch(server.url)).text();
      expect(page).toContain(run.tender.title);
      expect(page).toContain(run.tender.checkables[0]!.title);
    } finally {
      await server.close();
    }
  });
  it('is shown from a shell', () => {
    const out = execFileSync(
      process.execPath,
      ['bin/biaochi.mjs', 'tender', 'show', '--tender', 'second', '--tenders', tenders],
      { encoding: 'utf8' },
    );
    expect(out).toContain(run.tender.title);
  });
});
