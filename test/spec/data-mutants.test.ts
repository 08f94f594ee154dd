import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listTenders, loadCatalogue } from '../../spec/load/index.ts';
import { escaped, mutantsOfData, describe as say, watcherOf } from '../spec-mutation/data-run.ts';
import { kinds } from '../spec-mutation/kinds.ts';
import { readLimitCases } from '../spec-mutation/limits.ts';
import { readStated } from '../spec-mutation/stated.ts';
import { readTenderData } from '../spec-mutation/tender-data.ts';

// A sample of what `npm run test:mutation` does to the whole of a tender's data.

const root = 'spec/tenders';
const id = listTenders(root)[0]!;
const catalogue = loadCatalogue();
const data = readTenderData(id, root);
const mutants = mutantsOfData(data);
const stated = readStated(join(root, id));
const limits = readLimitCases(join(root, id));
const perKind = 2;

/** The same members every time: a small linear congruence, seeded by the kind. */
function sampleOf<T>(all: readonly T[], seed: string): T[] {
  let state = [...seed].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 2 ** 31, 7);
  return Array.from({ length: Math.min(perKind, all.length) }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return all[state % all.length]!;
  });
}

describe('a slip in the data of a tender', () => {
  const watch = watcherOf(data, { catalogue, stated, limits });
  it.each(kinds)('of the kind $id is noticed', (kind) => {
    const own = mutants.filter((one) => one.kind === kind);
    expect(own.length).toBeGreaterThan(0);
    expect(sampleOf(own, kind.id).map(watch).filter(escaped).map(say)).toEqual([]);
  });

  it('escapes where nobody holds it', () => {
    const price = mutants.find(({ kind }) => kind.id === 'price')!;
    const { file, row, member } = price.leaf;
    const rows = { ...stated[file], [row]: { ...stated[file]![row], [member]: price.slip.value as string } };
    // A table with the same slip: nothing else sees a price.
    const caught = watcherOf(data, { catalogue, limits, stated: { ...stated, [file]: rows } })(price);
    expect([caught.by, escaped(caught)]).toEqual([[], true]);
  });
});
