import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { probe } from '../../harness/probes/object-lifecycle/probe.ts';
import type { PlatformClock } from '../../scenarios/platform/s3.ts';
import {
  account,
  expectDeclaredTurns,
  expectNothingInvented,
  expectNothingSeen,
  expectOurAccountRefused,
  look,
  openStore,
  type Store,
} from './object-store.ts';
import { seenTrue, sight, valuesOf } from './support.ts';

const hourMs = 3_600_000;
const inputs = { patienceSeconds: 12 };

/** A clock that stands ahead of ours by what the test says. */
function settable(): PlatformClock & { ahead(hours: number): void } {
  let offset = 0;
  return {
    now: () => Date.now() + offset,
    ahead: (hours) => {
      offset = hours * hourMs;
    },
  };
}

async function gatherAwaiting(defects: string[] = []) {
  const clock = settable();
  const store = await openStore({ clock, defects });
  const first = await sight(probe, store.targetFile, { inputs: { patienceSeconds: 0 } });
  expect(first.state).toBe('awaiting');
  const collect = () => sight(probe, store.targetFile, { inputs: { patienceSeconds: 0 }, awaiting: first });
  return { clock, store, first, collect };
}

async function deleteByHand(store: Store, key: string): Promise<void> {
  const client = new S3Client({
    endpoint: store.url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: account.accessKey, secretAccessKey: account.secretKey },
  });
  await client.send(new DeleteObjectCommand({ Bucket: store.buckets()[0]!, Key: key }));
  client.destroy();
}

describe.concurrent('object-lifecycle', () => {
  it('sees a conforming store whose days are short, and leaves nothing behind', async () => {
    const seen = await look(probe, { inputs });
    expect(seen.fault).toBeUndefined();
    expect(seenTrue(seen)).toEqual(['expired-object-deleted', 'other-object-kept', 'rule-stored']);
    expect(seen.buckets).toEqual([]);
    expect(seen.steps.map(({ detail }) => detail).join()).toMatch(/平台时钟 .*，本机时钟 /);
  });

  it('uploads again what was gone before it could be looked at', async () => {
    let now = Date.now();
    // The clock is read twice a request, and leaps as the seventh begins: the first look after both uploads.
    let readings = 0;
    const clock = {
      now: () => {
        readings++;
        if (readings === 13) now += 48 * hourMs;
        return now;
      },
    };
    const seen = await look(probe, { inputs: { patienceSeconds: 0 }, clock });
    expect(seen.state).toBe('awaiting');
    expect(seen.steps.filter(({ label }) => label === '上传受规则影响与不受影响的对象')).toHaveLength(2);
  });

  it('sees each declared defect in exactly its measurands', () => expectDeclaredTurns(probe, { inputs }));

  it('takes a listing for no rule', async () => {
    const seen = await look(probe, { inputs, defects: ['s3-lifecycle-unsupported'] });
    expect(seen.measurements).toEqual([{ measurand: 'rule-stored', values: [false] }]);
    expect(seen.notes.join()).toContain('<ListBucketResult>，不是规则');
  });

  it('waits where days are days, keeps its bucket, and collects what the rule did', async () => {
    const { clock, store, first, collect } = await gatherAwaiting();
    expect(first.measurements).toEqual([{ measurand: 'rule-stored', values: [true] }]);
    expect(store.buckets()).toEqual([first.carry?.bucket]);
    const days = (Date.parse(first.until!) - Date.now()) / (24 * hourMs);
    expect(days).toBeGreaterThan(3);
    expect(days).toBeLessThan(4.01);
    clock.ahead(25);
    const later = await collect();
    expect(later.state).toBe('completed');
    expect(seenTrue(later)).toEqual(['expired-object-deleted', 'other-object-kept', 'rule-stored']);
    expect(store.buckets()).toEqual([]);
    await store.close();
  });

  it('goes on waiting within the grace, and refutes only past it', async () => {
    const { clock, store, first, collect } = await gatherAwaiting(['s3-lifecycle-ignored']);
    clock.ahead(24 + 47);
    const early = await collect();
    expect(early.state).toBe('awaiting');
    expect(early.carry).toEqual(first.carry);
    expect(store.buckets()).toHaveLength(1);
    clock.ahead(24 + 48 + 25);
    const late = await collect();
    expect(late.state).toBe('completed');
    expect(valuesOf(late, 'expired-object-deleted')).toEqual([false]);
    expect(valuesOf(late, 'other-object-kept')).toEqual([true]);
    expect(store.buckets()).toEqual([]);
    await store.close();
  });

  it('does not take an object that vanished too early for an expired one', async () => {
    const { clock, store, collect } = await gatherAwaiting();
    clock.ahead(12);
    await deleteByHand(store, 'expire/a');
    const later = await collect();
    expect(valuesOf(later, 'expired-object-deleted')).toEqual([false]);
    expect(later.notes.join()).toContain('到期之前即已消失');
    await store.close();
  });

  it('does not take a lost bucket or a dead store for an expired object', async () => {
    const { clock, store, first, collect } = await gatherAwaiting();
    clock.ahead(25);
    const elsewhere = await openStore({ clock });
    const seen = await sight(probe, elsewhere.targetFile, { awaiting: first });
    expect(seen.fault?.code).toBe('TARGET_STATE');
    expect(seen.measurements).toEqual([]);
    await elsewhere.close();
    await store.stop();
    const dead = await collect();
    expect(dead.fault?.code).toBe('TARGET_REFUSED');
    expect(dead.measurements).toEqual([]);
    await store.close();
  });

  it('sees nothing in broken and empty servers', () => expectNothingSeen(probe));
  it('sees nothing where our account is refused', () => expectOurAccountRefused(probe));
  it('invents nothing about a store that breaks in the middle', async () => {
    const seen = await expectNothingInvented(probe, [1, 2, 3, 4, 5, 6, 7, 8], { inputs });
    expect(
      seen.flatMap(({ measurements }) => measurements).filter(({ values }) => values.includes(true)),
    ).toEqual([]);
  });
});
