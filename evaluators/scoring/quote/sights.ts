import type { Bid, EvaluationStep, QuoteRecord, ReviewFact, Tender } from '../../../spec/index.ts';
import { type Exact, exact, printExact, quantityIn } from '../../arithmetic/index.ts';
import { clear, hit, notApplicable, type Question, type Sight, unknown } from '../facts/sight.ts';
import { correctQuote } from './correct.ts';
import { ceilingOf, sayQuote, tooFine } from './meaning.ts';
import { replyOf } from './reply.ts';
import { asWritten, meaningsOf, statementsOf } from './statements.ts';

const quotedOf = (record: QuoteRecord | undefined): Exact | undefined =>
  record?.quoted === undefined ? undefined : exact(record.quoted);

/** How many different quotes the opening table holds. */
function variantsIn(tender: Tender, bid: Bid): string[] {
  const seen = new Map<string, string>();
  for (const statement of statementsOf(tender, bid).table) {
    const [first] = meaningsOf(tender, statement);
    seen.set(first ? printExact(first) : asWritten(statement), asWritten(statement));
  }
  return [...seen.values()];
}

function asRequired({ situation: { tender, quotes, round }, bid }: Question): Sight {
  const { quote } = tender.review!;
  const value = quotedOf(quotes.get(bid.id));
  const variants = variantsIn(tender, bid);
  if (quote.variants && variants.length > quote.variants.value)
    return hit(`有 ${variants.length} 个报价：${variants.join('；')}`);
  if (!value) {
    const { faults, illegible } = correctQuote(tender, bid);
    return illegible || faults.length === 0 ? unknown(...faults) : hit(...faults);
  }
  const said = sayQuote(value, quote);
  const least =
    quote.moreThan && quantityIn(quote.moreThan, quote.kind === 'rate' ? '%' : quote.moreThan.unit);
  if (least && value.compare(least) <= 0) return hit(`报价 ${said}，应大于 ${printExact(least)}`);
  if (!tooFine(value, quote)) return clear(`报价 ${said}`);
  const { count, of, otherwise } = quote.decimals!;
  const text = `报价 ${said} 多于${of === 'fraction' ? '（以小数计）' : ' '}${count} 位小数`;
  switch (otherwise) {
    case 'invalid':
      return hit(text);
    case 'round':
      return clear(`${text}，四舍五入`);
    case 'clarify': {
      const refused = replyOf(round, bid.id)?.confirmed === false;
      const what = refused ? `${text}，投标人未予澄清，须认定` : `${text}，须书面澄清`;
      return { seen: 'unknown', facts: [text], pending: { what, when: refused ? 'always' : 'binding' } };
    }
  }
}

function withinCeiling({ situation: { tender, quotes }, bid }: Question): Sight {
  const { quote } = tender.review!;
  const ceiling = ceilingOf(tender);
  if (ceiling.of === 'none') return notApplicable(ceiling.why);
  if (ceiling.of === 'declared-total') {
    const { declaredTotal } = bid.quote;
    if (declaredTotal === undefined) return unknown('未申报总额，不能与最高限价核对');
    const text = `申报总额 ${declaredTotal} 元，最高限价 ${printExact(ceiling.limit)} 元`;
    return exact(declaredTotal).compare(ceiling.limit) > 0 ? hit(text) : clear(text);
  }
  const value = quotedOf(quotes.get(bid.id));
  if (!value) return unknown('报价不能确定，不能与最高限价核对');
  const text = `报价 ${sayQuote(value, quote)}，最高限价 ${sayQuote(ceiling.limit, quote)}`;
  return value.compare(ceiling.limit) > 0 ? hit(text) : clear(text);
}

/** What the program sees of an item of review that is about the quote; every other fact is not of this stage. */
export function seeQuote(question: Question): Sight {
  const { adjustable, alternatives, altered } = question.bid.quote;
  switch (question.item.fact as ReviewFact) {
    case 'not-adjustable':
      if (adjustable === undefined) return unknown('报价是否可调整未登记');
      return adjustable ? hit('报价可调整') : clear('报价固定不变');
    case 'no-alternative':
      if (alternatives === undefined) return unknown('有无可选择的报价未登记');
      return alternatives.length > 0
        ? hit(`可选择的报价：${alternatives.join('；')}`)
        : clear('没有可选择的报价');
    case 'alteration-sealed':
      if (altered === undefined) return unknown('开标一览表有无涂改未登记');
      return altered.sealed ? clear('涂改处已加盖印章') : hit('开标一览表报价有涂改，涂改处未加盖印章');
    case 'quoted-as-required':
      return asRequired(question);
    case 'within-ceiling':
      return withinCeiling(question);
    default:
      throw new Error(`no fact of the quote: ${question.item.fact}`);
  }
}

/** Lines of how the quote was held against its domain, for the record of the quote. */
export function stepsOfDomain(tender: Tender, value: Exact): EvaluationStep[] {
  const { quote } = tender.review!;
  const ceiling = ceilingOf(tender);
  return [
    {
      label: '计入评审的投标报价',
      value: sayQuote(value, quote),
      rule: 'review/quote/decimals',
      clause: quote.clause,
    },
    ...(ceiling.of === 'quote'
      ? [
          {
            label: '与最高限价比较',
            expression: `${sayQuote(value, quote)} ≤ ${sayQuote(ceiling.limit, quote)}`,
            value: value.compare(ceiling.limit) > 0 ? '超过' : '未超过',
            rule: 'review/quote/ceiling',
            ...(ceiling.clause ? { clause: ceiling.clause } : {}),
          },
        ]
      : []),
  ];
}
