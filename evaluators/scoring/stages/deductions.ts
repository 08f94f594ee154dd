import type { QuoteRecord } from '../../../spec/index.ts';
import { printExact } from '../../arithmetic/index.ts';
import { deduct } from '../policy/evaluated.ts';
import type { Stage } from '../stage.ts';

/** Price policies: what is taken off each quote for points alone, with the reasons of what is not. */
export const deductions: Stage = (situation) => {
  const { tender, quotes, valid } = situation;
  const plain = (record: QuoteRecord): QuoteRecord =>
    record.quoted === undefined ? record : { ...record, evaluated: record.quoted };
  if (!tender.review?.priceDeductions)
    return {
      notApplicable: true,
      quotes: new Map([...quotes].map(([bid, record]) => [bid, plain(record)])),
    };
  const outcomes = valid.map((bid) => ({ bid: bid.id, ...deduct(situation, bid) }));
  return {
    deductions: new Map(outcomes.map(({ bid, records }) => [bid, records])),
    quotes: new Map([
      ...quotes,
      ...outcomes.flatMap(({ bid, evaluated, steps }): [string, QuoteRecord][] => {
        const record = quotes.get(bid);
        if (!record) return [];
        return [
          [
            bid,
            {
              ...record,
              ...(evaluated ? { evaluated: printExact(evaluated) } : {}),
              steps: [...record.steps, ...steps],
            },
          ],
        ];
      }),
    ]),
    awaited: outcomes.flatMap(({ awaited }) => awaited),
    notices: outcomes.flatMap(({ notices }) => notices),
  };
};
