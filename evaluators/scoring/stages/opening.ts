import type { Stage } from '../stage.ts';

export const opening: Stage = () => ({ notApplicable: true });
