import { defineConfig } from 'vitest/config';

// What holds the evaluators, and nothing else: every mutant runs the tests that reach it.
export default defineConfig({
  test: {
    include: ['test/evaluators/**/*.test.ts'],
    exclude: ['test/evaluators/lint/**', 'node_modules/**'],
    pool: 'threads',
    testTimeout: 120_000,
  },
});
