import type { Place, Quote, Tender } from '../../../spec/index.ts';
import {
  type Exact,
  exact,
  one,
  printExact,
  printFixed,
  quantityIn,
  rounded,
} from '../../arithmetic/index.ts';
import type { Written } from './written.ts';

const hundred = exact(100);

/** The unit that quotes of this tender are computed in. */
export const unitOf = ({ kind }: Pick<Quote, 'kind'>): '%' | 'yuan' => (kind === 'rate' ? '%' : 'yuan');

/**
 * What a written number can mean as a quote of this tender, the likeliest first. A rate without its sign may be a
 * percentage or a share of one; a number with the sign of another kind of quote means none.
 */
export function meanings(written: Written | undefined, quote: Quote): Exact[] {
  if (!written?.readable) return [];
  const { value, mark } = written;
  if (quote.kind === 'amount') return mark === 'percent' ? [] : [value];
  if (mark === 'yuan') return [];
  if (mark === 'percent' || value.compare(0) <= 0) return [value];
  const asShare = value.mul(hundred);
  const shareFirst = quote.decimals?.of === 'fraction' || value.compare(one) <= 0;
  // Where the tender asks for a share of one, a number up to one is what it asks for.
  if (quote.decimals?.of === 'fraction' && value.compare(one) <= 0) return [asShare];
  return shareFirst ? [asShare, value] : [value, asShare];
}

/** What is wrong with a written number that means no quote here; undefined when it means one. */
export function faultOf(written: Written, quote: Quote): string | undefined {
  if (!written.readable) return `“${written.raw}”不能辨认：${written.why}`;
  if (meanings(written, quote).length > 0) return undefined;
  return quote.kind === 'rate' ? `“${written.raw}”为金额，应报费率` : `“${written.raw}”为百分比，应报金额`;
}

/** The smallest step between quotes that the tender allows, in the unit of quotes; undefined where it sets none. */
export function stepOfQuotes({ kind, decimals }: Quote): Exact | undefined {
  if (!decimals) return undefined;
  const step = one.div(exact(`1${'0'.repeat(decimals.count)}`));
  return kind === 'rate' && decimals.of === 'fraction' ? step.mul(hundred) : step;
}

/** Whether a value has more places than the tender allows; zeros at the end are none. */
export function tooFine(value: Exact, quote: Quote): boolean {
  const step = stepOfQuotes(quote);
  return step !== undefined && value.div(step).d !== 1n;
}

/** To the nearest step, half up: only where the tender rounds. */
export function roundedQuote(value: Exact, quote: Quote): Exact {
  const step = stepOfQuotes(quote);
  return step ? rounded(value.div(step), { decimals: 0, mode: 'half-up' }).mul(step) : value;
}

/** With the tender's decimals where they hold the value, else exact. */
export function printQuote(value: Exact, quote: Quote): string {
  const { decimals } = quote;
  if (!decimals || tooFine(value, quote)) return printExact(value);
  const ofShare = quote.kind === 'rate' && decimals.of === 'fraction';
  return printFixed(value, Math.max(0, ofShare ? decimals.count - 2 : decimals.count));
}

/** For people: `85.50%`, `1200000.00 元`. */
export function sayQuote(value: Exact, quote: Quote): string {
  return `${printQuote(value, quote)}${quote.kind === 'rate' ? '%' : ' 元'}`;
}

/** What a quote is held against: the limit in the unit of `of`, or why there is none. */
export type Ceiling =
  | { of: 'quote'; limit: Exact; clause?: Place }
  | { of: 'declared-total'; limit: Exact; clause?: Place }
  | { of: 'none'; why: string; clause?: Place };

export function ceilingOf({ review, ceiling, budget }: Tender): Ceiling {
  const quote = review!.quote;
  const clause = quote.ceiling?.clause ? { clause: quote.ceiling.clause } : {};
  const amount = exact(ceiling ?? budget);
  switch (quote.ceiling?.of) {
    case 'rate':
      return quote.ceiling.atMost
        ? { of: 'quote', limit: quantityIn(quote.ceiling.atMost, '%'), ...clause }
        : { of: 'none', why: '招标文件未给出费率上限', ...clause };
    case 'declared-total':
      return { of: 'declared-total', limit: amount, ...clause };
    case 'uncheckable':
      return { of: 'none', why: '按所选读法，最高限价与费率无从核对', ...clause };
    default:
      return quote.kind === 'amount'
        ? { of: 'quote', limit: amount, ...clause }
        : { of: 'none', why: '报价为费率，最高限价为金额，无从核对', ...clause };
  }
}
