import type {
  Awaited,
  Bid,
  CommitteeMember,
  DeductionRecord,
  EvaluationStage,
  EvaluationStep,
  Invalidity,
  ItemResult,
  Notice,
  Place,
  QuoteRecord,
  Review,
  Round,
  Tender,
} from '../../spec/index.ts';

/** What a stage finds when the evaluation comes to it. Nothing of it is changed in place. */
export interface Situation {
  readonly tender: Tender;
  readonly round: Round;
  /** Bids that are still in, in the order of the round. */
  readonly valid: readonly Bid[];
  /** Members whose opinions count; empty before the committee is formed. */
  readonly members: readonly CommitteeMember[];
  /** By bid id, from the stage of corrections on. */
  readonly quotes: ReadonlyMap<string, QuoteRecord>;
}

/** Why the whole evaluation ends here. */
export interface End {
  kind: 'cancelled' | 'stopped';
  item: string;
  title: string;
  reasons: string[];
  clause?: Place;
  statute?: string[];
}

/** What a stage leaves. A stage with something awaited does not let the evaluation pass. */
export interface StageOutcome {
  /** The tender knows no such stage. */
  notApplicable?: boolean;
  results?: ItemResult[];
  steps?: EvaluationStep[];
  invalid?: Invalidity[];
  withdrawn?: string[];
  awaited?: Awaited[];
  notices?: Notice[];
  members?: CommitteeMember[];
  quotes?: ReadonlyMap<string, QuoteRecord>;
  deductions?: ReadonlyMap<string, DeductionRecord[]>;
  end?: End;
}

export type Stage = (situation: Situation) => StageOutcome;

type Minimum = Review['minimums'][number];

/** The end that fewer bidders than a minimum bring; none in a bidder's own rehearsal, where nobody else is known. */
export function belowMinimum(
  { tender, round }: Situation,
  at: Minimum['at'],
  count: number,
  stage: EvaluationStage,
): End | undefined {
  if (round.head.alone) return undefined;
  const minimum = tender.review?.minimums.find((one) => one.at === at);
  if (!minimum || count >= minimum.count.value) return undefined;
  const item = tender.review?.cancellation.items.find(({ fact }) => fact === 'fewer-than-minimum');
  return {
    kind: minimum.effect === 'suspend' ? 'stopped' : 'cancelled',
    item: item?.id ?? minimum.id,
    title: item?.title ?? '投标人不足法定家数',
    reasons: [`${stageWords[stage] ?? '此时'}有 ${count} 家，少于 ${minimum.count.value} 家`],
    ...(minimum.clause ? { clause: minimum.clause } : {}),
    ...(minimum.statute ? { statute: [minimum.statute] } : {}),
  };
}

const stageWords: Partial<Record<EvaluationStage, string>> = {
  opening: '投标截止时的投标人',
  qualification: '资格审查合格的投标人',
  compliance: '符合性审查后有效的投标人',
  collusion: '串通投标审查后有效的投标人',
  corrections: '报价修正后有效的投标人',
  quote: '报价有效性审查后有效的投标人',
  'same-brand': '相同品牌合并计算后的投标人',
  'low-price': '异常低价审查后有效的投标人',
};
