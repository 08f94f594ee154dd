import type { Attempt, Observation } from '../../spec/index.ts';

/** What an attempt saw of a boolean measurand: true throughout, false at least once, or nothing. */
function saw(attempt: Attempt, measurand: string): boolean | undefined {
  const values = attempt.measurements?.find((m) => m.measurand === measurand)?.values ?? [];
  const booleans = values.filter((value) => typeof value === 'boolean');
  return booleans.length === 0 ? undefined : booleans.every(Boolean);
}

/** Whether attempts at one observation contradict each other on a boolean: then neither is the answer. */
export function contradicts(observation: Observation, measurand: string): boolean {
  const seen = (observation.attempts ?? []).map((attempt) => saw(attempt, measurand));
  return seen.includes(true) && seen.includes(false);
}

/** What the reader is told of a flaky observation; undefined when its attempts agree. */
export function flakyRemark(observation: Observation): string | undefined {
  const { attempts = [] } = observation;
  if (!observation.flaky || attempts.length < 2) return undefined;
  const failed = attempts.filter((attempt) => attempt.fault);
  const first = attempts.findIndex(({ state }) => state === 'completed' || state === 'awaiting');
  const why = [...new Set(failed.map(({ fault }) => fault!.message))].join('；');
  if (failed.length > 0 && first > 0)
    return `不稳定（共 ${attempts.length} 次尝试，第 ${first + 1} 次才成功；此前：${why}）`;
  return failed.length > 0
    ? `不稳定（共 ${attempts.length} 次尝试，其中 ${failed.length} 次未成：${why}）`
    : `不稳定（共 ${attempts.length} 次尝试，所测真假值前后不一）`;
}
