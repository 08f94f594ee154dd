import fc from 'fast-check';
import { inject } from 'vitest';

// All test files of a mutant share one worker, where Stryker expects a new one for each file: what it keeps
// in the global scope of one file must not reach the next.

declare module 'vitest' {
  interface ProvidedContext {
    globalNamespace: string;
    mutantActivation: string;
  }
}

interface Kept {
  /** The mutant that is switched on. */
  activeMutant?: string;
  /** Hits of each mutant so far. */
  mutantCoverage?: { static: Record<string, number>; perTest: Record<string, unknown> };
}

const names = globalThis as unknown as Record<string, Kept | undefined>;
const kept = names[inject('globalNamespace')] ?? {};

// While the next file is read no mutant is switched on, so that none can break it before its tests begin.
if (inject('mutantActivation') !== 'static') delete kept.activeMutant;

// Hits of earlier files are not counted again.
for (const hits of [kept.mutantCoverage?.static, kept.mutantCoverage?.perTest])
  for (const key of Object.keys(hits ?? {})) delete hits?.[key];

// Ten random cases a test, and always the same: a mutant must not fall by luck.
fc.configureGlobal({ numRuns: 10, seed: 1 });
