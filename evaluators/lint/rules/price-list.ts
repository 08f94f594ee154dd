import { commonStretch } from '../likeness.ts';
import { type Manuscript, quoteLine, type Row } from '../manuscript.ts';
import { numberOf, numeral } from '../measure.ts';
import type { Hit, Rule } from '../rule.ts';

/** One row of a price list: what is sold and for how much. */
interface Item {
  line: number;
  /** The kind of thing: carried down from the row that names it. */
  kind: string;
  spec: string;
  resources: Record<string, number>;
  price: number;
}

const money = /^\d[\d,]*(?:\.\d+)?$/;
const resources: [string, RegExp][] = [
  ['cores', new RegExp(`^(${numeral})核$`)],
  ['memory', /^(\d+)G[B]?$/i],
];
/** Figures inside one specification, such as 内存>=96G. */
const within: [string, RegExp][] = [
  ['cores', new RegExp(`(?:(${numeral})路)?(${numeral})核`)],
  ['memory', /(?:内存[>=]*(\d+)G|(\d+)G[B]?内存)/i],
  ['disk', /硬盘[>=]*(\d+)G/i],
  ['iops', /IOPS[>=]*(\d+)/i],
];

function priceTables(script: Manuscript): Row[][] {
  return script.tables
    .filter(({ rows }) =>
      rows.some(
        ({ cells }) =>
          cells.length < 12 && cells.some((cell) => /限价|单价|价格\(|元\/(年|月|台)/.test(cell)),
      ),
    )
    .map(({ rows }) => rows);
}

function itemsOf(rows: Row[]): Item[] {
  const items: Item[] = [];
  let kind = '';
  let cores: number | undefined;
  for (const { line, cells } of rows) {
    const filled = cells.filter((cell) => cell !== '');
    const last = filled.at(-1) ?? '';
    const price = money.test(last) && filled.length > 1 ? Number(last.replaceAll(',', '')) : undefined;
    const spec = filled.slice(0, -1);
    const named = spec.find(
      (cell) =>
        /\p{Script=Han}{2}/u.test(cell) &&
        !/^[\d.]*(?:1?实例|1?日志源)$/.test(cell) &&
        !resources.some(([, p]) => p.test(cell)),
    );
    const title = spec.findLast(
      (cell) => /^[\p{Script=Han}A-Za-z()]{2,16}$/u.test(cell) && !resources.some(([, p]) => p.test(cell)),
    );
    if (title !== undefined || named !== undefined) {
      if (title !== undefined && title !== kind) {
        kind = title;
        cores = undefined;
      }
    }
    if (price === undefined) continue;
    const owned: Record<string, number> = {};
    for (const cell of spec) {
      for (const [name, pattern] of resources) {
        const match = pattern.exec(cell);
        if (match) owned[name] = numberOf(match[1]!);
      }
      for (const [name, pattern] of within) {
        const match = pattern.exec(cell);
        if (match && owned[name] === undefined)
          owned[name] =
            name === 'cores' && match[1]
              ? numberOf(match[1]) * numberOf(match[2]!)
              : numberOf((match[1] ?? match[2])!);
      }
    }
    if (owned.cores !== undefined) cores = owned.cores;
    else if (cores !== undefined && owned.memory !== undefined && named === undefined) owned.cores = cores;
    items.push({ line, kind, spec: spec.join(' '), resources: owned, price });
  }
  return items;
}

/** A bundle against the sum of its parts, where the parts are sold one by one. */
function dearBundles(script: Manuscript, items: Item[]): Hit[] {
  const units = new Map<string, Item>();
  for (const item of items) {
    const owned = Object.entries(item.resources);
    if (owned.length === 1 && owned[0]![1] === 1) units.set(owned[0]![0], item);
  }
  if (units.size < 2) return [];
  const dear = items.flatMap((item) => {
    const owned = Object.entries(item.resources);
    if (
      owned.length < 2 ||
      owned.some(([name]) => !units.has(name)) ||
      /物理机|服务器\(/.test(item.kind + item.spec)
    )
      return [];
    const parts = owned.reduce((total, [name, count]) => total + count * units.get(name)!.price, 0);
    return item.price > parts ? [{ item, parts }] : [];
  });
  if (dear.length === 0) return [];
  const most = dear.reduce((a, b) => (b.item.price - b.parts > a.item.price - a.parts ? b : a));
  return [
    {
      severity: 'warning',
      evidence: [...dear.map(({ item }) => item), ...units.values()].map(({ line }) =>
        quoteLine(script, line),
      ),
      fact: `${dear.length} 种组合规格比分别购买其组成部分更贵，最多相差 ${most.item.price - most.parts} 元（第 ${most.item.line} 行：${most.item.price} 元，对 ${most.parts} 元）`,
      question:
        '组合规格的单价高于其组成部分单价之和。结算时按组合规格还是可以按组成部分计价？单价是否有误？',
    },
  ];
}

/** More for less: every resource at least equal, one greater, and a lower price. */
function invertedPrices(script: Manuscript, items: Item[]): Hit[] {
  return items.flatMap((larger) =>
    items.flatMap((smaller): Hit[] => {
      if (larger === smaller || larger.kind !== smaller.kind || larger.price > smaller.price) return [];
      const names = Object.keys(larger.resources);
      if (names.length === 0 || names.join() !== Object.keys(smaller.resources).join()) return [];
      const gains = names.map((name) => larger.resources[name]! - smaller.resources[name]!);
      if (gains.some((gain) => gain < 0) || !gains.some((gain) => gain > 0)) return [];
      return [
        {
          severity: larger.price < smaller.price ? 'warning' : 'note',
          evidence: [quoteLine(script, smaller.line), quoteLine(script, larger.line)],
          fact: `规格更高的反而${larger.price < smaller.price ? '更便宜' : '同价'}：${smaller.price} 元，对 ${larger.price} 元`,
          question: '规格更高而单价不高，请核对两项单价。',
        },
      ];
    }),
  );
}

/** One long specification under two different services: probably copied. */
function copiedSpecifications(script: Manuscript, items: Item[]): Hit[] {
  return items.flatMap((one, index) =>
    items.slice(index + 1).flatMap((other): Hit[] => {
      if (one.kind === other.kind) return [];
      const shared = commonStretch(one.spec, other.spec);
      if (shared.length < 24 || (shared.match(/\d+/g) ?? []).length < 4) return [];
      return [
        {
          severity: 'warning',
          evidence: [quoteLine(script, one.line), quoteLine(script, other.line)],
          fact: '两项不同的服务写了完全相同的成串性能指标，其中一项可能是抄来的',
          question: '两项服务的性能规格完全相同，后一项是否应为该服务自己的指标？',
        },
      ];
    }),
  );
}

export const priceList: Rule = {
  id: 'price-list',
  title: '价格目录异常',
  matters: '单价之间不合理时，同样的资源有两种价钱，结算会有争议，也影响投标人测算',
  basis: ['regulation-15'],
  find: (script) =>
    priceTables(script).flatMap((rows) => {
      const items = itemsOf(rows);
      return [
        ...dearBundles(script, items),
        ...invertedPrices(script, items),
        ...copiedSpecifications(script, items),
      ];
    }),
};
