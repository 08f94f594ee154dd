import {
  type Checkable,
  type Observation,
  type RequirementVerdict,
  sealMark,
  standingOfImport,
} from '../spec/index.ts';
import type { StoredRun } from './run-store.ts';
import type { Words } from './words.ts';

/** What a page is drawn from: the run, and the words of the tender where they are at hand. */
export interface RunView extends StoredRun {
  /** The checkable of an id; absent when the tender is not loaded. */
  checkable(id: string): Checkable | undefined;
  observation(id: string): Observation | undefined;
  /** 测量项 as the probe's contract names it, else its id. */
  measurandTitle(probe: string | undefined, measurand: string): string;
  probeTitle(probe: string): string;
  partTitle(requirement: string, part: string): string;
  requirements: RequirementVerdict[];
  /** The words come from a spec other than the one that was judged by. */
  wordsDiffer: boolean;
}

export function viewOf(run: StoredRun, { tender, catalogue }: Words): RunView {
  const checkables = new Map(tender?.checkables.map((checkable) => [checkable.id, checkable]));
  const observations = new Map(run.record.observations.map((observation) => [observation.id, observation]));
  // A result that was taken in is shown with the tier that it has by now.
  for (const one of run.record.imports ?? []) {
    const { tier } = standingOfImport(one, run.record, run.judgement?.asOf ?? one.recordedAt);
    observations.set(one.observation.id, { ...one.observation, tier });
  }
  return {
    ...run,
    checkable: (id) => checkables.get(id),
    observation: (id) => observations.get(id),
    measurandTitle: (probe, measurand) =>
      catalogue?.get(probe ?? '')?.measurands[measurand]?.title ?? measurand,
    probeTitle: (probe) => catalogue?.get(probe)?.title ?? probe,
    partTitle: (requirement, part) =>
      checkables.get(requirement)?.parts.find((candidate) => candidate.id === part)?.title ?? part,
    requirements: run.judgement?.requirements ?? [],
    wordsDiffer: Boolean(tender && run.judgement && tender.digest !== run.judgement.tender.digest),
  };
}

/** What must stand on every page. */
export function marksOf(run: RunView): string[] {
  return [...(run.record.target.simulated ? ['对象为仿真平台，不作为验收依据'] : []), sealMark(run.seal)];
}
