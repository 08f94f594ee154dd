import { describe, expect, it } from 'vitest';
import { scoreBids } from '../../../evaluators/scoring/stages/scoring.ts';
import { criteriaOf, type ScoreSheet } from '../../../spec/index.ts';
import { bidOf, committeeOf, roundOf, sheetsOf, tender, tenderWith } from './fixture.ts';
import { situationOf } from './situation.ts';

const bids = [bidOf('alpha'), bidOf('beta')];
const members = committeeOf();
const technical = tender.scoring!.groups.find(({ averaging }) => averaging)!;
const levelled = criteriaOf(tender.scoring!).filter(({ kind }) => kind === 'one-of-levels');
const objective = tender
  .scoring!.groups.find(({ disagreement }) => disagreement)!
  .sections.flatMap(({ criteria }) => criteria)[0]!;

function scored(
  change: (sheets: ScoreSheet[]) => void = () => {},
  mode: 'rehearsal' | 'authorised' = 'rehearsal',
  readings?: Record<string, string>,
) {
  const sheets = sheetsOf(members, bids, () => '6').map((sheet) => structuredClone(sheet));
  change(sheets);
  const round = roundOf({ bids, sheets, head: { mode } });
  const outcome = scoreBids(situationOf(round, {}, readings ? tenderWith(readings) : tender));
  const alpha = outcome.scored.find(({ bid }) => bid === 'alpha')!;
  return {
    ...outcome,
    alpha,
    group: alpha.groups.find(({ group }) => group === technical.id)!,
    criterion: (id: string) =>
      alpha.groups.flatMap(({ criteria }) => criteria).find((one) => one.criterion === id)!,
  };
}

describe('scoreBids', () => {
  it('averages the members’ sums and rounds once, half-up', () => {
    // One member gives one level more on one criterion: (7 × sum + 3) / 7.
    const { group } = scored((sheets) => {
      sheets[0]!.marks.alpha![levelled[0]!.id] = '9';
    });
    const plain = scored().group;
    expect(group.exact).not.toBe(plain.exact);
    expect(Number(group.score) - Number(plain.score)).toBeCloseTo(0.43, 10);
    expect(group.members).toHaveLength(7);
    expect(group.steps[0]!.expression).toContain('÷ 7');
  });

  it('adds the groups up to the total with its expression', () => {
    const { alpha } = scored();
    const sum = alpha.groups.reduce((total, { score }) => total + Number(score), 0);
    expect(Number(alpha.total)).toBeCloseTo(sum, 10);
    expect(alpha.steps[0]!.label).toBe('综合得分');
  });

  it('waits for a mark that is missing and gives no total', () => {
    const { awaited, alpha, group } = scored((sheets) => {
      delete sheets[3]!.marks.alpha![levelled[1]!.id];
    });
    expect(awaited).toMatchObject([{ who: 'member', member: members[3]!.id, item: levelled[1]!.id }]);
    expect(alpha.total).toBeUndefined();
    expect(group.score).toBeUndefined();
  });

  it('takes no mark outside of the range into a sum', () => {
    expect(
      scored((sheets) => {
        sheets[0]!.marks.alpha![levelled[0]!.id] = '7';
      }).alpha.total,
    ).toBeUndefined();
  });

  it('takes the member’s own correction, the newest', () => {
    const correct = (to: string) => ({
      bid: 'alpha',
      criterion: levelled[0]!.id,
      from: '6',
      to,
      ground: 'range' as const,
      reasons: '更正',
      at: '2026-06-02T16:00:00+08:00',
    });
    const { criterion } = scored((sheets) => {
      sheets[0]!.corrections = [correct('3'), correct('9')];
    });
    expect(criterion(levelled[0]!.id).marks[0]).toEqual({ member: members[0]!.id, points: '9' });
  });

  it('stands in for members on what is objective only in a rehearsal', () => {
    expect(scored().criterion(objective.id).score).toBe('0');
    const binding = scored(() => {}, 'authorised');
    expect(binding.criterion(objective.id).score).toBeUndefined();
    expect(binding.awaited!.some(({ item }) => item === objective.id)).toBe(true);
  });

  it('lets agreeing members’ marks count and says where the papers say otherwise', () => {
    const { criterion, notices } = scored((sheets) => {
      for (const sheet of sheets) sheet.marks.alpha![objective.id] = '2';
    });
    expect(criterion(objective.id)).toMatchObject({ score: '2', computed: '0' });
    expect(notices).toMatchObject([{ kind: 'contradiction', item: objective.id }]);
  });

  it('leaves a disagreement open, or takes the mean or the majority, as the data say', () => {
    const differ = (sheets: ScoreSheet[]) =>
      sheets.forEach((sheet, index) => {
        sheet.marks.alpha![objective.id] = index < 3 ? '1' : '2';
      });
    expect(scored(differ).criterion(objective.id).score).toBeUndefined();
    expect(scored(differ, 'rehearsal', { A30: 'majority' }).criterion(objective.id).score).toBe('2');
    expect(scored(differ, 'rehearsal', { A30: 'average' }).criterion(objective.id).score).toBe('11/7');
  });
});
