import type { Stage } from '../stage.ts';

export const corrections: Stage = () => ({ notApplicable: true });
