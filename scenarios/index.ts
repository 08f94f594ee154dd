// The door of the situations: the stand-in government cloud and its defects.
export type { Defect, Turn } from './platform/defect.ts';
export { platformDefects } from './platform/defects.ts';
export { type Platform, type PlatformOptions, startPlatform } from './platform/platform.ts';
