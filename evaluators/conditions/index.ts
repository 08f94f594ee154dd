// The door of conditions on papers.
import type { Condition } from '../../spec/index.ts';
import type { ConditionFinding, ConditionInput } from './finding.ts';
import { frequencyFinding } from './frequency.ts';
import { issuerFinding } from './issuer.ts';
import { namesFinding } from './names.ts';
import { retentionFinding } from './retention.ts';
import { sealedFinding } from './sealed.ts';
import { seriesFinding } from './series.ts';
import { countFinding, statedFinding } from './stated.ts';
import { validityFinding } from './validity.ts';

export type { ConditionFinding } from './finding.ts';
export { sealedFinding } from './sealed.ts';
export { isExpired } from './validity.ts';

const findings: { [Kind in Condition['kind']]: (input: ConditionInput<Kind>) => ConditionFinding } = {
  sealed: ({ examination }) => sealedFinding(examination.documents),
  'valid-on-due': validityFinding,
  issuer: issuerFinding,
  count: countFinding,
  'names-all': namesFinding,
  stated: statedFinding,
  retention: retentionFinding,
  'series-within': seriesFinding,
  frequency: frequencyFinding,
};

/** Holds one condition against the papers of an examination. */
export function conditionFinding(input: ConditionInput): ConditionFinding {
  return (findings[input.condition.kind] as (input: ConditionInput) => ConditionFinding)(input);
}
