import type { ResourceEntry, RunRecord } from '../../spec/index.ts';

const closed: readonly ResourceEntry['state'][] = ['removed', 'absent'];

/** Whether a kept resource is still waited for: an observation awaits collection and names it. */
export function isAwaited(record: Pick<RunRecord, 'observations'>, entry: ResourceEntry): boolean {
  return (
    entry.state === 'kept' &&
    entry.id !== undefined &&
    record.observations.some(
      (observation) =>
        observation.state === 'awaiting' && JSON.stringify(observation.carry ?? {}).includes(`"${entry.id}"`),
    )
  );
}

/** Lines of the ledger that are not settled; what is awaited counts only when `withKept`. */
export function openEntries(
  record: Pick<RunRecord, 'observations' | 'resources'>,
  withKept = false,
): ResourceEntry[] {
  return record.resources.filter(
    (entry) => !closed.includes(entry.state) && (withKept || !isAwaited(record, entry)),
  );
}

/** The component of a line that does not name its own, by the plan item of its observation. */
export function componentOf(record: Pick<RunRecord, 'plan'>, entry: ResourceEntry): string | undefined {
  return record.plan.items.find((item) => `o-${item.id}` === entry.observation)?.component;
}
