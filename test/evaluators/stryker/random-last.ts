import { readFileSync } from 'node:fs';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files whose tests draw many cases come last: most mutants fall before them. */
export class RandomLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const draws = ({ moduleId }: TestSpecification) => Number(readFileSync(moduleId, 'utf8').includes('fc.'));
    return [...files].sort((a, b) => draws(a) - draws(b) || a.moduleId.localeCompare(b.moduleId));
  }
}
