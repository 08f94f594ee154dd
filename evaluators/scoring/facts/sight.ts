import type { Awaited, Bid, ReviewItem, ReviewRecord, ReviewSection } from '../../../spec/index.ts';
import type { Look } from '../settle.ts';
import type { Situation } from '../stage.ts';

/** One item of review, held against one bid. */
export interface Question {
  readonly situation: Situation;
  readonly section: ReviewSection;
  readonly item: ReviewItem;
  readonly record: ReviewRecord | undefined;
  readonly bid: Bid;
}

/** What people must still say of what was seen. `binding`: only outside a rehearsal, which is told instead. */
export interface Pending {
  what: string;
  when: 'always' | 'binding';
  who?: Awaited['who'];
}

/** What the program sees of a question. */
export interface Sight extends Pick<Look, 'seen' | 'facts' | 'effect'> {
  pending?: Pending;
}

export type FactSight = (question: Question) => Sight;

export const clear = (...facts: string[]): Sight => ({ seen: 'clear', facts });
export const hit = (...facts: string[]): Sight => ({ seen: 'hit', facts });
export const unknown = (...facts: string[]): Sight => ({ seen: 'unknown', facts });
export const notApplicable = (...facts: string[]): Sight => ({ seen: 'not-applicable', facts });

/** Several things that must all be in order: one miss is a miss, one thing unseen leaves the rest open. */
export function together(sights: readonly Sight[]): Sight {
  const told = sights.filter(({ seen }) => seen !== 'not-applicable');
  if (sights.length > 0 && told.length === 0)
    return notApplicable(...new Set(sights.flatMap(({ facts }) => facts)));
  const seen = (['hit', 'unknown', 'clear'] as const).find((one) => told.some((sight) => sight.seen === one));
  const saying = seen === undefined ? told : told.filter((sight) => sight.seen === seen);
  const pending = told.find((sight) => sight.pending)?.pending;
  const effects = saying.map(({ effect }) => effect);
  const effect = effects.every((one) => one !== undefined) ? effects[0] : undefined;
  return {
    ...(seen ? { seen } : {}),
    facts: [...new Set(saying.flatMap(({ facts }) => facts))],
    ...(effect ? { effect } : {}),
    ...(pending && seen !== 'hit' ? { pending } : {}),
  };
}
