import type { Draft } from './draft.ts';
import { camelCase, requireName, toBeWritten } from './name.ts';

/** A scoring formula: a pure function over decimal strings, and its test at the limit and one step either side. */
export function draftFormula(_root: string, id: string): Draft[] {
  requireName(id, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'lowest-price-ratio');
  const name = camelCase(id);
  return [
    { verb: '新建', path: `evaluators/scoring/formulas/${id}.ts`, text: formulaText(id, name) },
    { verb: '新建', path: `test/evaluators/scoring/formulas/${id}.test.ts`, text: testText(id, name) },
  ];
}

const formulaText = (id: string, name: string) => `import type { Step } from '../../../spec/index.ts';

/** ${toBeWritten} Takes and returns decimal strings; rounds once, where the clause says so. */
export function ${name}(inputs: Readonly<Record<string, string>>): { points: string; steps: Step[] } {
  throw new Error(\`${id} is not written yet: \${Object.keys(inputs).join()}\`);
}
`;

const testText = (id: string, name: string) => `import { describe, expect, it } from 'vitest';
import { ${name} } from '../../../../evaluators/scoring/formulas/${id}.ts';

describe('${id}', () => {
  it.each(['one step below the limit', 'at the limit', 'one step above the limit'])('%s', (place) => {
    expect.fail(\`give ${name} (\${typeof ${name}}) a worked example \${place}\`);
  });
});
`;
