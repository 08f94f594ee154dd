import type { TestProject } from 'vitest/node';
import { tender } from '../scoring/loaded-tender.ts';

declare module 'vitest' {
  interface ProvidedContext {
    tender: string;
  }
}

/** Loads the tender for all mutants of a runner. */
export function setup({ provide }: TestProject): void {
  provide('tender', JSON.stringify(tender));
}
