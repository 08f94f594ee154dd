import type { Stage } from '../stage.ts';

export const committee: Stage = () => ({ notApplicable: true });
