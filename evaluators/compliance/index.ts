// The door of the judge of compliance.
export { weighDeferrals } from './deferral.ts';
export { type JudgeInput, type JudgementDraft, judge } from './judge.ts';
export { type EarlierRun, type Retesting, retestProblems } from './retest.ts';
