import { inject } from 'vitest';
import type { Tender } from '../../../spec/index.ts';

/** Stands for `scoring/loaded-tender.ts` while mutants are tried: the tender as `load-once.ts` has loaded it, frozen so that
 * no mutant changes it for the next one. */
export const tender: Tender = JSON.parse(inject('tender'), (_key, value) => Object.freeze(value));
