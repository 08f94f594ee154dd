import { documentKinds, type LevelsCriterion } from '../../../spec/index.ts';
import type { Computation, CriterionInput } from './criterion.ts';
import { deadlineDay, missingPaper, papersOf } from './paper.ts';

/** Only members can give a level; the program says which papers there are to read. */
export function oneOfLevels({ tender, bid, criterion, rule }: CriterionInput<LevelsCriterion>): Computation {
  const day = deadlineDay(tender);
  return {
    counted: criterion.evidence.flatMap((proof) => {
      const papers = papersOf(bid, criterion.id, proof.document);
      const title = documentKinds[proof.document];
      if (papers.length === 0)
        return [{ what: title, counts: false, reasons: [`未见所列${title}，由评委核实`] }];
      return papers.map((paper) => {
        const faults = missingPaper(bid, [paper], proof, day);
        return {
          what: paper.id,
          counts: faults.length === 0,
          reasons: [
            ...faults.map(({ reason }) => reason),
            ...(paper.page === undefined ? [] : [`第 ${paper.page} 页`]),
          ],
        };
      });
    }),
    hints: [],
    steps: [
      {
        label: '由评委评定档次',
        expression: criterion.levels.map(({ points, when }) => `${points}：${when}`).join('；'),
        value: '待评',
        rule: `${rule}/levels`,
        clause: criterion.clause,
      },
    ],
  };
}
