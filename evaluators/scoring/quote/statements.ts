import type { Bid, Tender } from '../../../spec/index.ts';
import type { Exact } from '../../arithmetic/index.ts';
import { meanings } from './meaning.ts';
import { readDigits, readWords, type Written } from './written.ts';

/** One place of the bid where a quote stands. */
export interface Statement {
  form: string;
  title: string;
  digits?: Written;
  words?: Written;
}

/** The form that is read out at the opening; where the data names none, the only form that carries a quote. */
function openingTable({ forms }: Tender): string | undefined {
  const carriers = (forms?.forms ?? []).filter(({ carriesQuote }) => carriesQuote);
  const named = carriers.find((form) => form.openingTable);
  return named?.id ?? (carriers.length === 1 ? carriers[0]!.id : undefined);
}

/** Every written quote of a bid: those of the opening table, and those of the rest. */
export function statementsOf(tender: Tender, bid: Bid): { table: Statement[]; rest: Statement[] } {
  const statements = bid.quote.stated.map(
    ({ form, digits, words }): Statement => ({
      form,
      title: tender.forms?.forms.find(({ id }) => id === form)?.title ?? form,
      ...(digits === undefined ? {} : { digits: readDigits(digits) }),
      ...(words === undefined ? {} : { words: readWords(words) }),
    }),
  );
  const table = openingTable(tender) ?? statements[0]!.form;
  return {
    table: statements.filter(({ form }) => form === table),
    rest: statements.filter(({ form }) => form !== table),
  };
}

/** As it was written, for people. */
export const asWritten = ({ digits, words }: Statement): string =>
  [digits?.raw, words?.raw].filter((raw) => raw !== undefined).join(' / ');

/** Values that both lists hold, in the order of the first. */
export const shared = (a: readonly Exact[], b: readonly Exact[]): Exact[] =>
  a.filter((one) => b.some((other) => one.equals(other)));

/** All that the writings of a statement can mean. */
export function meaningsOf(tender: Tender, { digits, words }: Statement): Exact[] {
  const quote = tender.review!.quote;
  return [...meanings(digits, quote), ...meanings(words, quote)];
}
