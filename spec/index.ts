// The door of the house of words. No IO.
export * from './canonical.ts';
export * from './clause-text.ts';
export * from './faults.ts';
export * from './outcome.ts';
export * from './schema/asset.ts';
export * from './schema/checkable.ts';
export * from './schema/document.ts';
export * from './schema/expectation.ts';
export * from './schema/judgement.ts';
export * from './schema/observation.ts';
export * from './schema/primitives.ts';
export * from './schema/probe-contract.ts';
export * from './schema/reading.ts';
export * from './schema/run-record.ts';
export * from './schema/target.ts';
export * from './schema/tender.ts';
export * from './units.ts';
