import { dimensionOf, type Quantity, type StatuteRule, type Tender } from '../../../spec/index.ts';

/** A rule of the law that is in force for this tender, by `<statute>/<rule>`. */
export function ruleOfLaw({ statutes }: Tender, reference: string | undefined): StatuteRule | undefined {
  const [statute, id] = reference?.split('/') ?? [];
  return statutes?.find((one) => one.id === statute)?.rules.find((rule) => rule.id === id);
}

/** The span of time that a rule gives; undefined where it gives none. */
export function spanOf(rule: StatuteRule | undefined): Quantity | undefined {
  return Object.values(rule?.figures ?? {}).find(({ unit }) => dimensionOf(unit) === 'time');
}
