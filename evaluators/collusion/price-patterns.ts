import type { EvaluationStep, Lead } from '../../spec/index.ts';
import { type Exact, exact, printExact, printFixed } from '../arithmetic/index.ts';
import { customaryStep, type PriceGrid, printSteps } from './price-grid.ts';
import {
  type Chance,
  chanceOfEqual,
  chanceOfFit,
  type Fit,
  fitOf,
  type Progression,
  progressions,
} from './progression.ts';

/** Shown as a prompt from here down, after the number of tests has been allowed for. Ours, not a tender's. */
const promptAt = exact('1/100');
/** Above so many quotes no group of three or four could stand out after allowing for the number of tests. */
const groupsAmong = 12;

type Quotes = PriceGrid['quotes'];
interface Tested {
  quotes: Quotes;
  kind: Progression;
  step: bigint;
  fit: Fit;
  chance: Chance;
  tests: number;
  adjusted: Exact;
}

/** What was tested of the quotes, and the prompts that came of it. */
export interface PatternOutcome {
  leads: Lead[];
  steps: EvaluationStep[];
}

/** Progressions among all quotes and among groups of three and four, and equal quotes, each with its exact chance. */
export function pricePatterns(grid: PriceGrid): PatternOutcome {
  const n = grid.quotes.length;
  if (n < 3) return { leads: [], steps: [{ label: '报价规律', value: `报价 ${n} 家，少于 3 家，无法计算` }] };
  const whole = testsOf(grid.quotes, 2);
  const steps = whole.map((tested) => ({
    label: `全部 ${n} 家报价的${progressions[tested.kind]}检验`,
    expression: nullOf(grid, tested),
    value: `p = ${printChance(tested.chance)}，校正后 ${printFixed(tested.adjusted, 4)}`,
  }));
  const striking = whole.filter(isStriking);
  const found = striking.length > 0 ? striking : groupsTested(grid.quotes);
  const best = new Map<string, Tested>();
  for (const tested of found) {
    const key = tested.quotes.map(({ bid }) => bid).join('\n');
    const before = best.get(key);
    if (!before || tested.adjusted.compare(before.adjusted) < 0) best.set(key, tested);
  }
  return {
    leads: [...[...best.values()].map((tested) => leadOf(grid, tested)), ...equalQuotes(grid)],
    steps,
  };
}

/** Rare by chance, and regular to the eye: each quote within one step, or a hundredth of the mean gap, of its place. */
function isStriking({ adjusted, fit: { deviation }, quotes, step }: Tested): boolean {
  const range = (quotes.at(-1)!.steps - quotes[0]!.steps) / step;
  const isRegular = deviation <= 1n || deviation * 100n * BigInt(quotes.length - 1) <= range;
  return isRegular && adjusted.compare(promptAt) <= 0;
}

function testsOf(quotes: Quotes, tests: number): Tested[] {
  const values = quotes.map(({ steps }) => steps);
  if (values[0] === values.at(-1) || values[0]! <= 0n) return [];
  const step = customaryStep(values);
  const coarse = values.map((value) => value / step);
  return (Object.keys(progressions) as Progression[]).flatMap((kind) => {
    const fit = fitOf(kind, coarse);
    if (tests > 2 && !mayStrike(coarse, fit, tests)) return [];
    const chance = chanceOfFit(coarse, fit);
    const adjusted = chance.p.mul(tests);
    return [
      { quotes, kind, step, fit, chance, tests, adjusted: adjusted.compare(1) > 0 ? exact(1) : adjusted },
    ];
  });
}

/** A quick look that lets nothing pass by which could stand out: where the places do not overlap it is the chance itself. */
function mayStrike(values: readonly bigint[], { deviation }: Fit, tests: number): boolean {
  const inner = values.length - 2;
  const share = (2 * Number(deviation) + 1) / (Number(values.at(-1)! - values[0]!) + 1);
  return share ** inner * tests <= 2 * promptAt.valueOf();
}

function groupsTested(quotes: Quotes): Tested[] {
  const n = quotes.length;
  if (n < 4 || n > groupsAmong) return [];
  const groups = [3, 4].filter((size) => size < n).flatMap((size) => groupsOf(quotes, size));
  const tests = 2 * groups.length;
  const found = groups.flatMap((group) => testsOf(group, tests)).filter(isStriking);
  // A group within a greater one that stands out already says nothing more.
  return found.filter(
    ({ quotes: group }) =>
      !found.some(
        ({ quotes: other }) => other.length > group.length && group.every((one) => other.includes(one)),
      ),
  );
}

function groupsOf<T>(all: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return all.flatMap((first, index) =>
    groupsOf(all.slice(index + 1), size - 1).map((rest) => [first, ...rest]),
  );
}

const printChance = ({ favourable, all, p }: Chance) => `${favourable}/${all} ≈ ${printFixed(p, 6)}`;

const nullOf = (grid: PriceGrid, { step }: Tested) =>
  `零假设：最低、最高报价既定，其余各家独立，在两者之间以 ${printSteps(step, grid)} 为一档的各档上等可能；逐一计数，统计量为与理想位置的最大偏离`;

const promptNote = '只是提示，不是结论；三家两位小数的报价偶然成等差并不少见，须由评标委员会结合其他材料判断';

function leadOf(grid: PriceGrid, tested: Tested): Lead {
  const { quotes, kind, step, fit, chance, tests, adjusted } = tested;
  const word = progressions[kind];
  const of = quotes.length === grid.quotes.length ? '全部' : '其中';
  const gaps = quotes.slice(1).map(({ steps, value }, j) => {
    const before = quotes[j]!;
    return kind === 'arithmetic'
      ? printSteps(steps - before.steps, grid)
      : printFixed(value.div(before.value), 6);
  });
  return {
    sign: `price-${kind}`,
    title: `${of} ${quotes.length} 家报价接近${word}排列`,
    bids: quotes.map(({ bid }) => bid).sort(),
    fact: 'alike-or-patterned',
    strength: 'weak',
    note: promptNote,
    evidence: quotes.map(({ bid, steps }) => ({ bid, text: `报价 ${printSteps(steps, grid)}` })),
    steps: [
      { label: '报价升序', value: quotes.map(({ steps }) => printSteps(steps, grid)).join('，') },
      { label: kind === 'arithmetic' ? '相邻差' : '相邻比', value: gaps.join('，') },
      { label: '理想位置', value: fit.ideal.map((place) => printSteps(place * step, grid)).join('，') },
      { label: '最大偏离', value: printSteps(fit.deviation * step, grid) },
      { label: '偶然出现的概率 p', expression: nullOf(grid, tested), value: printChance(chance) },
      {
        label: '按检验次数校正',
        expression: `min(1, p × ${tests})，${tests} 为同时检验的次数；不大于 ${printExact(promptAt)}，且各报价与理想位置相差不超过一档或平均间距的 1%，才提示`,
        value: printFixed(adjusted, 6),
      },
    ],
    innocent: ['偶然', '各家按习惯的折扣档次报价', '参照同一公开成交价或同一成本构成'],
  };
}

/** Equal quotes, where chance makes them rare between the least quote and the ceiling. */
function equalQuotes(grid: PriceGrid): Lead[] {
  const { quotes, ceiling } = grid;
  const groups = new Map<bigint, Quotes>();
  for (const quote of quotes) groups.set(quote.steps, [...(groups.get(quote.steps) ?? []), quote]);
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .flatMap((group): Lead[] => {
      const value = group[0]!.steps;
      if (ceiling === undefined || value > ceiling || value <= 0n) return [];
      const step = customaryStep([value]);
      const least = quotes[0]!.steps / step;
      const chance = chanceOfEqual(quotes.length, ceiling / step - least + 1n);
      if (chance.p.compare(promptAt) > 0) return [];
      return [
        {
          sign: 'price-equal',
          title: `${group.length} 家报价相同`,
          bids: group.map(({ bid }) => bid).sort(),
          fact: 'alike-or-patterned',
          strength: 'weak',
          note: promptNote,
          evidence: group.map(({ bid }) => ({ bid, text: `报价 ${printSteps(value, grid)}` })),
          steps: [
            {
              label: '偶然出现的概率 p',
              expression: `零假设：${quotes.length} 家独立，在最低报价至上限之间以 ${printSteps(step, grid)} 为一档的各档上等可能；至少两家相同`,
              value: printChance(chance),
            },
          ],
          innocent: ['偶然', '均按上限或习惯的折扣档次报价'],
        },
      ];
    });
}
