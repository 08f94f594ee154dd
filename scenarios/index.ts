// The door of the situations: the stand-in government cloud with its defects, and invented rounds of bids.
export { syntheticRounds } from './bids/synthetic.ts';
export type { Defect, Turn } from './platform/defect.ts';
export { platformDefects } from './platform/defects.ts';
export { type Platform, type PlatformOptions, startPlatform } from './platform/platform.ts';
