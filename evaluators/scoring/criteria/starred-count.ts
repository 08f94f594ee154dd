import {
  type Checkable,
  documentKinds,
  type RequirementResponse,
  type StarredCriterion,
} from '../../../spec/index.ts';
import { exact, least, printExact } from '../../arithmetic/index.ts';
import type { Computation, CriterionInput } from './criterion.ts';
import { type Fault, sealFaults } from './paper.ts';

const responseFaults: Record<RequirementResponse['deviation'], Fault[]> = {
  none: [],
  positive: [],
  negative: [{ reason: '负偏离，不得分' }],
  unanswered: [{ reason: '不应答，不得分' }],
};

/** Why a starred clause gives no points: no answer, a negative one, or a demanded proof that is not there. */
function clauseFaults(
  checkable: Checkable,
  responses: readonly RequirementResponse[],
  evidence: StarredCriterion['evidence'],
): Fault[] {
  const said = responses.filter(({ clause }) => clause === checkable.id);
  if (said.length === 0) return responseFaults.unanswered;
  const shown = said.flatMap(({ proof }) => proof ?? []);
  const missing = [...checkable.proof, ...evidence].flatMap(({ document, sealed }): Fault[] => {
    const papers = shown.filter((paper) => paper.document === document);
    const title = documentKinds[document];
    if (papers.length === 0) return [{ reason: `未附${title}，不得分`, remedy: `补${title}` }];
    if (papers.some((paper) => paper.sealed || !sealed)) return [];
    return sealFaults(false, true).map(({ reason, remedy }) => ({
      reason: `${title}${reason}`,
      remedy: `${title}${remedy}`,
    }));
  });
  return [...said.flatMap(({ deviation }) => responseFaults[deviation]), ...missing];
}

/** Each starred clause answered without negative deviation and proved as it demands gives `per` points. */
export function starredCount(input: CriterionInput<StarredCriterion>): Computation {
  const { tender, bid, criterion, rule } = input;
  const starred = tender.checkables.filter((checkable) => checkable.starred);
  const looked = starred.map((checkable) => ({
    checkable,
    faults: clauseFaults(checkable, bid.responses ?? [], criterion.evidence),
  }));
  const met = looked.filter(({ faults }) => faults.length === 0).length;
  const computed = least([exact(criterion.per).mul(met), exact(criterion.points)])!;
  return {
    computed,
    counted: looked.map(({ checkable, faults }) => ({
      what: checkable.id,
      counts: faults.length === 0,
      reasons: [checkable.title, ...faults.map(({ reason }) => reason)],
    })),
    hints: looked
      .filter(({ faults }) => faults.length === 1 && faults[0]!.remedy !== undefined)
      .map(({ checkable, faults }) => `▲${checkable.id}：${faults[0]!.remedy}，可增加 ${criterion.per} 分`),
    steps: [
      {
        label: '应答且证明齐全的▲条款',
        expression: `${starred.length} 条中 ${met} 条`,
        value: String(met),
        rule,
        clause: criterion.clause,
      },
      {
        label: criterion.title,
        expression: `${met} × ${criterion.per}`,
        value: printExact(computed),
        rule,
        clause: criterion.clause,
      },
    ],
  };
}
