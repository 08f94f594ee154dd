import { defineConfig } from 'vitest/config';

// One project that shares nothing between files runs in `npm test`; the real products have a runner of their own.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
          exclude: ['test/real/**', 'test/long/**', 'node_modules/**'],
          isolate: false,
          pool: 'threads',
          // Most of the time goes into waiting for servers, not into the processor.
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'real',
          include: ['test/real/**/*.test.ts'],
          isolate: false,
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
