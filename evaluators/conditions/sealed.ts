import type { Paper } from '../../spec/index.ts';
import { type ConditionFinding, held, missing, refuted } from './finding.ts';

/** Every paper bears a seal, as its examiner saw it. */
export function sealedFinding(papers: readonly Paper[]): ConditionFinding {
  const said = { title: '加盖公章', expected: '每份均加盖', samples: papers.length };
  const bare = papers.filter(({ sealed }) => sealed === false).length;
  if (bare > 0) return refuted({ ...said, measured: `${bare} 份未加盖` });
  const untold = papers.filter(({ sealed }) => sealed === undefined).length;
  if (papers.length === 0 || untold > 0)
    return missing({ ...said, measured: papers.length === 0 ? '没有材料' : `${untold} 份未注明是否加盖` });
  return held({ ...said, measured: `${papers.length} 份均加盖` });
}
