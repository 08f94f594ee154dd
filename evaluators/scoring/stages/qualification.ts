import type { Stage } from '../stage.ts';

export const qualification: Stage = () => ({ notApplicable: true });
