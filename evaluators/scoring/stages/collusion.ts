import type { Stage } from '../stage.ts';

export const collusion: Stage = () => ({ notApplicable: true });
