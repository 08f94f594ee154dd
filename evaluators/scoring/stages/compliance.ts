import type { Stage } from '../stage.ts';

export const compliance: Stage = () => ({ notApplicable: true });
