import {
  beijingDay,
  type Comparison,
  instrumentValidUntil,
  type Observation,
  ownInstrumentOf,
  type Reason,
  type RunRecord,
  type Standing,
  type Step,
  standing,
} from '../../spec/index.ts';

/** Why nothing may follow from what this observation measured; nothing, where no register was given. */
export function instrumentDoubt(
  observation: Pick<Observation, 'madeWith' | 'window'>,
  record: Pick<RunRecord, 'instruments' | 'tools'>,
): Extract<Reason, 'instrument-expired' | 'instrument-unregistered'> | undefined {
  const { instruments, tools } = record;
  if (!instruments) return undefined;
  // Records of older versions do not say; it was the program that made the run.
  const used = observation.madeWith ?? [ownInstrumentOf(tools)];
  const day = beijingDay(observation.window.to);
  const doubts = used.map(({ id, version }) => {
    const entries = instruments.instruments.filter((one) => one.id === id);
    const entry = entries.find(
      (one) => one.kind === 'meter' || version === undefined || one.version === version,
    );
    if (!entry || (entry.kind === 'program' && entry.confirmation.on > day)) return 'instrument-unregistered';
    const until = instrumentValidUntil(entry);
    return until !== undefined && until < day ? 'instrument-expired' : undefined;
  });
  return (
    doubts.find((doubt) => doubt === 'instrument-unregistered') ?? doubts.find((doubt) => doubt !== undefined)
  );
}

const words = { 'instrument-expired': '测试仪器已过有效期', 'instrument-unregistered': '测试仪器未登记' };

/** A figure of a doubtful instrument decides nothing, neither way. */
export function withInstrument<T extends { standing: Standing; comparison: Comparison; step: Step }>(
  weighed: T,
  observation: Observation,
  record: RunRecord,
): T {
  const { outcome } = weighed.standing;
  const doubt = instrumentDoubt(observation, record);
  if (doubt === undefined || (outcome !== 'satisfied' && outcome !== 'not-satisfied')) return weighed;
  return {
    ...weighed,
    standing: standing(doubt),
    comparison: { ...weighed.comparison, met: null },
    step: { ...weighed.step, value: `${words[doubt]}，不作结论` },
  };
}
