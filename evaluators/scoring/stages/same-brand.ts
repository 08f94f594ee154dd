import type { Stage } from '../stage.ts';

export const sameBrand: Stage = () => ({ notApplicable: true });
