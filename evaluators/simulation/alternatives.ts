import type { Assumptions, Evaluation, Problem, Reading, Tender } from '../../spec/index.ts';

/** One combination of options of the readings that are assumed to be open, with its probability. */
export interface Alternative {
  options: Record<string, string>;
  probability: number;
}

/** A tender under a combination of readings, what the round comes to under it, and how probable the combination is. */
export interface Held {
  tender: Tender;
  /** Of the round without its review of low prices and its minimums: see `tenderWithoutPrices`. */
  evaluation: Evaluation;
  probability: number;
}

/** More combinations than that would each need an evaluation of their own. */
const most = 256;

export const addsUp = (probabilities: readonly number[]): boolean =>
  Math.abs(probabilities.reduce((sum, one) => sum + one, 0) - 1) < 1e-9;

/** All combinations that are possible, readings taken as independent; what does not fit goes into `problems`. */
export function alternativesOf(
  readings: readonly Reading[],
  assumed: Assumptions['readings'],
  problems: Problem[],
): Alternative[] {
  let all: Alternative[] = [{ options: {}, probability: 1 }];
  for (const [index, { id, options }] of (assumed ?? []).entries()) {
    const path = `readings/${index}`;
    const reading = readings.find((one) => one.id === id);
    if (!reading) {
      problems.push({ path, message: `招标规格没有读法 ${id}` });
      continue;
    }
    if (assumed!.findIndex((one) => one.id === id) !== index)
      problems.push({ path, message: `读法 ${id} 重复`, remedy: '每个读法只写一次' });
    for (const { option } of options)
      if (!reading.options.some((one) => one.id === option))
        problems.push({
          path,
          message: `读法 ${id} 没有选项 ${option}`,
          remedy: `可用的选项：${reading.options.map((one) => one.id).join('、')}`,
        });
    if (new Set(options.map(({ option }) => option)).size < options.length)
      problems.push({ path, message: `读法 ${id} 的选项重复` });
    if (!addsUp(options.map(({ probability }) => probability)))
      problems.push({ path, message: `读法 ${id} 各选项的概率之和不为 1` });
    all = all.flatMap((one) =>
      options
        .filter(({ probability }) => probability > 0)
        .map(({ option, probability }) => ({
          options: { ...one.options, [id]: option },
          probability: one.probability * probability,
        })),
    );
    if (all.length > most) {
      problems.push({
        path: 'readings',
        message: `读法的组合超过 ${most} 种`,
        remedy: '只列影响较大的读法，其余取定',
      });
      return [];
    }
  }
  return all;
}
