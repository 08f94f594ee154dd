import type {
  Awaited,
  Bid,
  DeductionRecord,
  EvaluationStep,
  Notice,
  PriceDeduction,
  PriceDeductions,
} from '../../../spec/index.ts';
import { type Exact, exact, one, printExact, sum, zero } from '../../arithmetic/index.ts';
import type { Situation } from '../stage.ts';
import { countVotes } from '../votes.ts';
import { type Claim, certified, smallMicro, smallMicroShare } from './claim.ts';
import { domesticProduct } from './domestic.ts';

/** The deductions of one bid and the price that they leave. */
export interface DeductedBid {
  records: DeductionRecord[];
  /** Exact; absent where the bid has no quote, or the deductions would leave none. */
  evaluated?: Exact;
  steps: EvaluationStep[];
  awaited: Awaited[];
  notices: Notice[];
}

function claimOf(situation: Situation, bid: Bid, item: PriceDeduction): Claim {
  switch (item.for) {
    case 'small-micro':
      return smallMicro(situation, bid, item);
    case 'prison':
      return certified(situation, bid, item, ({ prison }) => prison);
    case 'disabled-welfare':
      return certified(situation, bid, item, ({ disabledWelfare }) => disabledWelfare);
    case 'small-micro-share':
      return smallMicroShare(situation, bid, item);
    case 'domestic-product':
      return domesticProduct(situation, bid, item);
  }
}

interface Decided extends Claim {
  item: PriceDeduction;
  granted: boolean;
}

/** People decide: a finding `hit` grants, `clear` refuses; the program says where it sees otherwise. */
function decide(situation: Situation, bid: Bid, item: PriceDeduction, into: DeductedBid): Decided {
  const { tender, round, members } = situation;
  const rules = tender.review!.priceDeductions!;
  const record = round.proceedings.deductions;
  const claim = claimOf(situation, bid, item);
  const told = { stage: 'deductions' as const, item: item.id, clause: item.clause };
  const notice = (kind: Notice['kind'], text: string) =>
    into.notices.push({ ...told, kind, text, bids: [bid.id], evidence: claim.reasons });
  const findings = (record?.findings ?? []).filter(
    (one) => one.item === item.id && one.bids.includes(bid.id),
  );
  const finding = findings.at(-1);
  if (finding) {
    const votes = finding.votes ?? [];
    const carried =
      votes.length === 0 || rules.vote === 'none' || countVotes(tender, members, rules.vote, votes).carried;
    const granted = finding.result === 'hit' && carried;
    if (granted !== claim.eligible)
      notice('contradiction', `“${item.title}”扣除的认定与程序从材料所见不一致，以认定为准，请复核`);
    return { ...claim, item, granted, reasons: [finding.reasons, ...claim.reasons] };
  }
  for (const text of claim.contradictions) notice('contradiction', `${text}，未予扣除，请评委认定`);
  const rehearsal = round.head.mode === 'rehearsal';
  const looked = record?.clear?.includes(bid.id) === true;
  if (claim.unclear && claim.claimed)
    if (rehearsal) notice('provisional', `“${item.title}”：${claim.unclear}；演练中暂不扣除`);
    else into.awaited.push({ ...told, who: rules.decidedBy, what: claim.unclear, bid: bid.id });
  else if (claim.claimed && !looked)
    if (!rehearsal)
      into.awaited.push({
        ...told,
        who: rules.decidedBy,
        what: `“${item.title}”扣除尚无认定记录`,
        bid: bid.id,
      });
    else if (claim.eligible) notice('provisional', `“${item.title}”扣除由程序按材料推定，尚无认定记录`);
  return { ...claim, item, granted: claim.eligible };
}

/** Of each family only the largest stands. */
function onePerFamily(decided: readonly Decided[]): Decided[] {
  return decided.map((claim) => {
    const rival = decided.find(
      (other) =>
        other.granted &&
        other.item.family !== undefined &&
        other.item.family === claim.item.family &&
        (other.share.compare(claim.share) > 0 ||
          (other.share.equals(claim.share) && decided.indexOf(other) < decided.indexOf(claim))),
    );
    if (!claim.granted || !rival) return claim;
    return {
      ...claim,
      granted: false,
      reasons: [`与“${rival.item.title}”只享受一次，取较大者`, ...claim.reasons],
    };
  });
}

function combined({ combination }: PriceDeductions, shares: readonly Exact[]): Exact {
  switch (combination) {
    case 'sum-on-base':
      return sum(shares);
    case 'product':
      return one.sub(shares.reduce((rest, share) => rest.mul(one.sub(share)), one));
    case 'largest':
      return shares.reduce((high, share) => (share.compare(high) > 0 ? share : high), zero);
  }
}

const signs = { 'sum-on-base': ' + ', product: ' 与 ', largest: ' 与 ' } as const;
const ways = { 'sum-on-base': '均以原报价计，相加', product: '先后相乘', largest: '取最大一项' } as const;

/** The deductions of one valid bid, each with its reasons, and the price for points; the quote itself stays. */
export function deduct(situation: Situation, bid: Bid): DeductedBid {
  const rules = situation.tender.review!.priceDeductions!;
  const into: DeductedBid = { records: [], steps: [], awaited: [], notices: [] };
  const decided = onePerFamily(rules.items.map((item) => decide(situation, bid, item, into)));
  into.records = decided.map(({ item, granted, share, reasons }) => ({
    item: item.id,
    title: item.title,
    granted,
    share: printExact(granted ? share : zero),
    reasons,
    clause: item.clause,
  }));
  const quoted = situation.quotes.get(bid.id)?.quoted;
  if (quoted === undefined) return into;
  const granted = rules.effect === 'deduct' ? decided.filter((claim) => claim.granted) : [];
  const shares = granted.map(({ share }) => share);
  const total = combined(rules, shares);
  into.steps = granted.map(({ item, share, reasons }) => ({
    label: `${item.title}扣除`,
    value: `${printExact(share.mul(100))}%`,
    expression: reasons.join('；'),
    rule: `review/priceDeductions/items/${item.id}`,
    clause: item.clause,
    ...(item.statute ? { statute: item.statute } : {}),
  }));
  if (granted.length > 1)
    into.steps.push({
      label: `扣除合计（${ways[rules.combination]}）`,
      expression: shares.map((share) => `${printExact(share.mul(100))}%`).join(signs[rules.combination]),
      value: `${printExact(total.mul(100))}%`,
      rule: 'review/priceDeductions/combination',
      ...(rules.onceClause ? { clause: rules.onceClause } : {}),
    });
  if (total.compare(one) >= 0) {
    into.awaited.push({
      stage: 'deductions',
      who: rules.decidedBy,
      what: `扣除合计 ${printExact(total.mul(100))}%，不低于报价本身，招标文件有误，须处理`,
      bid: bid.id,
    });
    return into;
  }
  into.evaluated = exact(quoted).mul(one.sub(total));
  into.steps.push({
    label: '评标价（只用于价格分）',
    expression: `${quoted} × (1 − ${printExact(total)})`,
    value: printExact(into.evaluated),
    rule: 'review/priceDeductions',
  });
  return into;
}

/** Prices for points of all valid bids, exact; without price policies they are the quotes. */
export function evaluatedPrices(situation: Situation): Map<string, string> {
  const policies = situation.tender.review?.priceDeductions !== undefined;
  return new Map(
    situation.valid.flatMap((bid): [string, string][] => {
      const quoted = situation.quotes.get(bid.id)?.quoted;
      const evaluated = policies ? deduct(situation, bid).evaluated : quoted && exact(quoted);
      return evaluated ? [[bid.id, printExact(evaluated)]] : [];
    }),
  );
}
