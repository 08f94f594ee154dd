import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../evaluators/scoring/index.ts';
import {
  evaluateUnder,
  openReadings,
  sensitivity,
  touchedReadings,
  withTouchedReadings,
} from '../../../evaluators/sensitivity/index.ts';
import { type Bid, criteriaOf, Fault, type Round, type Tender } from '../../../spec/index.ts';
import { bidOf, committeeOf, proceedingsOf, roundOf, sheetsOf, tender } from '../scoring/fixture.ts';
import { cases } from './cases.ts';

/** The tender with some of its readings only, so that everything can be tried by hand. */
const with_ = (...ids: string[]): Tender => ({
  ...tender,
  readings: tender.readings.filter(({ id }) => ids.includes(id)),
  chosenReadings: tender.chosenReadings.filter(({ id }) => ids.includes(id)),
});
const caseOf = (reading: string, option: string) =>
  cases.find((one) => one.reading === reading && one.option === option)!.round;

describe('single readings', () => {
  const round = caseOf('A14', 'per-paper');
  const result = sensitivity({ tender: with_('A01', 'A14'), round });

  it('tell points, places and the first of each alternative', () => {
    const changed = result.single.filter(({ changes }) => changes.stages.length > 0);
    expect(changed.map(({ reading, option }) => [reading, option])).toEqual([['A14', 'per-paper']]);
    expect(changed[0]!.changes).toMatchObject({
      winner: { from: 'beta', to: 'alpha' },
      points: [{ bid: 'alpha' }],
      stages: ['scoring', 'ranking'],
    });
    expect(changed[0]!.lines).toEqual([761, 762, 763]);
    expect(result.inert).toEqual(['A01']);
  });

  it('give the smallest departure that brings another first', () => {
    expect(
      result.combinations.turning.map(({ winner, options }) => [winner, options.map(({ option }) => option)]),
    ).toEqual([['alpha', ['per-paper']]]);
    expect(result.combinations.bids.find(({ bid }) => bid === 'alpha')?.ranks).toEqual([1, 2]);
  });
});

describe('readings together', () => {
  // The insurance of both is short; whether the manager counts tells only beside the other reading.
  const kinds = criteriaOf(tender.scoring!).flatMap((one) =>
    one.kind === 'matching' ? one.certificates : [],
  );
  const firm = bidOf('alpha').members[0]!.creditCode;
  const people: Bid['people'] = [
    {
      name: '甲',
      identity: 'a',
      role: 'staff',
      listedAs: kinds[1]!.id,
      certificates: [{ kind: kinds[1]!.id, copy: true, sealed: true }],
      insurance: { payer: firm, proof: true, months: ['2026-05'] },
    },
    ...[1, 2].map((n) => ({
      name: `乙${n}`,
      identity: `b${n}`,
      role: 'staff' as const,
      certificates: [{ kind: kinds[1]!.id, copy: true, sealed: true }],
      insurance: { payer: firm, proof: true, months: ['2026-04', '2026-05', '2026-03'] },
    })),
    {
      name: '丙',
      identity: 'c',
      role: 'project-manager' as const,
      certificates: [{ kind: kinds[1]!.id, copy: true, sealed: true }],
      insurance: {
        payer: firm,
        proof: true,
        months: ['2026-04', '2026-05', '2026-03', '2026-02', '2026-01', '2025-12'],
      },
    },
  ];
  const round = roundOf({
    bids: [bidOf('alpha', '80.00', { people }), bidOf('beta', '85.00'), bidOf('gamma', '90.00')],
  });
  const few: Tender = with_('A28', 'A15');
  few.readings = few.readings.map((reading) =>
    reading.id === 'A15'
      ? {
          ...reading,
          options: reading.options.filter(({ id }) => ['most-points', 'with-project-manager'].includes(id)),
        }
      : { ...reading, options: reading.options.filter(({ id }) => ['any', 'last-6'].includes(id)) },
  );

  it('that are quiet alone are found beside the one that makes them tell', () => {
    const result = sensitivity({ tender: few, round });
    const alone = result.single.map(({ reading, changes }) => [reading, changes.points.length]);
    expect(alone).toEqual([
      ['A15', 0],
      ['A28', 1],
    ]);
    expect(result.combinations.readings).toEqual(['A15', 'A28']);
    expect(result.inert).toEqual([]);
    expect(result.combinations).toMatchObject({ tried: 3, all: 3, impossible: 0 });
  });

  it('stop at the bound, the smallest departures tried first', () => {
    const result = sensitivity({ tender: few, round }, 2);
    expect(result.combinations).toMatchObject({ tried: 2, all: 3 });
  });
});

describe('distances', () => {
  const bids = [bidOf('alpha', '99.00'), bidOf('beta', '99.50'), bidOf('gamma', '99.90')];
  const members = committeeOf();
  const sheets = sheetsOf(members, bids, (member, bid, criterion, full) =>
    bid === 'alpha' && member === members[0]!.id && criterion === 'needs-analysis' ? '6' : full,
  );
  const round = roundOf({ bids, sheets });
  const only = with_('A01');
  const result = sensitivity({ tender: only, round });
  const outcomeOf = (other: Round) => {
    const { state, candidates } = evaluate({ tender, round: other });
    return { state, ...(candidates[0] ? { winner: candidates[0] } : {}) };
  };
  const winnerOf = (other: Round) => outcomeOf(other).winner;

  it('find the nearest quote upwards that brings another first, as trying each does', () => {
    const first = winnerOf(round)!;
    const own = bids.find(({ id }) => id === first)!;
    const at = (value: string) =>
      outcomeOf({
        ...round,
        bids: bids.map((bid) => (bid.id === first ? bidOf(first, value) : bid)),
      });
    const start = Math.round(Number.parseFloat(own.quote.stated[0]!.digits!) * 100);
    let step = start;
    while (step <= 10_000 && at((step / 100).toFixed(2)).winner === first) step += 1;
    const told = result.quotes.find(({ bid }) => bid === first)!;
    expect(told.above).toEqual(
      step > 10_000 ? undefined : { quote: (step / 100).toFixed(2), ...at((step / 100).toFixed(2)) },
    );
    expect(told.above).toBeDefined();
  });

  it('find every mark that by itself brings another first, as trying each does', () => {
    const first = winnerOf(round);
    const criteria = criteriaOf(tender.scoring!).flatMap((one) =>
      one.kind === 'one-of-levels' ? [one] : [],
    );
    const brute = new Set<string>();
    for (const sheet of [sheets[0]!, sheets[6]!])
      for (const bid of bids)
        for (const { id, levels } of criteria)
          for (const { points } of levels) {
            if (points === sheet.marks[bid.id]![id]) continue;
            const marks = { ...sheet.marks, [bid.id]: { ...sheet.marks[bid.id], [id]: points } };
            const other = sheets.map((one) => (one === sheet ? { ...sheet, marks } : one));
            if (winnerOf({ ...round, sheets: other }) !== first) brute.add(`${sheet.member}/${bid.id}/${id}`);
          }
    const told = result.marks
      .filter(({ member }) => [members[0]!.id, members[6]!.id].includes(member))
      .map(({ member, bid, criterion }) => `${member}/${bid}/${criterion}`);
    expect(brute.size).toBeGreaterThan(0);
    expect([...new Set(told)].sort()).toEqual([...brute].sort());
  });

  it('tells the margin', () => {
    expect(result.margin).toMatch(/^0\.\d+$/);
  });
});

describe('a binding round', () => {
  const touching = caseOf('A14', 'per-paper');
  const authorised: Round = {
    ...touching,
    head: { ...touching.head, mode: 'authorised' },
    proceedings: { ...proceedingsOf(touching.bids), ...touching.proceedings },
  };
  const few = with_('A14', 'A17');

  it('is locked', () => {
    expect(() => sensitivity({ tender: few, round: authorised })).toThrow(Fault);
    expect(() => sensitivity({ tender: few, round: authorised })).toThrow(/敏感性分析/);
  });

  it('waits for a resolution on a reading without basis that its facts touch, and says not how', () => {
    const base = evaluate({ tender: few, round: authorised });
    const result = withTouchedReadings(few, authorised, base);
    expect(result.touched.map(({ id, stages }) => [id, stages])).toEqual([['A14', ['scoring']]]);
    expect(result.state).toBe('awaiting');
    expect(result.ranking).toEqual([]);
    expect(result.bids.every(({ rank }) => rank === undefined)).toBe(true);
    expect(result.awaited.map(({ item }) => item)).toContain('A14');
    expect(result.awaited.map(({ item }) => item)).not.toContain('A17');
    expect(JSON.stringify(result.touched)).not.toContain('per-paper');
  });

  it('goes on once the committee has resolved it', () => {
    const resolved: Round = {
      ...authorised,
      proceedings: {
        ...authorised.proceedings,
        resolutions: [
          {
            reading: 'A14',
            option: 'per-platform',
            reasons: '按平台',
            signedBy: ['experts-1'],
            at: tender.dates.opening,
          },
        ],
      },
    };
    const result = withTouchedReadings(few, resolved, evaluate({ tender: few, round: resolved }));
    expect(result.awaited.filter(({ item }) => item === 'A14')).toEqual([]);
    expect(result.touched.find(({ id }) => id === 'A14')?.resolved).toMatchObject({ option: 'per-platform' });
  });

  it('is not touched by a rule that does not come into play', () => {
    const plain = roundOf();
    const ids = touchedReadings(tender, plain, evaluateUnder(tender, plain, {})!).map(({ id }) => id);
    expect(ids).not.toContain('A08');
    expect(ids).not.toContain('A01');
  });
});

describe('open readings', () => {
  it('count rounds, name a case in words and leave untouched ones apart', () => {
    const rounds = [caseOf('A14', 'per-paper'), caseOf('A01', 'on-time'), roundOf()];
    const done: number[] = [];
    const found = openReadings({ tender: with_('A01', 'A14', 'A07'), rounds }, (count) => done.push(count));
    expect(done).toEqual([1, 2, 3]);
    expect(found.readings.map(({ reading }) => reading)[0]).toBe('A14');
    expect(found.untouched).toEqual(['A07']);
    const [a14, a01] = [found.readings[0]!, found.readings.find(({ reading }) => reading === 'A01')!];
    expect(a14.counts).toMatchObject({ winner: 1, points: 1, validity: 0 });
    expect(a14.example).toMatchObject({ round: 1, option: 'per-paper' });
    expect(a14.example!.says[0]).toBe('第一名：beta云服务有限公司 → alpha云服务有限公司');
    expect(a01.counts.validity).toBe(1);
    expect(a01.example!.says.join()).toContain('→ 有效');
    expect(a01.settled).toBe(false);
  });

  it('refuses a round that is not invented', () => {
    const real = roundOf({ head: { synthetic: false } });
    expect(() => openReadings({ tender, rounds: [real] })).toThrow(/not synthetic/);
  });
});
