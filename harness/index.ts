// The door of the eyes.
export { cleanUpRun } from './cleanup/around-run.ts';
export type { CleanupEvent, CleanupReport } from './cleanup/sweep.ts';
export {
  type Generator,
  httpGenerator,
  measureCeiling,
  measureOwnLoad,
  type NullTarget,
  tcpGenerator,
  withHeadroom,
} from './headroom.ts';
export { type ObserveOptions, observe } from './observe.ts';
export { makePlan } from './plan.ts';
export { type PlannedComponent, type PlannedLook, type PlanView, viewPlan } from './plan-view.ts';
export type { Probe, ProbeContext, Sighting } from './probe.ts';
export { probes } from './probes/index.ts';
export { parallelLooks, type RunEvent, type RunOptions, run } from './run.ts';
export { type LoadedTarget, loadTarget } from './target.ts';
