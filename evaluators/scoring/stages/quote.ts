import type { Stage } from '../stage.ts';

export const quote: Stage = () => ({ notApplicable: true });
