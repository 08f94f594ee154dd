import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Accepted,
  acceptStandIn,
  checksOf,
  compatibleGroups,
  declaredBy,
  outcomesOf,
  servedBy,
} from './support.ts';

/** Of all stages the last, at which no check is still to become due. */
const stage = 'service-end';

let good: Accepted;
beforeAll(async () => {
  good = await acceptStandIn([], { stage });
}, 180_000);
afterAll(() => good?.remove());

/** Whatever a defect's probe serves is looked at; that it turns nothing else either is shown by `npm run test:long`. */
describe('each defect turns exactly its declared checks', () => {
  it.each(compatibleGroups().map((names) => [names.join(' + '), names] as const))(
    '%s',
    async (_, names) => {
      const only = servedBy(names, good.tender);
      const bad = await acceptStandIn(names, { stage, only });
      try {
        const before = outcomesOf(good.judgement);
        const turned = [...outcomesOf(bad.judgement, only)]
          .filter(([id, outcome]) => before.get(id) !== outcome)
          .map(([id]) => id);
        expect(turned.sort()).toEqual(declaredBy(names, good.tender));
        expect(turned.length).toBeGreaterThan(0);
        const satisfied = checksOf(bad.judgement).filter(
          (c) => turned.includes(c.id) && c.outcome === 'satisfied',
        );
        expect(satisfied).toEqual([]);
      } finally {
        bad.remove();
      }
    },
    180_000,
  );
});
