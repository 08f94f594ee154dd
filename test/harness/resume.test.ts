import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { foldRun, resumeRun } from '../../evidence/index.ts';
import { bucketOf, openS3, removeBucket } from '../../harness/clients/s3.ts';
import { cleanUpRun, loadTarget, type Probe, type RunOptions, run } from '../../harness/index.ts';
import { type Platform, startPlatform } from '../../scenarios/index.ts';
import { catalogue, checkableOf, tenderOf } from '../evaluators/fixture.ts';
import { tenantHoldings } from '../kills/tenant.ts';

let platform: Platform;
const folder = mkdtempSync(join(tmpdir(), 'biaochi-resume-'));
beforeAll(async () => {
  platform = await startPlatform({ tender: 'jiaozuo-2026-18', directory: join(folder, 'platform') });
});
afterAll(async () => {
  await platform.close();
  rmSync(folder, { recursive: true, force: true });
});

const works = { measurements: [{ measurand: 'works', values: [true] }] };
const thing = (probe: Pick<Probe, 'gather'> & Partial<Probe>): RunOptions['probes'] =>
  new Map([['thing-size', { id: 'thing-size', version: 1, ...probe }]]);
const creating = new Map([['thing-size', { ...catalogue.get('thing-size')!, effect: 'creates' as const }]]);
const options = (directory: string, probes: RunOptions['probes'], resume = false): RunOptions => ({
  directory: join(folder, directory),
  tender: tenderOf(checkableOf()),
  catalogue: creating,
  loaded: loadTarget(platform.targetFile),
  probes,
  tools: [],
  resume,
  signal: new AbortController().signal,
});
const buckets = async () =>
  (await tenantHoldings(platform.targetFile)).filter((one) => one.startsWith('buckets '));

/** What a crash would leave: the journal up to the last line that fits. */
function cutAfter(directory: string, fits: (line: string) => boolean): void {
  const file = join(folder, directory, 'journal.ndjson');
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const last = lines.findLastIndex(fits);
  expect(last).toBeGreaterThan(0);
  writeFileSync(file, `${lines.slice(0, last + 1).join('\n')}\n`);
}

it('takes away what a cut-off start left, before it looks again, and nothing exists twice', async () => {
  let standing: string[] = [];
  const probes = thing({
    async gather(context) {
      standing = await buckets();
      await bucketOf(context, openS3(context), 'a');
      return works;
    },
  });
  await run(options('cut', probes));
  // As if killed right after the request for the bucket: its answer is not in the ledger, the bucket stands.
  cutAfter('cut', (line) => line.includes('"intended"'));
  const [lost] = foldRun(join(folder, 'cut')).resources;
  const loaded = loadTarget(platform.targetFile);
  const component = loaded.target.components.find(({ role }) => role === 'object-storage')!;
  const { BoundedHttpClient } = await import('../../harness/clients/http.ts');
  const http = new BoundedHttpClient({ signal: new AbortController().signal, ca: loaded.ca(component) });
  const s3 = openS3({ component, http, secret: loaded.secret });
  await s3.call({ method: 'PUT', bucket: `${lost!.marker}-a` });
  await s3.call({ method: 'PUT', bucket: 'biaochi-of-somebody' });

  const record = await run(options('cut', probes, true));
  expect(standing).toEqual(['buckets biaochi-of-somebody']);
  expect(await buckets()).toEqual(['buckets biaochi-of-somebody']);
  expect(record.resources.map(({ state }) => state)).toEqual(['removed', 'removed']);
  expect(record.observations).toMatchObject([{ state: 'completed' }]);
  const counts = record.inventories!.after.flatMap(({ kinds }) => kinds);
  expect(counts).toMatchObject([{ kind: '存储桶', count: 1, ours: [] }]);
  await removeBucket(s3, 'biaochi-of-somebody', 'biaochi-of-somebody');
  await http.close();
});

it('repeats nothing that is finished', async () => {
  let looks = 0;
  const probes = thing({
    async gather() {
      looks += 1;
      return works;
    },
  });
  await run(options('done', probes));
  cutAfter('done', (line) => line.includes('"type":"observation"'));
  expect(foldRun(join(folder, 'done')).ended).toBe('cut-off');
  expect((await run(options('done', probes, true))).ended).toBe('finished');
  expect(looks).toBe(1);
});

it('leaves what awaits collection, collects it later, and gives it up only when told', async () => {
  let bucket = '';
  const probes = thing({
    async gather(context) {
      bucket = await bucketOf(context, openS3(context), 'life');
      context.resources.keep(bucket);
      const until = new Date(Date.now() - 1000).toISOString();
      return { ...works, awaiting: { until, carry: { bucket, marker: context.marker } } };
    },
    async collect(context, carry) {
      const s3 = openS3(context);
      context.resources.adopt('bucket', String(carry.bucket), () =>
        removeBucket(s3, String(carry.bucket), String(carry.marker)),
      );
      expect(await buckets()).toContain(`buckets ${String(carry.bucket)}`);
      return works;
    },
  });
  const clean = async (directory: string, withKept: boolean) => {
    const { run: opened, record } = resumeRun(join(folder, directory));
    const loaded = loadTarget(platform.targetFile);
    const { journal } = opened;
    const signal = new AbortController().signal;
    const report = await cleanUpRun({ record, loaded, withKept, plan: false, signal, journal });
    return { report, record: opened.close() };
  };
  await run(options('awaiting', probes));
  expect((await clean('awaiting', false)).report).toEqual({ removed: [], gone: [], left: [], strange: [] });
  expect(await buckets()).toEqual([`buckets ${bucket}`]);
  const record = await run(options('awaiting', probes, true));
  expect(record.observations).toMatchObject([{ state: 'completed' }]);
  expect(record.resources).toMatchObject([{ id: bucket, state: 'removed' }]);
  expect(await buckets()).toEqual([]);

  await run(options('given-up', probes));
  const { report, record: after } = await clean('given-up', true);
  expect(report.removed.map(({ id }) => id)).toEqual([bucket]);
  expect(after.resources).toMatchObject([{ id: bucket, state: 'removed' }]);
  expect(await buckets()).toEqual([]);
});

it('does not lose what awaits collection when the collection is interrupted', async () => {
  const stop = new AbortController();
  const probes = thing({
    async gather(context) {
      const bucket = await bucketOf(context, openS3(context), 'life');
      context.resources.keep(bucket);
      return {
        ...works,
        awaiting: { until: new Date(0).toISOString(), carry: { bucket, marker: context.marker } },
      };
    },
    async collect(context, carry) {
      const s3 = openS3(context);
      context.resources.adopt('bucket', String(carry.bucket), () =>
        removeBucket(s3, String(carry.bucket), String(carry.marker)),
      );
      if (!stop.signal.aborted) {
        stop.abort(new Error('interrupted'));
        context.signal.throwIfAborted();
      }
      return works;
    },
  });
  await run(options('interrupted', probes));
  const stopped = await run({ ...options('interrupted', probes, true), signal: stop.signal });
  expect(stopped).toMatchObject({ ended: 'interrupted', observations: [{ state: 'awaiting' }] });
  expect(await buckets()).toHaveLength(1);
  const record = await run(options('interrupted', probes, true));
  expect(record.observations).toMatchObject([{ state: 'completed' }]);
  expect(await buckets()).toEqual([]);
});
