import type { Awaited, Bid, EvaluationStep, Tender } from '../../../spec/index.ts';
import { type Exact, exact, printExact, sum } from '../../arithmetic/index.ts';
import type { Situation, StageOutcome } from '../stage.ts';
import type { ScoredBid } from './scoring.ts';

type TieBreaker = NonNullable<Tender['review']>['ranking']['tie'][number];

export interface RankedBid {
  bid: string;
  rank: number;
  steps: EvaluationStep[];
}

/** Bids that are equal so far, best class first. */
type Classes = string[][];

const words: Record<TieBreaker, string> = {
  quoted: '投标报价低者优先',
  evaluated: '评标价低者优先',
  technical: '技术得分高者优先',
  'witnessed-draw': '现场抽签',
  'program-seed': '按公开种子抽取',
  purchaser: '由采购人确定',
};

/** Splits a class by a key, lowest first. */
function split(bids: readonly string[], key: (bid: string) => Exact): Classes {
  const keyed = bids.map((bid) => ({ bid, value: key(bid) })).sort((a, b) => a.value.compare(b.value));
  const classes: { value: Exact; bids: string[] }[] = [];
  for (const { bid, value } of keyed) {
    const last = classes.at(-1);
    if (last?.value.equals(value)) last.bids.push(bid);
    else classes.push({ value, bids: [bid] });
  }
  return classes.map((one) => one.bids);
}

/** A number that a published seed gives to a bid: FNV-1a over both, mixed. Anybody can compute it again. */
function drawn(seed: string, bid: string): Exact {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(`${seed}\n${bid}`)) {
    hash ^= BigInt(byte);
    hash = BigInt.asUintN(64, hash * 0x100000001b3n);
  }
  hash ^= hash >> 33n;
  hash = BigInt.asUintN(64, hash * 0xff51afd7ed558ccdn);
  return exact(hash ^ (hash >> 33n));
}

/** Splits a class by an order that people gave; undefined while it does not name them all. */
function byOrder(bids: readonly string[], order: readonly string[] | undefined): Classes | undefined {
  if (!order || bids.some((bid) => !order.includes(bid))) return undefined;
  return split(bids, (bid) => exact(order.indexOf(bid)));
}

/** Split as far as the rule goes, or the rule that a decision of people is missing for. */
type Broken = { classes: Classes } | { waits: TieBreaker };

function breakTie(
  situation: Situation,
  scored: readonly ScoredBid[],
  rule: TieBreaker,
  bids: string[],
): Broken {
  const { round, quotes, tender } = situation;
  const quote = (bid: string, which: 'quoted' | 'evaluated') => exact(quotes.get(bid)?.[which] ?? '0');
  const people = (order: readonly string[] | undefined): Broken => {
    const classes = byOrder(bids, order);
    return classes ? { classes } : { waits: rule };
  };
  switch (rule) {
    case 'quoted':
    case 'evaluated':
      return { classes: split(bids, (bid) => quote(bid, rule)) };
    case 'technical': {
      const technical = tender.scoring!.groups.filter(({ averaging }) => averaging).map(({ id }) => id);
      const points = (bid: string) =>
        sum(
          (scored.find((one) => one.bid === bid)?.groups ?? [])
            .filter(({ group }) => technical.includes(group))
            .map(({ score }) => exact(score ?? '0')),
        );
      return { classes: split(bids, (bid) => points(bid).neg()) };
    }
    case 'witnessed-draw':
      return people(round.proceedings.draw?.order);
    case 'purchaser':
      return people(round.proceedings.purchaserOrder?.order);
    case 'program-seed': {
      const { seed } = round.head;
      return seed === undefined ? { waits: rule } : { classes: split(bids, (bid) => drawn(seed, bid)) };
    }
  }
}

const decider: Partial<Record<TieBreaker, Awaited['who']>> = {
  'witnessed-draw': 'agency',
  purchaser: 'purchaser',
  'program-seed': 'agency',
};

/**
 * Orders bids by points, ties by the tender's rules in turn. People are asked only where a tie touches a place among
 * the candidates; other bids that stay equal share a rank. `groups` are bids of one brand, of which one may be recommended.
 */
export function rank(
  situation: Situation,
  scored: readonly ScoredBid[],
  groups: readonly (readonly string[])[],
): StageOutcome & { ranked: RankedBid[]; candidates: string[] } {
  const { tender, round, valid } = situation;
  const review = tender.review;
  const tie = review?.ranking.tie ?? [];
  const most = review?.award.candidates.atMost.value ?? 1;
  const least = review?.award.candidates.atLeast.value ?? 1;
  const awaited: Awaited[] = [];
  const clause = review?.ranking.tieClause ?? review?.ranking.clause;
  const how = new Map<string, EvaluationStep[]>();
  const name = (id: string) => valid.find((bid: Bid) => bid.id === id)?.bidder ?? id;
  const total = (bid: string) => exact(scored.find((one) => one.bid === bid)!.total!);
  let place = 1;
  const settle = (bids: string[], rules: readonly TieBreaker[], from: number): Classes => {
    const [rule, ...rest] = rules;
    if (bids.length === 1 || rule === undefined) return [bids];
    const broken = breakTie(situation, scored, rule, bids);
    if ('waits' in broken) {
      if (from <= most)
        awaited.push({
          stage: 'ranking',
          who: decider[broken.waits] ?? 'agency',
          what: `${bids.map(name).join('、')}得分与报价均相同，待${words[broken.waits]}，并录入结果`,
          ...(clause ? { clause } : {}),
          statute: ['mof-87/68'],
        });
      return [bids];
    }
    const { classes } = broken;
    for (const bid of bids)
      how.set(bid, [
        ...(how.get(bid) ?? []),
        {
          label: `得分相同（${bids.map(name).join('、')}）：${words[rule]}`,
          value: `第 ${classes.findIndex((one) => one.includes(bid)) + 1} 位`,
          rule: 'review/ranking/tie',
          ...(clause ? { clause } : {}),
        },
      ]);
    let at = from;
    return classes.flatMap((one) => {
      const settled = settle(one, rest, at);
      at += one.length;
      return settled;
    });
  };
  const ranked: RankedBid[] = [];
  for (const bids of split(
    scored.map(({ bid }) => bid),
    (bid) => total(bid).neg(),
  )) {
    for (const equal of settle(bids, tie, place)) {
      for (const bid of equal)
        ranked.push({
          bid,
          rank: place,
          steps: [
            ...(how.get(bid) ?? []),
            {
              label: '排序',
              expression: `综合得分 ${printExact(total(bid))}`,
              value: `第 ${place} 名`,
              rule: 'review/ranking',
              ...(review ? { clause: review.ranking.clause } : {}),
            },
          ],
        });
      place += equal.length;
    }
  }
  const eligible = ranked.filter(
    ({ bid }, index) =>
      !groups.some(
        (group) => group.includes(bid) && ranked.slice(0, index).some((one) => group.includes(one.bid)),
      ),
  );
  const wanted = Math.min(Math.max(round.proceedings.candidates ?? most, least), most);
  return { awaited, ranked, candidates: eligible.slice(0, wanted).map(({ bid }) => bid) };
}
