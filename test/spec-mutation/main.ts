import { join } from 'node:path';
import { listTenders, loadCatalogue, loadTender } from '../../spec/load/index.ts';
import { limitProblems, readLimitCases, testsOf } from './limits.ts';
import { mutantsOf } from './mutants.ts';

// The spec mutation run: changes each expectation of a tender in every way of mutants.ts; some case must fail each time.
// npm run test:mutation [-- <tender> [<folder of tenders>]]

const [id = listTenders()[0]!, root = 'spec/tenders'] = process.argv.slice(2);
const catalogue = loadCatalogue();
const tender = loadTender(id, { catalogue, root });
const cases = readLimitCases(join(root, id));
const count = { mutants: 0, killed: 0, equivalent: 0 };
const survivors: string[] = [];
for (const { id: check, verification } of testsOf(tender)) {
  const before = limitProblems(check, verification, cases[check], catalogue);
  if (before.length > 0)
    throw new Error(`the cases do not fit before anything is changed: ${before.join('; ')}`);
  verification.expect.forEach((expectation, index) => {
    for (const mutant of mutantsOf(expectation)) {
      count.mutants += 1;
      const expect = verification.expect.map((e, i) => (i === index ? mutant.expectation : e));
      const killed = limitProblems(check, { ...verification, expect }, cases[check], catalogue).length > 0;
      if (killed) count.killed += 1;
      else if (mutant.equivalent) count.equivalent += 1;
      else survivors.push(`${check}[${index}] ${expectation.measurand}: ${mutant.what}`);
    }
  });
}
for (const survivor of survivors) console.log(`survived  ${survivor}`);
console.log(
  `${count.mutants} mutants, ${count.killed} killed, ${count.equivalent} equivalent, ${survivors.length} survived`,
);
process.exitCode = survivors.length > 0 ? 1 : 0;
