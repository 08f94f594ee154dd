import type { Stage } from '../stage.ts';

export const lowPrice: Stage = () => ({ notApplicable: true });
