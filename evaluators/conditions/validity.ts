import { beijingDay, type Paper } from '../../spec/index.ts';
import { type ConditionFinding, type ConditionInput, held, missing, refuted } from './finding.ts';

/** The last day counts as valid; days are those of Beijing. */
export function isExpired({ validUntil }: Paper, asOf: string): boolean {
  return validUntil !== undefined && validUntil !== '长期' && validUntil < beijingDay(asOf);
}

/** Every paper is in force on the day that is asked about. */
export function validityFinding({ examination, asOf }: ConditionInput<'valid-on-due'>): ConditionFinding {
  const papers = examination.documents;
  const day = beijingDay(asOf);
  const said = { title: '有效期', expected: `${day} 有效`, samples: papers.length };
  const expired = papers
    .filter((paper) => isExpired(paper, asOf))
    .map(({ validUntil }) => `${validUntil} 到期`);
  const later = papers
    .filter(({ issuedOn }) => issuedOn !== undefined && issuedOn > day)
    .map(({ issuedOn }) => `${issuedOn} 才签发`);
  if (expired.length + later.length > 0)
    return refuted({ ...said, measured: [...expired, ...later].join('、') }, 'paper-expired');
  const untold = papers.filter(
    ({ issuedOn, validUntil }) => issuedOn === undefined || validUntil === undefined,
  );
  if (papers.length === 0 || untold.length > 0)
    return missing({
      ...said,
      measured: papers.length === 0 ? '没有材料' : `${untold.length} 份未填签发日期或有效期`,
    });
  return held({
    ...said,
    measured: papers.map(({ issuedOn, validUntil }) => `${issuedOn} 至 ${validUntil}`).join('、'),
  });
}
