import { sameTitle } from '../../spec/index.ts';
import { type ConditionFinding, type ConditionInput, held, missing, refuted } from './finding.ts';

/** Every paper was issued by one of those named, by its own name or by the sort of body that it is. */
export function issuerFinding({ condition, examination }: ConditionInput<'issuer'>): ConditionFinding {
  const papers = examination.documents;
  const said = { title: '出具单位', expected: `为 ${condition.oneOf.join(' 或 ')}`, samples: papers.length };
  const told = papers.map(({ issuer, issuerKind }) =>
    [issuer, issuerKind].filter((name) => name !== undefined),
  );
  const untold = told.filter((names) => names.length === 0).length;
  const others = told.filter(
    (names) => names.length > 0 && !names.some((name) => condition.oneOf.some((one) => sameTitle(one, name))),
  );
  if (others.length > 0) return refuted({ ...said, measured: `${others.length} 份由其他单位出具` });
  if (papers.length === 0 || untold > 0)
    return missing({ ...said, measured: papers.length === 0 ? '没有材料' : `${untold} 份未填出具单位` });
  return held({ ...said, measured: `${papers.length} 份均是` });
}
