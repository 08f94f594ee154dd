import { describe, expect, it } from 'vitest';
import { probe } from '../../harness/probes/network-availability/probe.ts';
import { model, purchasers, sightOf, sightOfBroken, standingsOf } from './monitoring.ts';
import { brokenKinds, emptyKinds, startBroken, valuesOf } from './support.ts';

const now = Math.floor(Date.now() / 1000);
const period = 90 * 86_400;
const started = now - period;
/** 0 from the start of the period for so large a share of it. */
const downFor = (share: number) => (at: number) => (at < started + share * period ? 0 : 1);
/** No sample in that time. */
const missingFor = (share: number) => (at: number) => (at < started + share * period ? undefined : 1);
const up = () => 1;

describe('network-availability', () => {
  it('sees a conforming period of every pair, and that it is not yet due at delivery', async () => {
    const seen = await sightOf(probe, [
      model('network', up, { pair: 'a' }),
      model('network', up, { pair: 'b' }),
    ]);
    expect(seen.fault).toBeUndefined();
    expect(valuesOf(seen, 'availability')).toEqual([100, 100]);
    expect(standingsOf(probe, seen)).toEqual(['satisfied all-met']);
    expect(standingsOf(probe, seen, 'delivery')).toEqual(['not-assessed not-yet-due']);
    expect(seen.captured.get('时间线')).toContain('"pair": "b"');
  });

  it('is not satisfied by a violating pair beside good ones', async () => {
    const seen = await sightOf(probe, [
      model('network', up, { pair: 'a' }),
      model('network', downFor(0.02), { pair: 'b' }),
    ]);
    expect(valuesOf(seen, 'availability')?.map(Number).sort()[1]).toBeCloseTo(98, 2);
    expect(standingsOf(probe, seen)).toEqual(['not-satisfied refuted']);
  });

  it('decides by the worst and the best case on both sides of the limit', async () => {
    const standing = async (at: (at: number) => number | undefined) =>
      standingsOf(probe, await sightOf(probe, [model('network', at)]));
    expect(await standing(downFor(0.0099))).toEqual(['satisfied all-met']);
    expect(await standing(downFor(0.0101))).toEqual(['not-satisfied refuted']);
    expect(await standing(missingFor(0.0099))).toEqual(['satisfied all-met']);
    expect(await standing(missingFor(0.0101))).toEqual(['inconclusive unknown-time']);
    // Down for more than the limit leaves, whatever the rest was.
    expect(await standing((at) => (at > now - 0.02 * period ? 0 : missingFor(0.9)(at)))).toEqual([
      'not-satisfied refuted',
    ]);
  });

  it('takes no snapshot for a period', async () => {
    const seen = await sightOf(probe, [model('network', (at) => (at > now - 3600 ? 1 : undefined))]);
    expect(Number(valuesOf(seen, 'availability')?.[0])).toBeLessThan(0.1);
    expect(standingsOf(probe, seen)).toEqual(['inconclusive unknown-time']);
  });

  it('takes values that are neither 0 nor 1 for unknown', async () => {
    const seen = await sightOf(probe, [model('network', (at) => (downFor(0.5)(at) === 0 ? Number.NaN : 1))]);
    expect(standingsOf(probe, seen)).toEqual(['inconclusive unknown-time']);
  });

  it('does not take the history of the platform itself for a measurement', async () => {
    const { series } = purchasers!;
    const seen = await sightOf(probe, [model('network', up)], { series: series! });
    expect(seen.tier).toBe('declared-by-target');
    expect(standingsOf(probe, seen)).toEqual(['inconclusive declared-by-target']);
  });

  it.each(brokenKinds)('takes nothing from a broken monitoring: %s', async (kind) => {
    const broken = await startBroken(kind);
    try {
      const seen = await sightOfBroken(probe, broken.url, /silent|slow/.test(kind) ? 1 : 20);
      expect(['errored', 'timed-out']).toContain(seen.state);
      expect(seen.fault?.code).toMatch(/^(TARGET_|TIME_LIMIT)/);
      expect(seen.measurements).toEqual([]);
    } finally {
      await broken.close();
    }
  });

  it.each(emptyKinds)('takes nothing from an empty monitoring: %s', async (kind) => {
    const empty = await startBroken(kind);
    try {
      const seen = await sightOfBroken(probe, empty.url, 20);
      expect(seen.measurements).toEqual([]);
      expect(seen.fault?.code).toMatch(/^TARGET_/);
    } finally {
      await empty.close();
    }
  });

  it('measures nothing where no series is recorded, named, or where the account is refused', async () => {
    const none = await sightOf(probe, []);
    expect([none.state, none.measurements]).toEqual(['completed', []]);
    expect(standingsOf(probe, none)).toEqual(['inconclusive no-samples']);
    const unnamed = await sightOf(probe, [model('network', up)], { operatedBy: 'purchaser' });
    expect(unnamed.fault?.code).toBe('TARGET_PREREQUISITE');
    const refused = await sightOf(probe, [model('network', up)], purchasers, 'another-secret');
    expect(refused.fault?.code).toBe('TARGET_UNAUTHORISED');
  });
});
