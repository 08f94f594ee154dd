import { compareDecimals, type Evaluation, type RecordedFinding, type Round } from '../../spec/index.ts';

/**
 * The round as the program sees it by itself: where people recorded that all is clear, another reading would only
 * bring a question to them, and what is asked here is what it would bring in the end. Findings stay.
 */
export function presumed(round: Round): Round {
  const { qualification, compliance, collusion, deductions, ...rest } = round.proceedings;
  const unlooked = ({ findings }: { findings?: RecordedFinding[] } = {}) => (findings ? { findings } : {});
  return {
    ...round,
    head: { ...round.head, mode: 'rehearsal' },
    proceedings: {
      ...rest,
      qualification: unlooked(qualification),
      compliance: unlooked(compliance),
      collusion: unlooked(collusion),
      deductions: unlooked(deductions),
    },
  };
}

/**
 * The round without the marks for what is objective where all members gave what the program computes: under another
 * reading they would count again, and what they would come to is what the program then computes.
 */
export function recounted(round: Round, base: Evaluation): Round {
  const agreed = new Map(
    base.bids.map(({ bid, groups }) => [
      bid,
      groups
        .flatMap(({ criteria }) => criteria)
        .filter(
          ({ nature, computed, marks }) =>
            nature === 'objective' &&
            computed !== undefined &&
            !computed.includes('/') &&
            marks.every(({ points }) => compareDecimals(points, computed) === 0),
        )
        .map(({ criterion }) => criterion),
    ]),
  );
  return {
    ...round,
    sheets: round.sheets.map(({ totals: _, ...sheet }) => ({
      ...sheet,
      marks: Object.fromEntries(
        Object.entries(sheet.marks).map(([bid, marks]) => [
          bid,
          Object.fromEntries(
            Object.entries(marks).filter(([criterion]) => !agreed.get(bid)?.includes(criterion)),
          ),
        ]),
      ),
      ...(sheet.corrections
        ? {
            corrections: sheet.corrections.filter(
              ({ bid, criterion }) => criterion === undefined || !agreed.get(bid)?.includes(criterion),
            ),
          }
        : {}),
    })),
  };
}
