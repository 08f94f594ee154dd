import { describe, expect, it } from 'vitest';
import { probe } from '../../harness/probes/platform-interruptions/probe.ts';
import { model, purchasers, sightOf, sightOfBroken, standingsOf } from './monitoring.ts';
import { brokenKinds, emptyKinds, startBroken, valuesOf } from './support.ts';

const now = Math.floor(Date.now() / 1000);
const day = 86_400;
/** The stand-in records every 120 seconds. */
const pace = 120;
const begin = Math.floor((now - 20 * day) / pace) * pace;
const down = (samples: number) => (at: number) => (at >= begin && at < begin + samples * pace ? 0 : 1);
const missing = (samples: number) => (at: number) =>
  at >= begin && at < begin + samples * pace ? undefined : 1;
const up = () => 1;
const iso = (at: number) => new Date(at * 1000).toISOString();

const look = (
  service: (at: number) => number | undefined,
  platform: (at: number) => number | undefined = up,
) => sightOf(probe, [model('service', service), model('platform', platform)]);

const boundsOf = (seen: Awaited<ReturnType<typeof look>>) => seen.measurements[0]?.uncertainty?.[0];

describe('platform-interruptions', () => {
  it('sees a conforming quarter without interruption', async () => {
    const seen = await look(up);
    expect(seen.fault).toBeUndefined();
    expect(valuesOf(seen, 'interruptions')).toEqual([0]);
    expect(boundsOf(seen)).toEqual({ least: 0, greatest: 0 });
    expect(standingsOf(probe, seen)).toEqual(['satisfied all-met']);
    expect(standingsOf(probe, seen, 'delivery')).toEqual(['not-assessed not-yet-due']);
  });

  it('is not satisfied by a violating platform that failed with its service', async () => {
    const seen = await look(down(10), down(3));
    expect(boundsOf(seen)).toEqual({ least: 1, greatest: 1 });
    expect(standingsOf(probe, seen)).toEqual(['not-satisfied refuted']);
  });

  it('counts from two failures in a row on, and not one', async () => {
    expect(boundsOf(await look(down(1), down(1)))).toEqual({ least: 0, greatest: 0 });
    expect(boundsOf(await look(down(2), down(2)))).toEqual({ least: 1, greatest: 1 });
  });

  it('leaves open whose fault an interruption is that no component of the platform shares', async () => {
    const seen = await look(down(10));
    expect(boundsOf(seen)).toEqual({ least: 0, greatest: 1 });
    expect(standingsOf(probe, seen)).toEqual(['inconclusive unknown-time']);
  });

  it('counts a gap as an interruption that may have been', async () => {
    const seen = await look(missing(1));
    expect(valuesOf(seen, 'interruptions')).toEqual([0]);
    expect(boundsOf(seen)).toEqual({ least: 0, greatest: 1 });
    expect(standingsOf(probe, seen)).toEqual(['inconclusive unknown-time']);
  });

  it('takes an approved window out, and what lasts beyond it not', async () => {
    const during = async (samples: number) => {
      const maintenance = [{ from: iso(begin - 1), to: iso(begin + samples * pace), basis: '维护通知 1 号' }];
      const series = [model('service', down(10)), model('platform', down(10))];
      return boundsOf(await sightOf(probe, series, { ...purchasers, maintenance }));
    };
    expect(await during(10)).toEqual({ least: 0, greatest: 0 });
    expect(await during(9)).toEqual({ least: 0, greatest: 0 });
    expect(await during(8)).toEqual({ least: 1, greatest: 1 });
  });

  it('takes no snapshot for a period', async () => {
    const seen = await look((at) => (at > now - 3600 ? 1 : undefined));
    expect(standingsOf(probe, seen)).toEqual(['inconclusive unknown-time']);
  });

  it.each(brokenKinds)('takes nothing from a broken monitoring: %s', async (kind) => {
    const broken = await startBroken(kind);
    try {
      const seen = await sightOfBroken(probe, broken.url, /silent|slow/.test(kind) ? 1 : 20);
      expect(['errored', 'timed-out']).toContain(seen.state);
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

  it('measures nothing where no series is recorded', async () => {
    const none = await sightOf(probe, []);
    expect([none.state, none.measurements]).toEqual(['completed', []]);
    expect(standingsOf(probe, none)).toEqual(['inconclusive no-samples']);
  });
});
