import type { Asset } from '../../../spec/index.ts';

export interface Stratum {
  purpose: Asset['purpose'];
  size: number;
  drawn: Asset[];
}

/** Draws from each purpose its share, at least `minimum`, at most all. The same random numbers draw the same machines. */
export function drawSample(
  assets: readonly Asset[],
  share: number,
  minimum: number,
  random: () => number,
): Stratum[] {
  const purposes = [...new Set(assets.map(({ purpose }) => purpose))].sort();
  return purposes.map((purpose) => {
    // By serial, so that the order of the rows does not choose.
    const pool = assets
      .filter((asset) => asset.purpose === purpose)
      .sort((a, b) => (a.serial < b.serial ? -1 : a.serial > b.serial ? 1 : 0));
    const wanted = Math.min(pool.length, Math.max(minimum, Math.ceil(pool.length * share)));
    for (let at = 0; at < wanted; at++) {
      const other = at + Math.floor(random() * (pool.length - at));
      [pool[at], pool[other]] = [pool[other] as Asset, pool[at] as Asset];
    }
    return { purpose, size: pool.length, drawn: pool.slice(0, wanted) };
  });
}
