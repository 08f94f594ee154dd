import type { Catalogue, Tender } from '../../spec/index.ts';
import { limitProblems, readLimitCases, testsOf } from './limits.ts';
import { mutantsOf } from './mutants.ts';

interface ExpectationRun {
  mutants: number;
  killed: number;
  equivalent: number;
  survivors: string[];
}

/** Changes each expectation of a tender in every way of mutants.ts; some case of cases/limits.yaml must fail each time. */
export function runExpectations(tender: Tender, folder: string, catalogue: Catalogue): ExpectationRun {
  const cases = readLimitCases(folder);
  const run: ExpectationRun = { mutants: 0, killed: 0, equivalent: 0, survivors: [] };
  for (const { id: check, verification } of testsOf(tender)) {
    const before = limitProblems(check, verification, cases[check], catalogue);
    if (before.length > 0)
      throw new Error(`the cases do not fit before anything is changed: ${before.join('; ')}`);
    verification.expect.forEach((expectation, index) => {
      for (const mutant of mutantsOf(expectation)) {
        run.mutants += 1;
        const expect = verification.expect.map((e, i) => (i === index ? mutant.expectation : e));
        const killed = limitProblems(check, { ...verification, expect }, cases[check], catalogue).length > 0;
        if (killed) run.killed += 1;
        else if (mutant.equivalent) run.equivalent += 1;
        else run.survivors.push(`${check}[${index}] ${expectation.measurand}: ${mutant.what}`);
      }
    });
  }
  return run;
}
