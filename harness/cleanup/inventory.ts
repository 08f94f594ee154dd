import type { Redactor } from '../../evidence/index.ts';
import { type Component, type HoldingsOfKind, type Inventory, isTargetFault } from '../../spec/index.ts';
import type { LoadedTarget } from '../target.ts';
import { bears, holdingKinds, type Listing, removalOrder } from './kinds.ts';
import { openPlatform } from './platform.ts';

const limitMs = 60_000;

/**
 * Counts what the test tenants hold, kind by kind, with ids and with what carries a marker of this run.
 * What could not be listed is named; a component that cannot be reached has a fault instead of counts.
 */
export async function takeInventory(options: {
  components: readonly Component[];
  loaded: LoadedTarget;
  redactor: Redactor;
  signal: AbortSignal;
  markers: readonly string[];
}): Promise<Inventory[]> {
  const { components, loaded, redactor, markers } = options;
  const all = await Promise.all(
    components.map(async (component): Promise<Inventory[]> => {
      const clock = AbortSignal.timeout(limitMs);
      const signal = AbortSignal.any([options.signal, clock]);
      const platform = openPlatform(component, loaded, redactor, signal);
      if (!platform) return [];
      const base = { component: component.id, at: new Date().toISOString() };
      try {
        const listing = await platform.list();
        const unlisted = [...listing.unlisted.keys()].map((kind) => holdingKinds[kind].label);
        return [{ ...base, kinds: redactor.data(countsOf(component, listing, markers)), unlisted }];
      } catch (error) {
        if (options.signal.aborted) throw error;
        if (!isTargetFault(error) && !clock.aborted) throw error;
        const fault = isTargetFault(error) ? redactor.text(error.message) : '盘点超过时限';
        return [{ ...base, kinds: [], unlisted: [], fault }];
      } finally {
        await platform.close();
      }
    }),
  );
  return all.flat();
}

function countsOf(component: Component, listing: Listing, markers: readonly string[]): HoldingsOfKind[] {
  return removalOrder
    .filter((kind) => holdingKinds[kind].role === component.role && kind !== 'router-interface')
    .filter((kind) => !listing.unlisted.has(kind))
    .map((kind) => {
      const held = listing.holdings.filter((holding) => holding.kind === kind);
      const ours = held.filter(({ texts }) =>
        texts.some((text) => markers.some((marker) => bears(text, marker))),
      );
      return {
        kind: holdingKinds[kind].label,
        count: held.length,
        ids: held.map(({ id }) => id).sort(),
        ours: ours.map(({ id }) => id).sort(),
      };
    });
}
