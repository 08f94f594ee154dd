import type { Block, Cell, Column, EvaluationStage, ItemResult, Outcome } from '../../../spec/index.ts';
import { type Material, resultsOf } from './material.ts';
import { basisWords, stageWords, voteWords } from './words.ts';

export function outcomeCell(outcome: Outcome, text: string): Cell {
  return { outcome, text };
}

/** Columns of bidders that fit beside the items on one page. */
const acrossAtMost = 5;

/** The mark of a result; a hit that voids nothing is told apart from one that does. */
export function resultCell({ result, effect }: ItemResult): Cell {
  switch (result) {
    case 'clear':
      return outcomeCell('satisfied', '通过');
    case 'not-applicable':
      return outcomeCell('not-applicable', '不适用');
    case 'unknown':
      return outcomeCell('not-assessed', '待认定');
    case 'hit':
      return effect === undefined || effect === 'invalid'
        ? outcomeCell('not-satisfied', '不通过')
        : outcomeCell('inconclusive', hitWords[effect] ?? '见说明');
  }
}
const hitWords: Partial<Record<NonNullable<ItemResult['effect']>, string>> = {
  score: '只影响得分',
  lead: '线索',
  suspend: '中止',
  cancel: '废标',
};

/** Items down, bidders across, in as many tables as the bidders need. */
export function reviewTables(material: Material, stage: EvaluationStage): Block[] {
  const results = resultsOf(material, stage);
  const items = [...new Map(results.map((result) => [result.item, result])).values()];
  const bids = [...new Set(results.map(({ bid }) => bid))];
  if (items.length === 0) return [{ kind: 'paragraph', text: `没有${stageWords(stage)}的记录。` }];
  return chunks(bids, acrossAtMost).map(
    (group, index, all): Block => ({
      kind: 'table',
      ...(all.length > 1 ? { caption: `（${index + 1}/${all.length}）` } : {}),
      columns: [
        { title: '审查内容', width: 30 },
        ...group.map((bid): Column => ({ title: material.bidder(bid), width: 14, align: 'center' })),
      ],
      rows: items.map((item) => [
        { text: item.title },
        ...group.map((bid): Cell => {
          const found = results.find((one) => one.bid === bid && one.item === item.item);
          return found ? resultCell(found) : { text: '—' };
        }),
      ]),
    }),
  );
}

/** Everything that is not plainly clear, with reasons, votes and who said it. */
export function reviewDetails(material: Material, stage: EvaluationStage, caption: string): Block[] {
  const told = resultsOf(material, stage).filter(
    (one) => one.result === 'hit' || one.result === 'unknown' || one.vote || one.seen === 'hit',
  );
  if (told.length === 0) return [];
  return [
    {
      kind: 'table',
      caption,
      columns: [
        { title: '投标人', width: 16 },
        { title: '审查内容', width: 17 },
        { title: '结果', width: 12 },
        { title: '理由', width: 33 },
        { title: '依据', width: 22 },
      ],
      rows: told.map((one) => [
        { text: material.bidder(one.bid) },
        { text: one.title },
        ...(isTrigger(stage, one)
          ? [outcomeCell('inconclusive', '触发'), { text: one.reasons.join('；') }]
          : [resultCell(one), { text: reasonWords(material, one) }]),
        { text: basisWords(material, one) },
      ]),
    },
  ];
}

/** A figure below a limit asks for an explanation; it decides nothing. */
const isTrigger = (stage: EvaluationStage, { decided, result }: ItemResult): boolean =>
  stage === 'low-price' && decided === 'computed' && result === 'hit';

/** Reasons, vote, and whether people said it or the program took it from the papers. */
export function reasonWords(material: Material, one: ItemResult): string {
  const contrary =
    one.seen && one.seen !== 'unknown' && one.seen !== one.result && one.decided === 'recorded'
      ? `程序从材料所见与此不同（${one.seen === 'hit' ? '见到该情形' : '未见该情形'}），以认定为准，请复核`
      : '';
  return [
    one.reasons.join('；') || '未写明理由',
    voteWords(material, one.vote),
    one.decided === 'computed' ? '（程序从材料所见，尚无认定记录）' : '',
    contrary,
  ]
    .filter(Boolean)
    .join('\n');
}

export function chunks<T>(all: readonly T[], size: number): T[][] {
  const groups: T[][] = [];
  for (let from = 0; from < all.length; from += size) groups.push(all.slice(from, from + size));
  return groups;
}
