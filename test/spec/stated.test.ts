import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listTenders } from '../../spec/load/index.ts';
import { officialTextOf } from '../spec-mutation/source.ts';
import { differencesFromStated, figuresIn, numbersOf, readStated } from '../spec-mutation/stated.ts';
import { readTenderData } from '../spec-mutation/tender-data.ts';

const root = 'spec/tenders';

describe.each(listTenders(root))('what %s states', (id) => {
  const data = readTenderData(id, root);
  const stated = readStated(join(root, id));
  const rows = Object.entries(stated).flatMap(([file, members]) =>
    Object.entries(members).map(([row, one]) => ({ where: `${file} ${row}`, one })),
  );

  it.each([...data.slots.keys()])('%s says it, no more and no less', (file) => {
    const leaves = data.leaves.filter((leaf) => leaf.file === file);
    expect(differencesFromStated(leaves, stated[file])).toEqual([]);
  });

  it('no file is stated that is not there', () => {
    expect(Object.keys(stated).filter((file) => !data.slots.has(file))).toEqual([]);
  });

  it('has lines of the text or a basis for everything', () => {
    expect(rows.length).toBeGreaterThan(0);
    const last = data.files.source!.value.lines;
    for (const { where, one } of rows) {
      expect(one.lines ?? one.basis, where).toBeDefined();
      for (const line of one.lines ?? []) expect(line, where).toBeLessThanOrEqual(last);
    }
  });

  const official = officialTextOf(id);
  it.skipIf(!official)('every figure stands in its lines, or the row says on what it rests', () => {
    const lines = readFileSync(official!, 'utf8').split(/\r?\n/);
    let found = 0;
    for (const { where, one } of rows) {
      const figures = figuresIn((one.lines ?? []).map((line) => lines[line - 1]).join('\n'));
      for (const [member, figure] of numbersOf(one)) {
        if (figures.has(figure)) found += 1;
        else expect(one.basis, `${where} ${member}: ${figure}`).toBeDefined();
      }
    }
    expect(found).toBeGreaterThan(0);
  });
});

describe('figures of a passage', () => {
  it.each([
    ['不低于 1,000 个、３０%', [1000, 30]],
    ['五个工作日', [5]],
    ['三十二核、十六条', [32, 16]],
    ['双机', [2]],
    ['99.99%', [99.99]],
    ['若干', []],
  ])('%s', (passage, figures) => {
    expect([...figuresIn(passage)]).toEqual(figures);
  });
});
