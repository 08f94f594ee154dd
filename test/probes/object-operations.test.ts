import { describe, expect, it } from 'vitest';
import { probe } from '../../harness/probes/object-operations/probe.ts';
import {
  expectDeclaredTurns,
  expectNothingInvented,
  expectNothingSeen,
  expectOurAccountRefused,
  look,
  samples,
} from './object-store.ts';
import { seenTrue, valuesOf } from './support.ts';

const inputs = { linkSeconds: 3 };
const all = [
  'deleted',
  'downloaded-identical',
  'listed',
  'share-expires',
  'shared',
  'unsigned-refused',
  'uploaded',
];

describe.concurrent('object-operations', () => {
  it('sees a conforming store, and leaves nothing behind', async () => {
    const seen = await look(probe, { inputs });
    expect(seen.fault).toBeUndefined();
    expect(seenTrue(seen)).toEqual(all);
    expect(seen.buckets).toEqual([]);
    expect(seen.resources.map(({ state }) => state)).toEqual(['removed']);
    expect(seen.steps.filter(({ label }) => label === '上传对象')).toHaveLength(3);
  });

  it('keeps keys and links out of what is captured', async () => {
    const seen = await look(probe, { inputs });
    const captured = [...seen.captured.values()].join('\n');
    expect(captured).toContain('X-Amz-Expires');
    expect(captured).not.toContain('test-secret');
    expect(captured).not.toMatch(/X-Amz-Signature=[0-9a-f]{64}/);
  });

  it('sees each declared defect in exactly its measurands', () => expectDeclaredTurns(probe, { inputs }));

  it('says which object was not taken', async () => {
    const seen = await look(probe, { inputs, defects: ['s3-upload-refused'] });
    expect(valuesOf(seen, 'uploaded')).toEqual([false]);
    expect(seen.notes.join()).toMatch(/归档\/测试 对象-2.bin 未成：HTTP 400 InvalidURI/);
    expect(samples(seen)).toMatchObject({ listed: [true], deleted: [true] });
  });

  it('does not speak of expiry where no link ever worked', async () => {
    const seen = await look(probe, { inputs, defects: ['s3-share-refused'] });
    expect(valuesOf(seen, 'shared')).toEqual([false]);
    expect(valuesOf(seen, 'share-expires')).toBeUndefined();
  });

  it.each([-60, 60])('signs links by the clock of a platform that is %i seconds off', async (seconds) => {
    const clock = { now: () => Date.now() + seconds * 1000 };
    const seen = await look(probe, { inputs, clock, signingClock: clock });
    expect(seenTrue(seen)).toEqual(all);
    expect(seen.notes.join()).toContain('限时链接按平台时钟签发');
  });

  it('removes its bucket also when its time is over', async () => {
    const seen = await look(probe, { inputs: { linkSeconds: 60 }, timeLimit: 2 });
    expect(seen.state).toBe('timed-out');
    expect(seen.measurements).toEqual([]);
    expect(seen.buckets).toEqual([]);
  });

  it('sees nothing in broken and empty servers', () => expectNothingSeen(probe));
  it('sees nothing where our account is refused', () => expectOurAccountRefused(probe));
  it('invents nothing about a store that breaks in the middle', async () => {
    const seen = await expectNothingInvented(probe, [1, 2, 5, 8, 9, 11, 12, 13, 14, 16], { inputs });
    expect(seen.filter(({ kind }) => kind !== 'page').flatMap(({ measurements }) => measurements)).toEqual(
      [],
    );
  });
});
