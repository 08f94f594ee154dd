import { type Aggregate, type Comparator, convert, type Expectation, type Unit } from '../../spec/index.ts';

export interface Interval {
  low: number;
  high: number;
  /** How it was made, in the words of the field, for the steps. */
  method: string;
}

/** Continued fraction of the incomplete beta function (modified Lentz). */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const lift = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / lift(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m <= 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / lift(1 + even * d);
    c = lift(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / lift(1 + odd * d);
    c = lift(1 + odd / c);
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return h;
}

/** Natural logarithm of the gamma function (Lanczos, g = 7). */
function logGamma(z: number): number {
  const terms = [
    676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
    -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ];
  const shifted = z - 1;
  const sum = terms.reduce((total, term, i) => total + term / (shifted + i + 1), 0.9999999999998099);
  const t = shifted + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Regularised incomplete beta function. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x));
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

/** The t such that a share `level` of Student's distribution lies within ±t. */
export function studentT(level: number, freedom: number): number {
  const outside = (t: number) => incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5);
  let low = 0;
  let high = 1;
  while (outside(high) > 1 - level) high *= 2;
  for (let i = 0; i < 200 && high - low > 1e-12 * high; i++) {
    const middle = (low + high) / 2;
    if (outside(middle) > 1 - level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const percent = (level: number) => `${Number((level * 100).toFixed(4))}%`;

function meanInterval(values: readonly number[], level: number): Interval {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  const spread = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (n - 1));
  const half = (studentT(level, n - 1) * spread) / Math.sqrt(n);
  return {
    low: mean - half,
    high: mean + half,
    method: `${percent(level)} 置信区间（t 分布，自由度 ${n - 1}）`,
  };
}

/** Probability of at most k successes in n trials. */
function binomialAtMost(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  return incompleteBeta(1 - p, n - k, k + 1);
}

/** The x at which the regularised incomplete beta function reaches a share. */
function betaQuantile(share: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  for (let i = 0; i < 200 && high - low > 1e-15; i++) {
    const middle = (low + high) / 2;
    if (incompleteBeta(middle, a, b) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The exact interval of a share that was counted (Clopper and Pearson), as a ratio. */
export function binomialInterval(events: number, trials: number, level: number): Interval {
  const tail = (1 - level) / 2;
  return {
    low: events === 0 ? 0 : betaQuantile(tail, events, trials - events + 1),
    high: events === trials ? 1 : betaQuantile(1 - tail, events + 1, trials - events),
    method: `${percent(level)} 置信区间（Clopper-Pearson 精确法，${trials} 次中 ${events} 次）`,
  };
}

/**
 * Distribution-free interval of a percentile: the samples of those ranks below and above which the percentile
 * lies with no more than half of the remaining chance each. Undefined when so few samples reach no such rank.
 */
function percentileInterval(values: readonly number[], p: number, level: number): Interval | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const tail = (1 - level) / 2;
  // P(percentile < X(l)) = P(at most l-1 samples at or below it).
  let lower = 0;
  while (lower < n && binomialAtMost(lower, n, p) <= tail) lower += 1;
  let upper = n + 1;
  while (upper > 1 && 1 - binomialAtMost(upper - 2, n, p) <= tail) upper -= 1;
  if (lower < 1 || upper > n) return undefined;
  return {
    low: sorted[lower - 1]!,
    high: sorted[upper - 1]!,
    method: `${percent(level)} 置信区间（次序统计量，第 ${lower} 与第 ${upper} 位，共 ${n} 个）`,
  };
}

const shares: Partial<Record<Aggregate, number>> = { median: 0.5, p95: 0.95, p99: 0.99 };

/** Where an expectation with `confidence` puts its figure; undefined when the samples do not suffice for an interval. */
export function intervalOf(
  expectation: Expectation,
  values: readonly number[],
  unit: Unit,
): Interval | undefined {
  const { confidence, aggregate = 'mean' } = expectation;
  if (!confidence || values.length < Math.max(2, confidence.minRepeats)) return undefined;
  const share = shares[aggregate];
  const interval =
    share === undefined
      ? meanInterval(values, confidence.level)
      : percentileInterval(values, share, confidence.level);
  if (!interval || !confidence.guardBand) return interval;
  const band = convert(confidence.guardBand.value, confidence.guardBand.unit, unit);
  return {
    low: interval.low - band,
    high: interval.high + band,
    method: `${interval.method}，两侧各加保护带`,
  };
}

/** Whether the whole interval meets a limit, the whole misses it, or neither (null: it straddles). */
export function decides(
  comparator: Comparator,
  { low, high }: Pick<Interval, 'low' | 'high'>,
  limit: number,
): boolean | null {
  if (comparator === 'equals') {
    if (low === limit && high === limit) return true;
    return low <= limit && limit <= high ? null : false;
  }
  const [worst, best] = comparator === 'atLeast' || comparator === 'moreThan' ? [low, high] : [high, low];
  const meets = (value: number): boolean => {
    if (comparator === 'atLeast') return value >= limit;
    if (comparator === 'moreThan') return value > limit;
    if (comparator === 'atMost') return value <= limit;
    return value < limit;
  };
  if (meets(worst)) return true;
  return meets(best) ? null : false;
}
