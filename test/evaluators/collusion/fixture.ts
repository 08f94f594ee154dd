import { collusionLeads } from '../../../evaluators/collusion/index.ts';
import type { Bid, BidText, Lead } from '../../../spec/index.ts';
import { bidOf, tender } from '../scoring/fixture.ts';

export interface Planted {
  bids?: Bid[];
  texts?: BidText[];
  /** By bid id, in percent. */
  quotes?: Record<string, string>;
  boilerplate?: string[];
}

export const three = (): Bid[] => ['alpha', 'beta', 'gamma'].map((id) => bidOf(id));

export function leadsOf({ bids = three(), texts = [], quotes = {}, boilerplate }: Planted): Lead[] {
  return collusionLeads({
    tender,
    round: { bids, texts },
    quotes: new Map(Object.entries(quotes).map(([bid, stated]) => [bid, { unit: '%' as const, stated }])),
    ...(boilerplate ? { boilerplate } : {}),
  });
}

/** Text without meaning in which nothing repeats: no stretch of it is met again under another seed. */
export function proseOf(seed: number, length: number): string {
  let state = seed * 7919 + 1;
  let text = '';
  while (text.length < length) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    text += String.fromCharCode(0x4e00 + (((mixed ^ (mixed >>> 14)) >>> 0) % 5000));
    if (text.length % 23 === 22) text += '，';
  }
  return text;
}

export const brief = (leads: readonly Lead[]) => leads.map(({ sign, bids }) => `${sign}: ${bids.join('+')}`);
