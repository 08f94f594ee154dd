import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listTenders, loadCatalogue, loadTender } from '../../spec/load/index.ts';
import { limitProblems, readLimitCases, testsOf } from '../spec-mutation/limits.ts';

const root = 'spec/tenders';
const catalogue = loadCatalogue();

describe.each(listTenders(root))('%s', (id) => {
  const tests = testsOf(loadTender(id, { catalogue, root }));
  const cases = readLimitCases(join(root, id));
  it('every expectation holds at its limit and fails one step beyond, as the cases say', () => {
    expect(tests.flatMap((t) => limitProblems(t.id, t.verification, cases[t.id], catalogue))).toEqual([]);
  });
  it('no case is left over', () => {
    const known = new Set(tests.map((t) => t.id));
    expect(Object.keys(cases).filter((check) => !known.has(check))).toEqual([]);
  });
});
