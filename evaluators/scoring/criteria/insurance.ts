import {
  type Bid,
  type BidPerson,
  documentKinds,
  type Firm,
  type MatchingCriterion,
  type Quantity,
} from '../../../spec/index.ts';
import { quantityIn } from '../../arithmetic/index.ts';
import { type Fault, firmNamed, leaderOf, missingPaper, papersOf } from './paper.ts';

type Insurance = NonNullable<BidPerson['insurance']>;

/** Months as `2006-01` that end with the one before the month of `day`, the latest first. */
export function monthsBefore(day: string, count: number): string[] {
  const last = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
  return Array.from({ length: count }, (_, i) => {
    const month = last - 1 - i;
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
  });
}

/** The firms of the bid that may pay: the bidder (of a consortium its leader), any member, or both. */
export function payersOf(bid: Bid, criterion: MatchingCriterion): Firm[] {
  const { payers } = criterion.insurance;
  return bid.members.filter(
    (firm) => payers.includes('consortium-member') || (payers.includes('bidder') && firm === leaderOf(bid)),
  );
}

function insuranceReasons(
  bid: Bid,
  criterion: MatchingCriterion,
  insurance: Insurance | undefined,
  day: string,
): string[] {
  const demanded = criterion.evidence.some(({ document }) => document === 'social-insurance');
  if (!insurance || (demanded && !insurance.proof)) return [`未见${documentKinds['social-insurance']}，不计`];
  const payer = firmNamed(bid, insurance.payer);
  if (!payer || !payersOf(bid, criterion).includes(payer))
    return [`社保由${insurance.payer}缴纳，与投标人不一致，不计`];
  const { period } = criterion.insurance;
  if (period === 'any') return [];
  const asked = monthsBefore(
    day,
    quantityIn(period as Quantity, 'month')
      .ceil()
      .valueOf(),
  );
  const missing = asked.filter((month) => !insurance.months?.includes(month));
  return missing.length === 0
    ? []
    : [`${documentKinds['social-insurance']}未覆盖 ${missing.toReversed().join('、')}，不计`];
}

/** Which firm insures a person as the table asks, or why none does; `entries` are all lines of the person. */
export function insuredBy(
  bid: Bid,
  criterion: MatchingCriterion,
  entries: readonly BidPerson[],
  day: string,
): { firm?: Firm; faults: Fault[] } {
  const remedy = `补由投标人缴纳的${documentKinds['social-insurance']}`;
  const sealed = criterion.evidence.find((one) => one.document === 'social-insurance' && one.sealed);
  const subjects = entries.flatMap(({ name, identity }) => [name, identity]);
  const unsealed = sealed
    ? missingPaper(bid, papersOf(bid, criterion.id, sealed.document, subjects), sealed, day)
    : [];
  const looked = entries.map(({ insurance }) => ({
    insurance,
    reasons: insuranceReasons(bid, criterion, insurance, day),
  }));
  const good = looked.find(({ reasons }) => reasons.length === 0);
  const firm = good && firmNamed(bid, good.insurance!.payer);
  const reasons = [...(good ? [] : looked[0]!.reasons), ...unsealed.map(({ reason }) => reason)];
  return {
    ...(firm ? { firm } : {}),
    faults: reasons.length === 0 ? [] : [{ reason: reasons.join('；'), remedy }],
  };
}
