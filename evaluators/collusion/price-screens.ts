import type { EvaluationStep } from '../../spec/index.ts';
import { type Exact, exact, printFixed, sum, zero } from '../arithmetic/index.ts';

/** One figure of a screen; without `value` it cannot be computed, and `why` says so. */
export interface Screen {
  id: 'cv' | 'spd' | 'diffp' | 'rd' | 'rdnor' | 'rdalt' | 'skewness' | 'kurtosis' | 'ks';
  label: string;
  expression: string;
  /** Four decimals; of rational figures rounded from the exact value. */
  value?: string;
  why?: string;
  caveat?: string;
}

const decimals = 4;
const print = (value: Exact) => printFixed(value, decimals);
const mean = (values: readonly Exact[]) => sum(values).div(values.length);
const moment = (values: readonly Exact[], power: number) => {
  const middle = mean(values);
  return mean(values.map((value) => value.sub(middle).pow(power)!));
};
/** Of a sample: divided by n - 1. */
const variance = (values: readonly Exact[]) =>
  moment(values, 2)
    .mul(values.length)
    .div(values.length - 1);

/**
 * The variance screens of the literature over the quotes of a round. They describe and accuse nobody: with few bidders
 * and rates below a ceiling they are small by nature, and no limit is set to any of them.
 */
export function priceScreens(quotes: readonly Exact[]): Screen[] {
  const b = [...quotes].sort((left, right) => left.compare(right));
  const n = b.length;
  const few = n < 3 ? `报价 ${n} 家，少于 3 家，无法计算` : undefined;
  const screen = (
    id: Screen['id'],
    label: string,
    expression: string,
    least: number,
    figure: () => string | undefined,
    caveat?: string,
  ): Screen => {
    const tooFew = few ?? (n < least ? `报价少于 ${least} 家，无法计算` : undefined);
    const value = tooFew ? undefined : figure();
    return {
      id,
      label,
      expression,
      ...(value === undefined ? { why: tooFew ?? '分母为零，无法计算' } : { value }),
      ...(caveat ? { caveat } : {}),
    };
  };
  const ratio = (over: Exact, under: Exact) => (under.equals(zero) ? undefined : print(over.div(under)));
  const byRoot = (over: Exact, squared: Exact) =>
    squared.equals(zero) ? undefined : (over.valueOf() / Math.sqrt(squared.valueOf())).toFixed(decimals);
  const first = () => b[1]!.sub(b[0]!);
  const range = () => b[n - 1]!.sub(b[0]!);
  return [
    screen(
      'cv',
      '变异系数 CV',
      's / 均值',
      3,
      () => {
        const middle = mean(b);
        return middle.equals(zero)
          ? undefined
          : (Math.sqrt(variance(b).valueOf()) / middle.valueOf()).toFixed(decimals);
      },
      '家数少且报价有上限时本来就小',
    ),
    screen('spd', '极差比 SPD', '(b_n − b_1) / b_1', 3, () => ratio(range(), b[0]!)),
    screen('diffp', '首位价差比 DIFFP', '(b_2 − b_1) / b_1', 3, () => ratio(first(), b[0]!)),
    screen('rd', '相对差距 RD', '(b_2 − b_1) / s(b_2…b_n)', 3, () => byRoot(first(), variance(b.slice(1)))),
    screen('rdnor', '标准化差距 RDNOR', '(b_2 − b_1) / 相邻差均值', 3, () =>
      ratio(first(), range().div(n - 1)),
    ),
    screen(
      'rdalt',
      '替代差距 RDALT',
      '(b_2 − b_1) / 未居首各报价的相邻差均值',
      3,
      () => ratio(first(), b[n - 1]!.sub(b[1]!).div(n - 2)),
      '文献所印公式的符号可能有误，仅供参考',
    ),
    screen('skewness', '偏度', 'n/((n−1)(n−2)) · Σ((b−均值)/s)³', 3, () => {
      const factor = exact(n * n).div((n - 1) * (n - 2));
      const cubed = variance(b).valueOf() ** 1.5;
      return cubed === 0 ? undefined : (factor.mul(moment(b, 3)).valueOf() / cubed).toFixed(decimals);
    }),
    screen('kurtosis', '超额峰度', '样本超额峰度（n ≥ 4）', 4, () => {
      const squared = moment(b, 2).pow(2)!;
      if (squared.equals(zero)) return undefined;
      const excess = moment(b, 4).div(squared).sub(3);
      const scale = exact(n - 1).div((n - 2) * (n - 3));
      return print(scale.mul(excess.mul(n + 1).add(6)));
    }),
    screen('ks', '与均匀分布的 KS 距离', 'sup |F_n − F|，F 为最低价至最高价之间的均匀分布', 3, () => {
      if (range().equals(zero)) return undefined;
      const apart = b.flatMap((value, j) => {
        const uniform = value.sub(b[0]!).div(range());
        return [
          exact(j + 1)
            .div(n)
            .sub(uniform)
            .abs(),
          uniform.sub(exact(j).div(n)).abs(),
        ];
      });
      return print(apart.reduce((most, value) => (value.compare(most) > 0 ? value : most), zero));
    }),
  ];
}

export function screenSteps(screens: readonly Screen[], rule?: string): EvaluationStep[] {
  return screens.map(({ label, expression, value, why, caveat }) => ({
    label,
    expression: caveat ? `${expression}（${caveat}）` : expression,
    value: value ?? why ?? '无法计算',
    ...(rule ? { rule } : {}),
  }));
}
