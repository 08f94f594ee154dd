import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { importResult } from '../../cli/import.ts';
import { openTender } from '../../cli/pipeline.ts';
import { createRun, foldRun } from '../../evidence/index.ts';
import { type CheckVerdict, checkId } from '../../spec/index.ts';
import { checksOf, tenderId } from '../acceptance/support.ts';
import { recordOf } from '../evaluators/fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'biaochi-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { tender } = openTender(tenderId, {});
const wanted = tender.checkables
  .flatMap((c) => c.verification.map((v) => ({ c, v })))
  .find(({ v }) => v.method === 'test' && v.probe === 'block-storage-io')!;
const check = checkId(wanted.c, wanted.v);

function begun(name: string): string {
  const directory = join(folder, name);
  const {
    plan: _p,
    before: _b,
    after: _a,
    observations: _o,
    resources: _r,
    evidence: _e,
    finishedAt: _f,
    ended: _n,
    ...head
  } = recordOf([]);
  const run = createRun(directory, { ...head, tender: { ...head.tender, id: tenderId }, stage: 'delivery' });
  const plan = { digest: 'sha256:0', items: [], plannedProbes: ['block-storage-io'], absentRoles: [] };
  run.journal.append({ type: 'plan', plan });
  run.journal.append({ type: 'end', ended: 'finished', at: new Date().toISOString() });
  run.close();
  return directory;
}

/** What fio writes of the load that the clause asks for. */
function fio(iops: number, changes: object = {}): string {
  const data = JSON.parse(readFileSync('test/fixtures/results/fio.json', 'utf8'));
  const [job] = data.jobs;
  job['job options'] = {
    ...job['job options'],
    rw: 'randrw',
    rwmixread: '70',
    bs: '4k',
    iodepth: '32',
    runtime: '300',
  };
  job.job_runtime = 300_000;
  job.read = { ...job.read, runtime: 300_000, iops };
  job.write = { ...job.write, runtime: 300_000, iops: 0 };
  Object.assign(job, changes);
  const file = join(folder, 'fio.json');
  writeFileSync(file, JSON.stringify(data));
  return file;
}

const verdictOf = (judgement: Parameters<typeof checksOf>[0]): CheckVerdict =>
  checksOf(judgement).find(({ id }) => id === check)!;

it('a laboratory’s result can satisfy and refute; a declared one never', async () => {
  const one = async (directory: string, iops: number, laboratory?: string) =>
    verdictOf((await importResult({ directory, tool: 'fio', file: fio(iops), check, laboratory })).judgement);
  const directory = begun('a');
  expect(await one(directory, 1e7)).toMatchObject({ outcome: 'inconclusive', reason: 'declared-on-paper' });
  expect(await one(directory, 1e7, '某检测中心')).toMatchObject({ outcome: 'satisfied' });
  expect(await one(directory, 1, '某检测中心')).toMatchObject({ outcome: 'not-satisfied' });
  expect(foldRun(directory).imports).toHaveLength(3);
  expect(foldRun(directory).evidence).toHaveLength(2);
});

it('a file with errors, of another load or without a fitting figure writes nothing', async () => {
  const directory = begun('b');
  const journal = () => readFileSync(join(directory, 'journal.ndjson'), 'utf8');
  const before = journal();
  const take = (file: string, map?: string[]) =>
    importResult({ directory, tool: 'fio', file, check, laboratory: 'x', map });
  await expect(take(fio(1e7, { error: 5 }))).rejects.toThrow('jobs/0/error');
  await expect(take('test/fixtures/results/fio.json')).rejects.toThrow('要求 32');
  await expect(take(fio(1e7), ['iops=bandwidth'])).rejects.toThrow('单位不合');
  await expect(take(fio(1e7), ['none=iops'])).rejects.toThrow('没有测量项 none');
  expect(journal()).toBe(before);
});
