import type {
  Awaited,
  Bid,
  Corrections,
  Invalidity,
  Notice,
  Place,
  QuoteRecord,
} from '../../../spec/index.ts';
import { type Exact, printExact } from '../../arithmetic/index.ts';
import { type CorrectedQuote, correctQuote } from '../quote/correct.ts';
import { sayQuote, unitOf } from '../quote/meaning.ts';
import { confirmedValue, foundAsRequired, replyOf } from '../quote/reply.ts';
import { belowMinimum, type End, type Situation, type Stage, type StageOutcome } from '../stage.ts';

interface Outcome {
  record: QuoteRecord;
  awaited: Awaited[];
  notices: Notice[];
  invalid?: Invalidity;
  end?: End;
}

/** Quotes that disagree within a bid: corrected by the tender's steps, put to the bidder, confirmed or refused. */
export const corrections: Stage = (situation) => {
  const { tender, valid } = situation;
  if (!tender.review) return { notApplicable: true };
  const outcomes = valid.map((bid) => ({ bid: bid.id, ...settleQuote(situation, bid) }));
  const invalid = outcomes.flatMap((outcome) => outcome.invalid ?? []);
  const end =
    outcomes.find((outcome) => outcome.end)?.end ??
    (invalid.length > 0
      ? belowMinimum(situation, 'compliance', valid.length - invalid.length, 'corrections')
      : undefined);
  const answer: StageOutcome = {
    quotes: new Map(outcomes.map(({ bid, record }) => [bid, record])),
    invalid,
    awaited: outcomes.flatMap(({ awaited }) => awaited),
    notices: outcomes.flatMap(({ notices }) => notices),
    ...(end ? { end } : {}),
  };
  return answer;
};

function settleQuote({ tender, round }: Situation, bid: Bid): Outcome {
  const quote = tender.review!.quote;
  const rules = tender.review!.corrections;
  const found = correctQuote(tender, bid);
  const rehearsal = round.head.mode === 'rehearsal';
  const outcome: Outcome = { record: recordOf(found, unitOf(quote)), awaited: [], notices: [] };
  const notice = (kind: Notice['kind'], text: string, clause: Place, evidence: string[] = []) =>
    outcome.notices.push({ stage: 'corrections', kind, text, bids: [bid.id], evidence, clause });
  const awaiting = (who: Awaited['who'], what: string, clause: Place) =>
    outcome.awaited.push({ stage: 'corrections', who, what, bid: bid.id, clause });
  const settle = (value: Exact | undefined, confirmed?: boolean) => {
    outcome.record = {
      ...outcome.record,
      ...(value === undefined ? {} : { quoted: printExact(value) }),
      ...(confirmed === undefined ? {} : { confirmed }),
    };
  };
  for (const lead of found.leads) notice('lead', lead, quote.clause);

  const reply = replyOf(round, bid.id);
  const finding = foundAsRequired(tender, round, bid.id);
  const corrected = found.corrections.length > 0 && rules !== undefined;
  if (corrected && rules.effect === 'invalid') {
    outcome.invalid = invalidity(bid.id, found, rules);
    return outcome;
  }
  if (corrected && rules.effect === 'lead') {
    notice('lead', '报价前后不一致，未作修正，请评委核实', quote.clause, saidCorrections(found));
    settle(found.stated ?? found.value);
    return outcome;
  }
  const clause = corrected ? rules.confirmation.clause : quote.clause;
  if (reply?.confirmed) {
    const value = confirmedValue(found, reply, quote);
    if (value) {
      settle(value, true);
      outcome.record.steps.push({
        label: '经投标人确认的报价',
        value: sayQuote(value, quote),
        rule: 'review/corrections/confirmation',
        clause,
      });
      return outcome;
    }
    const computed = found.value ? sayQuote(found.value, quote) : '不能辨认的报价';
    const text = `投标人确认的 ${reply.quote ?? '（未写数额）'} 与按规则得出的 ${computed} 不一致`;
    if (rehearsal && found.value) notice('contradiction', text, clause);
    else awaiting('committee', `${text}，须核实`, clause);
    if (rehearsal) settle(found.value);
    return outcome;
  }
  if (reply && corrected) return refuse(outcome, bid.id, found, rules);
  // What cannot be made out, or is no quote, is for those who decide under the review of the quote.
  if (found.value === undefined) {
    if (finding === undefined && found.illegible)
      awaiting(
        'committee',
        `开标一览表的报价须由评标委员会要求澄清或认定：${found.faults.join('；')}`,
        clause,
      );
    return outcome;
  }
  if (corrected) {
    const text = `报价经修正为 ${sayQuote(found.value, quote)}，须经投标人确认`;
    if (rehearsal)
      notice('provisional', `${text}；演练中暂按修正后的报价继续`, clause, saidCorrections(found));
    else awaiting('bidder', `${text}：${saidCorrections(found).join('；')}`, clause);
    if (rehearsal) settle(found.value);
    return outcome;
  }
  if (found.doubts.length > 0 && finding !== 'clear') {
    const text = found.doubts.join('；');
    if (rehearsal && !reply) {
      notice('provisional', `${text}；演练中暂按所拟理解继续`, clause);
      settle(found.value);
    } else awaiting('committee', reply ? `${text}；投标人未予确认` : text, clause);
    return outcome;
  }
  settle(found.value);
  return outcome;
}

function recordOf({ stated, corrections: made, steps }: CorrectedQuote, unit: '%' | 'yuan'): QuoteRecord {
  return {
    unit,
    ...(stated === undefined ? {} : { stated: printExact(stated) }),
    corrections: made,
    steps: [...steps],
  };
}

const saidCorrections = ({ corrections: made }: CorrectedQuote) =>
  made.map(({ from, to }) => `${from} 修正为 ${to}`);

function invalidity(bid: string, found: CorrectedQuote, rules: Corrections, refused = false): Invalidity {
  return {
    bid,
    stage: 'corrections',
    item: refused ? 'confirmation' : found.corrections[0]!.step,
    title: refused ? '投标人不确认修正后的报价' : '报价前后不一致',
    reasons: saidCorrections(found),
    rule: refused
      ? 'review/corrections/confirmation'
      : `review/corrections/steps/${found.corrections[0]!.step}`,
    clause: refused ? rules.confirmation.clause : found.corrections[0]!.clause,
  };
}

/** What a refusal does is the tender's to say. */
function refuse(outcome: Outcome, bid: string, found: CorrectedQuote, rules: Corrections): Outcome {
  const refused = invalidity(bid, found, rules, true);
  outcome.record = { ...outcome.record, confirmed: false };
  const { title, reasons, item } = refused;
  const { clause } = rules.confirmation;
  switch (rules.confirmation.refused) {
    case 'invalid':
      return { ...outcome, invalid: refused };
    case 'cancel':
      return { ...outcome, end: { kind: 'cancelled', item, title, reasons, clause } };
    case 'suspend':
      return { ...outcome, end: { kind: 'stopped', item, title, reasons, clause } };
    default:
      outcome.notices.push({
        stage: 'corrections',
        kind: 'lead',
        text: title,
        bids: [bid],
        evidence: reasons,
        clause,
      });
      if (found.value) outcome.record = { ...outcome.record, quoted: printExact(found.value) };
      return outcome;
  }
}
