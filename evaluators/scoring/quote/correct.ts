import type { Bid, Corrections, EvaluationStep, QuoteRecord, Tender } from '../../../spec/index.ts';
import type { Exact } from '../../arithmetic/index.ts';
import { lineTotalsAmiss, misplacedPrices, sumOfLines, suspectedLines } from './lines.ts';
import { ceilingOf, faultOf, meanings, sayQuote } from './meaning.ts';
import { asWritten, meaningsOf, type Statement, shared, statementsOf } from './statements.ts';

type Step = Corrections['steps'][number];

/** A bid's quote as the rules of correction leave it, before anybody is asked. */
export interface CorrectedQuote {
  /** As the digits of the opening table say. */
  stated?: Exact;
  /** After the corrections; of a doubtful quote its likeliest meaning. Absent where no quote can be made out. */
  value?: Exact;
  corrections: QuoteRecord['corrections'];
  /** What the bidder would have to clear up: the likeliest meaning is a proposal only. */
  doubts: string[];
  /** Why what is written is no quote. */
  faults: string[];
  /** The opening table says something that a program cannot read; people may. */
  illegible: boolean;
  /** Everything that a doubtful quote can mean. */
  choices: Exact[];
  /** What people may want to look at. */
  leads: string[];
  steps: EvaluationStep[];
}

/** Applies the tender's steps in their order, each once; nothing is corrected that no step corrects. */
export function correctQuote(tender: Tender, bid: Bid): CorrectedQuote {
  const quote = tender.review!.quote;
  const { table, rest } = statementsOf(tender, bid);
  const main = table[0];
  const found: CorrectedQuote = {
    corrections: [],
    doubts: [],
    faults: [],
    illegible: false,
    choices: [],
    leads: [],
    steps: [],
  };
  const writings = [main?.digits, main?.words].filter((written) => written !== undefined);
  if (!main || writings.length === 0) found.faults.push('开标一览表未填报价');
  const faults = writings.map((written) => faultOf(written, quote));
  found.faults.push(...faults.filter((fault) => fault !== undefined));
  const digits = meanings(main?.digits, quote);
  const words = meanings(main?.words, quote);
  if (digits[0]) found.stated = digits[0];
  // One writing that says nothing does not spoil the other.
  if (main && found.faults.length > 0 && (digits.length > 0 || words.length > 0)) {
    found.leads.push(...found.faults);
    found.faults = [];
  }
  found.illegible = found.faults.length > 0 && writings.some(({ readable }) => !readable);
  if (!main || found.faults.length > 0) return found;

  const agreed = shared(digits, words);
  const conflict = digits.length > 0 && words.length > 0 && agreed.length === 0;
  let candidates = agreed.length > 0 ? agreed : digits.length > 0 ? digits : words;
  found.steps.push({ label: `${main.title}所写`, value: asWritten(main) });

  const lines = bid.quote.lines ?? [];
  const priced = quote.kind === 'amount' && lines.length > 0;
  if (lines.length > 0 && !priced) found.leads.push('本项目按费率报价，所列单价不计');
  let settled = !conflict;
  const correct = (step: Step, from: string, to: string) => {
    found.corrections.push({ step: step.id, from, to, clause: step.clause });
    found.steps.push({
      label: step.title,
      expression: `${from} → ${to}`,
      value: to,
      rule: `review/corrections/steps/${step.id}`,
      clause: step.clause,
    });
  };
  for (const step of tender.review!.corrections?.steps ?? []) {
    if (step.needs === 'unit-prices' && !priced) continue;
    switch (step.wins) {
      case 'opening-table': {
        const amiss = rest.filter((other) => disagrees(tender, other, main));
        for (const other of amiss) correct(step, `${other.title} ${asWritten(other)}`, asWritten(main));
        break;
      }
      case 'words': {
        if (!conflict) break;
        // Words without 百分之 beside digits with a sign speak of the same unit.
        const sameUnit = main.digits?.readable && main.digits.mark !== 'none' && main.words?.readable;
        candidates = sameUnit && main.words?.readable ? [main.words.value] : words;
        settled = true;
        correct(step, sayQuote(digits[0]!, quote), sayQuote(candidates[0]!, quote));
        break;
      }
      case 'opening-total': {
        for (const { from, to } of misplacedPrices(lines)) correct(step, from, to);
        if (candidates[0]) found.leads.push(...suspectedLines(lines, candidates[0]));
        break;
      }
      case 'sum-of-unit-prices': {
        found.leads.push(...lineTotalsAmiss(lines));
        const total = sumOfLines(lines, true);
        if (!candidates[0] || total.equals(candidates[0])) break;
        correct(step, sayQuote(candidates[0], quote), sayQuote(total, quote));
        candidates = [total];
        break;
      }
    }
  }
  if (!settled) found.doubts.push(`大写与小写不一致（${asWritten(main)}），招标文件未规定以何为准`);
  if (candidates.length > 1) candidates = byOtherForms(tender, candidates, rest, found);
  if (candidates.length > 1) {
    const proposal = sayQuote(candidates[0]!, quote);
    found.doubts.push(`“${asWritten(main)}”未写百分号或百分比错位，拟按 ${proposal} 理解，须经澄清`);
  }
  if (candidates[0]) found.value = candidates[0];
  found.choices = settled ? candidates : [...digits, ...words];
  found.leads.push(...suspectedShare(tender, main, candidates));
  return found;
}

/** A writing of the rest of the bid that no writing of the opening table bears out. */
function disagrees(tender: Tender, other: Statement, table: Statement): boolean {
  const quote = tender.review!.quote;
  const said = meaningsOf(tender, table);
  return [other.digits, other.words].some((written) => {
    const meant = meanings(written, quote);
    return written?.readable && (meant.length === 0 || shared(meant, said).length === 0);
  });
}

/** A sign that stands in another place of the bid settles what the bare number means; nothing is corrected by it. */
function byOtherForms(
  tender: Tender,
  candidates: Exact[],
  rest: readonly Statement[],
  found: CorrectedQuote,
): Exact[] {
  for (const other of rest)
    for (const written of [other.digits, other.words]) {
      if (!written?.readable || written.mark === 'none') continue;
      const same = shared(candidates, meanings(written, tender.review!.quote));
      if (same.length !== 1) continue;
      found.steps.push({
        label: `${other.title}写明单位`,
        expression: written.raw,
        value: sayQuote(same[0]!, tender.review!.quote),
      });
      return same;
    }
  return candidates;
}

/** A percentage below one that would be within the limit as a share: possibly misplaced, never changed. */
function suspectedShare(tender: Tender, main: Statement, candidates: readonly Exact[]): string[] {
  const quote = tender.review!.quote;
  const [value] = candidates;
  if (quote.kind !== 'rate' || candidates.length !== 1 || !value) return [];
  if (value.compare(0) <= 0 || value.compare(1) >= 0) return [];
  const ceiling = ceilingOf(tender);
  const meant = value.mul(100);
  if (ceiling.of === 'quote' && meant.compare(ceiling.limit) > 0) return [];
  return [`“${asWritten(main)}”疑似百分比错位（是否意为 ${sayQuote(meant, quote)}），未作修改`];
}
