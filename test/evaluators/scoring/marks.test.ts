import { describe, expect, it } from 'vitest';
import { recheck } from '../../../evaluators/scoring/stages/recheck.ts';
import { scoreBids } from '../../../evaluators/scoring/stages/scoring.ts';
import {
  type CommitteeMember,
  criteriaOf,
  type Proceedings,
  type Round,
  type ScoreSheet,
  type Tender,
} from '../../../spec/index.ts';
import { bidOf, committeeOf, proceedingsOf, roundOf, sheetsOf, tender, tenderWith } from './fixture.ts';
import { situationOf } from './situation.ts';

// What marks weigh: whose, for which bid, how many of them.

const bids = [bidOf('alpha'), bidOf('beta')];
const committee = committeeOf();
const technical = tender.scoring!.groups.find(({ averaging }) => averaging)!;
const business = tender.scoring!.groups.find(({ disagreement }) => disagreement)!;
const levelled = criteriaOf(tender.scoring!).filter(({ kind }) => kind === 'one-of-levels');
const objective = business.sections.flatMap(({ criteria }) => criteria)[0]!;
const starred = criteriaOf(tender.scoring!).find(({ kind }) => kind === 'starred-count')!;
const at = '2026-06-02T16:00:00+08:00';

interface Setting {
  members?: CommitteeMember[];
  on?: Tender;
  head?: Partial<Round['head']>;
  proceedings?: Proceedings;
}

/** Level 6 by everybody for everything, and what a case changes in it. */
function situation(change: (sheets: ScoreSheet[]) => void, setting: Setting = {}) {
  const { members = committee, on = tender, head, proceedings } = setting;
  const sheets = sheetsOf(committee, bids, () => '6').map((sheet) => structuredClone(sheet));
  change(sheets);
  const round = roundOf({
    bids,
    sheets,
    head: { ...head, committee: { members } },
    proceedings: { ...proceedingsOf(bids), ...proceedings },
  });
  return situationOf(round, {}, on);
}
const marks = (sheets: ScoreSheet[], member: number) => sheets[member]!.marks.alpha!;
const all = (criterion: string, points: (member: number) => string) => (sheets: ScoreSheet[]) =>
  sheets.forEach((_, member) => {
    marks(sheets, member)[criterion] = points(member);
  });
const none = () => {};

function scored(change: (sheets: ScoreSheet[]) => void, setting?: Setting) {
  const outcome = scoreBids(situation(change, setting));
  const alpha = outcome.scored.find(({ bid }) => bid === 'alpha')!;
  return {
    ...outcome,
    alpha,
    group: alpha.groups.find(({ group }) => group === technical.id)!,
    criterion: (id: string) =>
      alpha.groups.flatMap(({ criteria }) => criteria).find((one) => one.criterion === id)!,
  };
}
const rechecked = (change: (sheets: ScoreSheet[]) => void, setting?: Setting) =>
  recheck(situation(change, setting));

describe('a member’s sum', () => {
  it('is of the member’s own marks', () => {
    const { group } = scored((sheets) => {
      marks(sheets, 0)[levelled[0]!.id] = '9';
      marks(sheets, 1)[levelled[0]!.id] = '0';
    });
    // Five plans at 6, and the ▲ clauses that the bid has proved.
    const plain = 6 * levelled.length + tender.counts.starred;
    expect(group.members.map(({ points }) => Number(points) - plain)).toEqual([3, -6, 0, 0, 0, 0, 0]);
  });

  it('takes for a criterion that a majority settles what the majority gave, of everybody', () => {
    const groups = tender.scoring!.groups.map((group) =>
      group.id === technical.id ? { ...group, disagreement: 'majority' as const } : group,
    );
    const on = { ...tender, scoring: { ...tender.scoring!, groups } };
    const differ = all(starred.id, (member) => (member < 3 ? '10' : '12'));
    const { group } = scored(differ, { on });
    expect(group.members.map(({ points }) => Number(points) - 6 * levelled.length)).toEqual(
      committee.map(() => 12),
    );
    // Plans are still everybody’s own.
    const plans = scored(
      (sheets) => {
        differ(sheets);
        marks(sheets, 0)[levelled[0]!.id] = '9';
      },
      { on },
    );
    expect(Number(plans.group.members[0]!.points) - Number(group.members[0]!.points)).toBe(3);
  });
});

it('a group without a mean is the sum of its criteria', () => {
  const ids = business.sections.flatMap(({ criteria }) => criteria).map(({ id }) => id);
  const { alpha } = scored((sheets) => {
    for (const id of ids) all(id, () => '1')(sheets);
  });
  expect(alpha.groups.find(({ group }) => group === business.id)!.score).toBe(String(ids.length));
});

describe('a majority', () => {
  const six = committee.slice(0, 6);
  const halves = all(objective.id, (member) => (member < 3 ? '1' : '2'));

  it('is more than half: three of six settle nothing, four do', () => {
    const on = tenderWith({ A30: 'majority' });
    expect(scored(halves, { on, members: six }).criterion(objective.id).score).toBeUndefined();
    expect(rechecked(halves, { on, members: six }).awaited).toHaveLength(1);
    const four = all(objective.id, (member) => (member < 2 ? '1' : '2'));
    expect(scored(four, { on, members: six }).criterion(objective.id).score).toBe('2');
    expect(rechecked(four, { on, members: six }).awaited).toEqual([]);
  });
});

describe('marks for what is objective', () => {
  it('agree where they are the same number, however it is written', () => {
    const agree = all(objective.id, (member) => (member % 2 === 0 ? '2' : '2.0'));
    expect(rechecked(agree)).toMatchObject({ awaited: [], notices: [] });
    expect(scored(agree).criterion(objective.id).score).toBe('2');
  });

  it('that the papers bear out are not contradicted', () => {
    expect(scored(all(objective.id, () => '0')).notices).toEqual([]);
    expect(scored(all(objective.id, () => '1')).notices).toMatchObject([{ bids: ['alpha'] }]);
  });

  it('lie between nothing and the full points, both included', () => {
    for (const points of ['-1', `${objective.points}.01`]) {
      const strange = all(objective.id, () => points);
      expect(rechecked(strange).awaited).toHaveLength(committee.length);
      expect(scored(strange).alpha.total).toBeUndefined();
    }
    for (const points of ['0', objective.points]) {
      const allowed = all(objective.id, () => points);
      expect(rechecked(allowed).awaited).toEqual([]);
      expect(scored(allowed).criterion(objective.id).score).toBe(points);
    }
  });
});

describe('without a committee', () => {
  it('nothing is scored that people score', () => {
    const { awaited, alpha } = scored(none, { members: [] });
    expect(alpha.total).toBeUndefined();
    expect(awaited!.filter(({ bid }) => bid === 'alpha').map(({ who, item }) => `${who} ${item}`)).toEqual(
      levelled.map(({ id }) => `committee ${id}`),
    );
  });

  it('a tender without a table of points has no such stage', () => {
    const { scoring: _, ...bare } = tender;
    expect(scoreBids(situation(none, { on: bare }))).toEqual({ notApplicable: true, scored: [] });
    expect(recheck(situation(none, { on: bare }))).toEqual({ notApplicable: true });
  });
});

describe('a correction', () => {
  const wrong = (correction: Partial<NonNullable<ScoreSheet['corrections']>[number]>) =>
    rechecked((sheets) => {
      sheets[2]!.totals = { alpha: '31' };
      sheets[2]!.corrections = [
        { bid: 'alpha', from: '31', to: '30', ground: 'sum', reasons: '笔误', at, ...correction },
      ];
    });

  it('of a sum mends the sum of its own bid, and no mark’s correction does', () => {
    expect(wrong({}).awaited).toEqual([]);
    expect(wrong({ bid: 'beta' }).awaited).toHaveLength(1);
    expect(wrong({ criterion: levelled[0]!.id, from: '6', to: '6', ground: 'range' }).awaited).toHaveLength(
      1,
    );
  });

  it('of a mark is of the bid that it names', () => {
    const { criterion } = scored((sheets) => {
      sheets[0]!.corrections = [
        { bid: 'beta', criterion: levelled[0]!.id, from: '6', to: '9', ground: 'range', reasons: '更正', at },
      ];
    });
    expect(criterion(levelled[0]!.id).score).toBe('6');
  });
});

describe('a mark far from the others’', () => {
  // The line lies at 30 % of five plans at 9: 13.5 points, or where the round puts it.
  const set = (levels: readonly (readonly string[])[]) => (sheets: ScoreSheet[]) =>
    levels.forEach((row, member) => {
      row.forEach((points, index) => {
        marks(sheets, member)[levelled[index]!.id] = points;
      });
    });
  const flat = (points: string) => levelled.map(() => points);
  const shown = (change: (sheets: ScoreSheet[]) => void, setting?: Setting) =>
    rechecked(change, setting).notices!.map(({ member }) => member);

  it('is measured from the median of the other members, whatever their order', () => {
    // Sums 45, 0, 45, 0, 45, 0, 30: of six others the two in the middle count, of which one may lie far.
    const rows = ['9', '0', '9', '0', '9', '0', '6'].map(flat);
    // For a 45 the others’ median is (0 + 30) / 2 = 15, for a 0 it is (30 + 45) / 2 = 37.5, for the 30 it is 22.5.
    expect(shown(set(rows))).toEqual(committee.slice(0, 6).map(({ id }) => id));
  });

  it('is shown from the line on that the round sets', () => {
    // One plan more by a level: 3 of 45 points are just one fifteenth.
    const near = set([['9', '6', '6', '6', '6']]);
    const head = (share: string) => ({ head: { screening: { shareOfFullMark: share } } as never });
    expect(shown(near, head('20/3'))).toEqual([committee[0]!.id]);
    expect(shown(near, head('6.7'))).toEqual([]);
  });

  it('needs three members who marked everything', () => {
    const far = set([flat('0'), flat('9')]);
    expect(shown(far, { members: committee.slice(0, 2) })).toEqual([]);
    // Of 0, 30 and 30 the first lies 30 from the others’ median, each of the others 15 from (0 + 30) / 2.
    const three = committee.slice(0, 3);
    expect(shown(set([flat('0')]), { members: three })).toEqual(three.map(({ id }) => id));
  });

  it('is settled by what the committee says of this member and this bid only', () => {
    const far = set([flat('0')]);
    const said = (member: string, bid: string) =>
      rechecked(far, {
        head: { mode: 'authorised' },
        proceedings: { abnormalMarks: [{ member, bid, upheld: true, reasons: '理由' }] },
      }).awaited!;
    expect(said(committee[0]!.id, 'alpha')).toEqual([]);
    expect(said(committee[0]!.id, 'beta')).toHaveLength(1);
    expect(said(committee[1]!.id, 'alpha')).toHaveLength(1);
  });

  it('that the committee does not uphold is the member’s to correct in a rehearsal, too', () => {
    const proceedings = {
      abnormalMarks: [{ member: committee[0]!.id, bid: 'alpha', upheld: false, reasons: '理由' }],
    };
    expect(rechecked(set([flat('0')]), { proceedings }).awaited).toMatchObject([
      { who: 'member', member: committee[0]!.id },
    ]);
  });
});
