import type { Bid, Counted, Criterion, EvaluationStep, Round, Scoring, Tender } from '../../../spec/index.ts';
import type { Exact } from '../../arithmetic/index.ts';

/** What a criterion is computed from. */
export interface CriterionInput<C extends Criterion = Criterion> {
  tender: Tender;
  scoring: Scoring;
  round: Round;
  bid: Bid;
  criterion: C;
  /** Path of ids of the criterion in the tender's data. */
  rule: string;
  /** Of every bid that is still in, by id: after deductions, and before. */
  evaluated: ReadonlyMap<string, Exact>;
  quoted: ReadonlyMap<string, Exact>;
}

/**
 * What the program makes of a criterion for one bid. `computed` is absent where only members can mark it, and where
 * the round holds nothing to compute it from; a bid that shows nothing for it has 0.
 */
export interface Computation {
  computed?: Exact;
  counted: Counted[];
  hints: string[];
  steps: EvaluationStep[];
}
