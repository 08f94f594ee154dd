import { beforeAll, describe, expect, it } from 'vitest';
import { probes } from '../../harness/index.ts';
import { type BrokenLook, breakages, lookAtAllBroken, lookLimit } from './broken-matrix.ts';

// The machine may be busy: what ends a look is the limit, what it may take beyond is removal and scheduling.
const slackSeconds = 5;

let looks: BrokenLook[];
beforeAll(async () => {
  looks = await lookAtAllBroken();
}, 300_000);

describe('every probe, shown every kind of broken target', () => {
  it('is in the matrix', () => {
    expect(looks).toHaveLength(probes.size * Object.keys(breakages).length);
    expect(new Set(looks.map((look) => look.probe))).toEqual(new Set(probes.keys()));
    for (const look of looks) expect(look.outcomes.length, `${look.probe} ${look.kind}`).toBeGreaterThan(0);
  });

  it('yields nothing satisfied', () => {
    const satisfied = looks.flatMap(({ probe, kind, satisfied }) =>
      satisfied.map((check) => [probe, kind, check.id]),
    );
    expect(satisfied).toEqual([]);
  });

  it('does not crash', () => {
    const crashed = looks
      .filter((look) => look.fault === 'DEFECT')
      .map((look) => [look.probe, look.kind, look.message]);
    expect(crashed).toEqual([]);
  });

  it('ends within its limit', () => {
    const late = looks
      .filter((look) => look.seconds > lookLimit + slackSeconds)
      .map((l) => [l.probe, l.kind, l.seconds]);
    expect(late).toEqual([]);
  });

  it('blames the platform only for what it said: a failure to answer refutes nothing', () => {
    const refuted = looks.filter((look) => look.outcomes.includes('not-satisfied'));
    expect(refuted.filter((look) => look.state !== 'completed').map((l) => [l.probe, l.kind])).toEqual([]);
  });
});
