import {
  type Aggregate,
  type Comparator,
  type Comparison,
  comparatorOf,
  convert,
  type Expectation,
  type Measurement,
  printExpectation,
  printQuantity,
  printValue,
  type SampleValue,
  type Unit,
} from '../../spec/index.ts';
import { decides, intervalOf } from './guard-band.ts';
import { intervalsOf } from './uncertainty.ts';

const aggregateLabels: Record<Aggregate, string> = {
  every: '逐个样本',
  min: '最小值',
  max: '最大值',
  mean: '平均值',
  median: '中位数',
  p95: '第 95 百分位（最近秩法）',
  p99: '第 99 百分位（最近秩法）',
  sum: '合计',
  last: '末次值',
};

/** The pessimistic aggregate of a comparator, taken where the clause names none. */
function aggregateFor(expectation: Expectation): Aggregate {
  if (expectation.aggregate) return expectation.aggregate;
  const comparator = comparatorOf(expectation);
  if (comparator === 'atLeast' || comparator === 'moreThan') return 'min';
  if (comparator === 'atMost' || comparator === 'lessThan') return 'max';
  return 'every';
}

/** One figure from samples; percentiles by nearest rank. `values` is not empty. */
function aggregate(values: number[], by: Aggregate): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = (p: number) => sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)]!;
  const sum = values.reduce((a, b) => a + b, 0);
  const figures: Record<Aggregate, () => number[]> = {
    every: () => values,
    min: () => [sorted[0]!],
    max: () => [sorted.at(-1)!],
    mean: () => [sum / values.length],
    median: () => [
      sorted.length % 2 === 1
        ? sorted[(sorted.length - 1) / 2]!
        : (sorted[sorted.length / 2 - 1]! + sorted[sorted.length / 2]!) / 2,
    ],
    p95: () => [rank(0.95)],
    p99: () => [rank(0.99)],
    sum: () => [sum],
    last: () => [values.at(-1)!],
  };
  return figures[by]();
}

const ordered: Partial<Record<Comparator, (measured: number, limit: number) => boolean>> = {
  equals: (a, b) => a === b,
  atLeast: (a, b) => a >= b,
  atMost: (a, b) => a <= b,
  moreThan: (a, b) => a > b,
  lessThan: (a, b) => a < b,
};

const sets: Partial<Record<Comparator, (measured: string[], wanted: string[]) => boolean>> = {
  includes: (measured, wanted) => wanted.every((w) => measured.includes(w)),
  includesAny: (measured, wanted) => wanted.some((w) => measured.includes(w)),
  excludes: (measured, wanted) => !wanted.some((w) => measured.includes(w)),
};

/** What samples say of one expectation, and how: `met` is null only for no samples at all. */
export interface Weighing {
  comparison: Comparison;
  /** One sentence of arithmetic for the steps. */
  expression: string;
  /** The outcome cannot change with more samples: a single refuted one is enough. */
  decisive: boolean;
  /** Why samples do not decide although there are some: by `confidence`, or by their own uncertainty. */
  undecided?: { reason: 'at-the-limit' | 'too-few-samples' | 'unknown-time'; why: string };
}

/** Decides by a confidence interval: met or refuted only where the whole of it lies on one side of the limit. */
function weighInterval(expectation: Expectation, values: number[], figure: number, label: string): Weighing {
  const comparator = comparatorOf(expectation);
  const { value: limit, unit } = expectation[comparator] as { value: number; unit: Unit };
  const { minRepeats } = expectation.confidence!;
  const expected = printExpectation(expectation);
  const measured = printQuantity({ value: figure, unit });
  const base = { measurand: expectation.measurand, expected, measured, samples: values.length };
  const head = `${values.length} 次重复，${label} ${measured}`;
  const interval = intervalOf(expectation, values, unit);
  if (!interval) {
    const why =
      values.length < minRepeats
        ? `重复 ${values.length} 次，少于规定的 ${minRepeats} 次`
        : `重复 ${values.length} 次，不足以得出该置信水平的区间`;
    return {
      comparison: { ...base, met: null },
      expression: `${head}，没有区间，要求 ${expected}`,
      decisive: false,
      undecided: { reason: 'too-few-samples', why },
    };
  }
  const [low, high] = [interval.low, interval.high].map((value) => printQuantity({ value, unit }));
  const met = decides(comparator, interval, limit);
  return {
    comparison: { ...base, measured: `${measured}（${low} 至 ${high}）`, met },
    expression: `${head}，${interval.method} ${low} 至 ${high}，要求 ${expected}`,
    decisive: false,
    ...(met === null ? { undecided: { reason: 'at-the-limit', why: '置信区间跨越限值' } as const } : {}),
  };
}

/** Decides by what the samples can be at worst and at best; an exact figure is met by certain samples alone. */
function weighUncertain(
  expectation: Expectation,
  measurement: Measurement,
  values: number[],
  by: Aggregate,
): Weighing {
  const comparator = comparatorOf(expectation);
  const { value: limit, unit } = expectation[comparator] as { value: number; unit: Unit };
  const uncertain = intervalsOf(expectation, measurement, unit);
  const figures = aggregate(values, by);
  const lows = aggregate(
    uncertain.map(({ low }) => low),
    by,
  );
  const highs = aggregate(
    uncertain.map(({ high }) => high),
    by,
  );
  const decisions = figures.map((_, i) => decides(comparator, { low: lows[i]!, high: highs[i]! }, limit));
  const met = decisions.includes(false) ? false : decisions.includes(null) ? null : true;
  const expected = printExpectation(expectation);
  const print = (value: number) => printQuantity({ value, unit });
  const range = `${print(Math.min(...lows))} 至 ${print(Math.max(...highs))}`;
  const figure = figures.length === 1 ? `${print(figures[0]!)}（${range}）` : range;
  const samples = values.length;
  const methods = [...new Set(uncertain.map(({ method }) => method))];
  const counted = measurement.uncertainty!.some((one) => 'trials' in one);
  const undecided = counted
    ? ({ reason: 'at-the-limit', why: '置信区间跨越限值' } as const)
    : ({ reason: 'unknown-time', why: '未知的时段或原因全计为好与全计为坏，结论不同' } as const);
  return {
    comparison: { measurand: expectation.measurand, expected, measured: figure, samples, met },
    expression: `${samples} 个样本，${aggregateLabels[by]} ${figure}，${methods.slice(0, 3).join('；')}，要求 ${expected}`,
    decisive: met === false && (by === 'every' || by === 'min' || by === 'max'),
    ...(met === null ? { undecided } : {}),
  };
}

/**
 * Holds one expectation against the samples of one measurement.
 * Figures are compared in the expectation's unit; a mismatch of kinds is a defect and throws.
 */
export function weigh(expectation: Expectation, measurement: Measurement | undefined): Weighing {
  const expected = printExpectation(expectation);
  const samples = measurement?.values.length ?? 0;
  const base = { measurand: expectation.measurand, expected, samples };
  if (!measurement || samples === 0) {
    return { comparison: { ...base, measured: '', met: null }, expression: '没有样本', decisive: false };
  }
  const comparator = comparatorOf(expectation);
  const wanted = expectation[comparator]!;
  const by = aggregateFor(expectation);
  if (typeof wanted === 'object' && 'unit' in wanted) {
    const unit: Unit = wanted.unit;
    const values = measurement.values.map((value) => {
      if (typeof value !== 'number' || !measurement.unit)
        throw new Error(`${measurement.measurand} is not a quantity`);
      return convert(value, measurement.unit, unit);
    });
    if (measurement.uncertainty) return weighUncertain(expectation, measurement, values, by);
    const figures = aggregate(values, by);
    if (expectation.confidence) return weighInterval(expectation, values, figures[0]!, aggregateLabels[by]);
    const met = figures.every((figure) => ordered[comparator]!(figure, wanted.value));
    const shown =
      figures.length > 3
        ? `${printQuantity({ value: Math.min(...figures), unit })} 至 ${printQuantity({ value: Math.max(...figures), unit })}`
        : figures.map((value) => printQuantity({ value, unit })).join('、');
    return {
      comparison: { ...base, measured: shown, met },
      expression: `${samples} 个样本，${aggregateLabels[by]} ${shown}，要求 ${expected}`,
      decisive: !met && (by === 'every' || by === 'min' || by === 'max'),
    };
  }
  const holds = (value: SampleValue): boolean => {
    if (Array.isArray(wanted)) {
      if (!Array.isArray(value)) throw new Error(`${measurement.measurand} is not a set`);
      return sets[comparator]!(value, wanted);
    }
    return value === wanted;
  };
  const failing = measurement.values.filter((value) => !holds(value));
  const met = failing.length === 0;
  const distinct = [...new Set((met ? measurement.values : failing).map(printValue))].join('；');
  const measured =
    met || failing.length === samples ? distinct : `${distinct}（${samples} 个样本中 ${failing.length} 个）`;
  return {
    comparison: { ...base, measured, met },
    expression: `${samples} 个样本，逐个比对：${measured}，要求 ${expected}`,
    decisive: !met,
  };
}
