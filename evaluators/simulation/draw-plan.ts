import {
  type Criterion,
  compareDecimals,
  type PointsDistribution,
  type Problem,
  type QuoteDistribution,
} from '../../spec/index.ts';
import { exact } from '../arithmetic/index.ts';
import { addsUp } from './alternatives.ts';
import {
  type Distribution,
  distribution,
  normalQuantile,
  normalUpTo,
  onSteps,
  triangularUpTo,
  uniform,
} from './distribution.ts';

/** Complaints about one place of the assumptions. */
export type Complain = (path: string, message: string, remedy?: string) => void;
export const complainInto =
  (problems: Problem[], file?: string): Complain =>
  (path, message, remedy) =>
    problems.push({ ...(file ? { file } : {}), path, message, ...(remedy ? { remedy } : {}) });

/** A quote in steps of its last decimal; complains about more decimals than that. */
export function inSteps(
  text: string,
  decimals: number,
  path: string,
  complain: Complain,
): number | undefined {
  const steps = exact(text).mul(exact(10n ** BigInt(decimals)));
  if (steps.d !== 1n) complain(path, `${text} 的小数超过 ${decimals} 位`, '报价只能取招标文件允许的位数');
  else if (steps.compare(exact(0)) < 0 || steps.compare(exact(Number.MAX_SAFE_INTEGER)) > 0)
    complain(path, `${text} 不在可计算的范围内`);
  else return Number(steps.n);
  return undefined;
}

/** How a quote is drawn, in steps; undefined when something was complained about. */
export function quotePlan(
  assumed: QuoteDistribution,
  decimals: number,
  path: string,
  complain: Complain,
): Distribution | undefined {
  const at = (text: string, key: string) => inSteps(text, decimals, `${path}/${key}`, complain);
  if (assumed.kind === 'fixed') {
    const value = at(assumed.value, 'value');
    return value === undefined ? undefined : distribution([{ value, probability: 1 }]);
  }
  if (assumed.kind === 'discrete') {
    const pairs = assumed.values.map(({ value, probability }, index) => ({
      value: at(value, `values/${index}`),
      probability,
    }));
    if (!addsUp(pairs.map(({ probability }) => probability))) complain(path, '各报价的概率之和不为 1');
    const known = pairs.flatMap(({ value, probability }) =>
      value === undefined ? [] : [{ value, probability }],
    );
    return known.length < pairs.length ? undefined : distribution(known);
  }
  const [from, to] = [at(assumed.from, 'from'), at(assumed.to, 'to')];
  if (from === undefined || to === undefined) return undefined;
  if (from >= to) {
    complain(path, 'from 须小于 to', '只有一个取值时用 kind: fixed');
    return undefined;
  }
  if (assumed.kind === 'uniform') return uniform(from, to);
  const scale = 10 ** decimals;
  if (assumed.kind === 'triangular') {
    const mode = Number(assumed.mode) * scale;
    if (mode < from || mode > to) {
      complain(`${path}/mode`, 'mode 须在 from 与 to 之间');
      return undefined;
    }
    return onSteps(from, to, triangularUpTo(from, mode, to));
  }
  const mean = Number(assumed.mean) * scale;
  const deviation = Number(assumed.deviation) * scale;
  if (deviation <= 0) {
    complain(`${path}/deviation`, 'deviation 须大于 0');
    return undefined;
  }
  const upTo = (x: number) => normalUpTo((x - mean) / deviation);
  if (upTo(to) - upTo(from) < 1e-6) {
    complain(path, '正态分布在 from 与 to 之间几乎没有概率', '检查 mean、deviation、from、to');
    return undefined;
  }
  return onSteps(from, to, upTo);
}

/** Whether a criterion can give these points. */
export function canGive(criterion: Criterion, points: string): boolean {
  if (criterion.kind === 'one-of-levels')
    return criterion.levels.some((level) => compareDecimals(level.points, points) === 0);
  if (criterion.kind === 'fixed' && criterion.nature === 'subjective')
    return compareDecimals(points, '0') === 0 || compareDecimals(points, criterion.points) === 0;
  return compareDecimals(points, '0') >= 0 && compareDecimals(points, criterion.points) <= 0;
}

/** Complains about points that the criterion cannot give and about probabilities that do not add up. */
export function checkPoints(
  criterion: Criterion,
  assumed: PointsDistribution,
  path: string,
  complain: Complain,
): void {
  for (const { points } of assumed)
    if (!canGive(criterion, points))
      complain(
        path,
        `“${criterion.title}”不能给 ${points} 分`,
        criterion.kind === 'one-of-levels'
          ? `可给：${criterion.levels.map((level) => level.points).join('、')}`
          : `0 至 ${criterion.points} 分`,
      );
  if (!addsUp(assumed.map(({ probability }) => probability))) complain(path, '各分值的概率之和不为 1');
}

/** Points in units, ascending, with where each begins on the scale of a normal. */
export function marksIn(
  assumed: PointsDistribution,
  unit: bigint,
): { marks: Distribution; cuts: Float64Array } {
  const ascending = [...assumed]
    .filter(({ probability }) => probability > 0)
    .sort((a, b) => compareDecimals(a.points, b.points));
  let sum = 0;
  const cuts = ascending.slice(0, -1).map(({ probability }) => {
    sum += probability;
    return normalQuantile(sum);
  });
  return {
    marks: distribution(
      ascending.map(({ points, probability }) => ({
        value: Number(exact(points).mul(exact(unit)).n),
        probability,
      })),
    ),
    cuts: Float64Array.from(cuts),
  };
}
