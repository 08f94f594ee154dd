import { describe, expect, it } from 'vitest';
import { recheck } from '../../../evaluators/scoring/stages/recheck.ts';
import { criteriaOf, type Round, type ScoreSheet } from '../../../spec/index.ts';
import { bidOf, committeeOf, roundOf, sheetsOf, tender, tenderWith } from './fixture.ts';
import { situationOf } from './situation.ts';

const bids = [bidOf('alpha'), bidOf('beta')];
const members = committeeOf();
const levelled = criteriaOf(tender.scoring!).filter(({ kind }) => kind === 'one-of-levels');
const business = tender.scoring!.groups.find(({ disagreement }) => disagreement)!;
const objective = business.sections.flatMap(({ criteria }) => criteria)[0]!;

function rechecked(
  change: (sheets: ScoreSheet[]) => void,
  patch: Partial<Round> = {},
  readings?: Record<string, string>,
) {
  const sheets = sheetsOf(members, bids, () => '6').map((sheet) => structuredClone(sheet));
  change(sheets);
  const round = { ...roundOf({ bids, sheets }), ...patch };
  return recheck(situationOf(round, {}, readings ? tenderWith(readings) : tender));
}
const marksOf = (sheets: ScoreSheet[], member: number) => sheets[member]!.marks.alpha!;

describe('recheck', () => {
  it('finds nothing in clean sheets', () => {
    const { awaited, notices } = rechecked((sheets) => {
      for (const sheet of sheets)
        sheet.totals = { alpha: String(6 * levelled.length), beta: String(6 * levelled.length) };
    });
    expect(awaited).toEqual([]);
    expect(notices).toEqual([]);
  });

  it('shows a wrong sum to the member who wrote it, until that member corrects it', () => {
    const wrong = rechecked((sheets) => {
      sheets[2]!.totals = { alpha: '31' };
    });
    expect(wrong.awaited).toMatchObject([{ who: 'member', member: members[2]!.id, bid: 'alpha' }]);
    expect(wrong.awaited![0]!.what).toContain('30');
    const corrected = rechecked((sheets) => {
      sheets[2]!.totals = { alpha: '31' };
      sheets[2]!.corrections = [
        {
          bid: 'alpha',
          from: '31',
          to: '30',
          ground: 'sum',
          reasons: '笔误',
          at: '2026-06-02T16:00:00+08:00',
        },
      ];
    });
    expect(corrected.awaited).toEqual([]);
  });

  it('shows a mark outside of the levels, between them as well as above', () => {
    for (const points of ['7', '12', '-3']) {
      const { awaited } = rechecked((sheets) => {
        marksOf(sheets, 0)[levelled[0]!.id] = points;
      });
      expect(awaited).toMatchObject([{ member: members[0]!.id, item: levelled[0]!.id }]);
    }
  });

  it('shows members who differ on what is objective, and lets only them settle it', () => {
    const differ = (sheets: ScoreSheet[]) =>
      sheets.forEach((_, index) => {
        marksOf(sheets, index)[objective.id] = index === 0 ? '3' : '4';
      });
    const shown = rechecked(differ);
    expect(shown.notices).toMatchObject([{ kind: 'disagreement', bids: ['alpha'] }]);
    expect(shown.awaited).toMatchObject([{ who: 'committee', item: objective.id }]);
    expect(rechecked(differ, {}, { A30: 'majority' }).awaited).toEqual([]);
    expect(rechecked(differ, {}, { A30: 'average' }).awaited).toEqual([]);
    const even = (sheets: ScoreSheet[]) =>
      sheets.forEach((_, index) => {
        marksOf(sheets, index)[objective.id] = String(index % 4);
      });
    expect(rechecked(even, {}, { A30: 'majority' }).awaited).toHaveLength(1);
  });

  it('shows marks far from the others’, and waits for the committee only in a binding round', () => {
    const high = (sheets: ScoreSheet[]) => {
      for (const { id } of levelled) marksOf(sheets, 4)[id] = '9';
    };
    const shown = rechecked(high);
    expect(shown.notices).toMatchObject([{ kind: 'abnormal-mark', member: members[4]!.id }]);
    expect(shown.awaited).toEqual([]);
    const head = { ...roundOf().head, mode: 'authorised' as const };
    expect(rechecked(high, { head }).awaited).toMatchObject([{ who: 'committee', member: members[4]!.id }]);
    const said = (upheld: boolean) => ({
      abnormalMarks: [{ member: members[4]!.id, bid: 'alpha', upheld, reasons: '理由' }],
    });
    expect(rechecked(high, { head, proceedings: said(true) }).awaited).toEqual([]);
    expect(rechecked(high, { head, proceedings: said(false) }).awaited).toMatchObject([{ who: 'member' }]);
  });

  it('does not show a mark one step short of the line', () => {
    const near = (sheets: ScoreSheet[]) => {
      for (const { id } of levelled.slice(0, 4)) marksOf(sheets, 4)[id] = '9';
    };
    expect(rechecked(near).notices).toEqual([]);
  });
});
