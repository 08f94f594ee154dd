// The door of the stand-in's object store.
export { type PlatformClock, startClock } from './s3/clock.ts';
export { s3Defects } from './s3/defects.ts';
export { type RunningS3, startS3 } from './s3/server.ts';
