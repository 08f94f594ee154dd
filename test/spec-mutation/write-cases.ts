import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { loadCatalogue, loadTender } from '../../spec/load/index.ts';
import { draftCase, type LimitCases, readLimitCases, testsOf } from './limits.ts';
import { draftStated, readStated, statedFile } from './stated.ts';
import { readTenderData } from './tender-data.ts';

// Drafts what the cases of a tender lack: cases/limits.yaml for new checks, cases/stated.yaml for new figures.
// What stands there stays as it was read; every draft is to be read against the text before it is kept.
// tsx test/spec-mutation/write-cases.ts <tender> [<folder of tenders>]

const [id, root = 'spec/tenders'] = process.argv.slice(2);
if (!id) throw new Error('name a tender');
const folder = join(root, id);
mkdirSync(join(folder, 'cases'), { recursive: true });
const inOneLine = (value: unknown) => stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim();

const known = readLimitCases(folder);
const tests = testsOf(loadTender(id, { catalogue: loadCatalogue(), root }));
const cases: LimitCases = Object.fromEntries(
  tests.map((t) => [t.id, known[t.id] ?? t.verification.expect.map(draftCase)]),
);
const limits = Object.entries(cases).map(
  ([check, list]) => `'${check}':\n${list.map((c) => `  - ${inOneLine(c)}\n`).join('')}`,
);
writeFileSync(
  join(folder, 'cases', 'limits.yaml'),
  `# At each limit and one step either side: what must hold and what must not. Read against the text when drafted.\n${limits.join('')}`,
);

const stated = draftStated(readTenderData(id, root).leaves, readStated(folder));
const rows = Object.entries(stated).map(
  ([file, members]) =>
    `${file}:\n${Object.entries(members)
      .map(([row, one]) => `  ${inOneLine(row)}: ${inOneLine(one)}\n`)
      .join('')}`,
);
writeFileSync(
  statedFile(folder),
  `# What the tender states, thing by thing, with the lines where it does, or on what we take it where no line does.\n${rows.join('')}`,
);
console.log(
  `${tests.length} checks, ${tests.filter((t) => !known[t.id]).length} drafted; ${rows.length} files stated`,
);
