import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { endThread, oneWorker } from './test/evaluators/stryker/one-worker.ts';
import { RandomLast } from './test/evaluators/stryker/random-last.ts';

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// What holds the evaluators that compute, and nothing else: every mutant runs the tests that reach it. All files of
// a run share one worker and a tender that was loaded once, since a mutant would else spend its time on loading.
export default defineConfig({
  resolve: {
    alias: [
      {
        find: /^\.\/loaded-tender\.ts$/,
        replacement: fromHere('test/evaluators/stryker/provided-tender.ts'),
      },
    ],
  },
  plugins: [
    {
      name: 'few-random-cases',
      transform: (code, id) =>
        id.endsWith('.test.ts') ? code.replace(/numRuns: \d+/g, 'numRuns: 10') : undefined,
    },
    {
      // Since vitest 4.1 a hook of a file gets its suite as the second argument. Stryker 9.5 takes the first, so that
      // its hook throws unseen, and coverage and the count of hits are lost.
      name: 'hooks-of-stryker',
      transform: (code, id) =>
        id.includes('/stryker-setup-')
          ? code.replaceAll(
              'afterAll(({ meta }) => {',
              'afterAll(function () { const { meta } = arguments[1];',
            )
          : undefined,
    },
    {
      name: 'one-worker',
      // Stryker asks for threads, whatever stands below.
      configureVitest: ({ vitest, project }) => {
        vitest.onClose(endThread);
        Object.assign(project.config, { pool: oneWorker.name, poolRunner: oneWorker });
      },
    },
  ],
  test: {
    include: [
      'test/evaluators/arithmetic/**/*.test.ts',
      'test/evaluators/matching/**/*.test.ts',
      'test/evaluators/scoring/**/*.test.ts',
    ],
    sequence: { sequencer: RandomLast },
    globalSetup: ['test/evaluators/stryker/load-once.ts'],
    setupFiles: ['test/evaluators/stryker/between-files.ts'],
    isolate: false,
    testTimeout: 120_000,
  },
});
