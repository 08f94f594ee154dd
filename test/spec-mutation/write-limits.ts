import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { loadCatalogue, loadTender } from '../../spec/load/index.ts';
import { draftCase, type LimitCases, readLimitCases, testsOf } from './limits.ts';

// Drafts cases/limits.yaml of a tender for the checks that have none yet; what stands there stays as it was read.
// tsx test/spec-mutation/write-limits.ts <tender> [<folder of tenders>]

const [id, root = 'spec/tenders'] = process.argv.slice(2);
if (!id) throw new Error('name a tender');
const folder = join(root, id);
const known = readLimitCases(folder);
const tests = testsOf(loadTender(id, { catalogue: loadCatalogue(), root }));
const cases: LimitCases = Object.fromEntries(
  tests.map((t) => [t.id, known[t.id] ?? t.verification.expect.map(draftCase)]),
);
mkdirSync(join(folder, 'cases'), { recursive: true });
const head =
  '# At each limit and one step either side: what must hold and what must not. Read against the text when drafted.\n';
const body = Object.entries(cases)
  .map(
    ([check, list]) =>
      `'${check}':\n${list.map((c) => `  - ${stringify(c, { collectionStyle: 'flow', lineWidth: 0 }).trim()}\n`).join('')}`,
  )
  .join('');
writeFileSync(join(folder, 'cases', 'limits.yaml'), head + body);
console.log(`${tests.length} checks, ${tests.filter((t) => !known[t.id]).length} drafted`);
