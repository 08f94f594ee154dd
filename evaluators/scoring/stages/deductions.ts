import type { Stage } from '../stage.ts';

export const deductions: Stage = () => ({ notApplicable: true });
