import Table from 'cli-table3';
import {
  bidStandings,
  deciders,
  type Evaluation,
  type EvaluationStep,
  evaluationStages,
  evaluationStates,
  noticeKinds,
  type Place,
  printApproximate,
  type Reading,
  readingsAt,
  roundModes,
  type Tender,
} from '../spec/index.ts';

const bare = { style: { head: [], border: [] }, wordWrap: true, wrapOnWordBoundary: false };
const states = { ...evaluationStates, awaiting: '尚有事项待人处理，不给出排序' } as const;
const who = { ...deciders, member: '评委本人', bidder: '投标人' } as const;

export function sayPlace(clause: Place | undefined): string {
  if (!clause) return '';
  const lines = clause.lines ? `第 ${[...new Set(clause.lines)].join('–')} 行` : '';
  return [clause.section, clause.item && `（${clause.item}）`, lines].filter(Boolean).join(' ');
}

/** Points and prices have two decimals at least. */
function cell(value: string | undefined): string {
  if (value === undefined) return '—';
  const [whole, fraction = ''] = printApproximate(value, 4).split('.');
  return `${whole}.${fraction.padEnd(2, '0')}`;
}

/** The evaluation in a terminal: state, bids, what waits, what was noticed. */
export function sayEvaluation(evaluation: Evaluation): string {
  const { round, tender, ended, bids, awaited, notices, candidates, touched } = evaluation;
  const groups = bids.find((bid) => bid.groups.length > 0)?.groups.map(({ title }) => title) ?? [];
  const table = new Table({
    head: ['投标人', '效力', '投标报价', '评标价', ...groups, '综合得分', '名次'],
    ...bare,
  });
  for (const bid of bids) {
    const { unit, quoted, evaluated } = bid.quote;
    const price = (value: string | undefined) =>
      value === undefined ? '—' : `${cell(value)}${unit === '%' ? '%' : ' 元'}`;
    table.push([
      bid.bidder,
      bid.invalid ? `无效：${bid.invalid.title}` : bidStandings[bid.standing],
      price(quoted),
      price(evaluated),
      ...groups.map((_, index) => cell(bid.groups[index]?.score)),
      cell(bid.total),
      bid.rank ?? '—',
    ]);
  }
  const nameOf = (id: string | undefined) => bids.find(({ bid }) => bid === id)?.bidder ?? id ?? '';
  return [
    `${tender.title}（${tender.number}） ${round.title}【${roundModes[round.mode]}${round.synthetic ? '，模拟数据' : ''}】`,
    `${states[evaluation.state]}${ended ? `：${evaluationStages[ended.stage]}——${ended.title}（${ended.reasons.join('；')}） ${sayPlace(ended.clause)}` : ''}`,
    table.toString(),
    ...(candidates.length > 0
      ? [`中标候选人：${candidates.map((id, index) => `${index + 1}. ${nameOf(id)}`).join('　')}`]
      : []),
    ...(awaited.length > 0 ? [`待处理 ${awaited.length} 项：`] : []),
    ...awaited.map(
      ({ stage, who: by, what, bid, clause }) =>
        `  · [${evaluationStages[stage]}] ${bid ? `${nameOf(bid)}：` : ''}${what}（${who[by]}）${sayPlace(clause)}`,
    ),
    ...(notices.length > 0 ? [`提示 ${notices.length} 条：`] : []),
    ...notices.map(
      ({ stage, kind, bids: concerned, text }) =>
        `  · [${evaluationStages[stage]}·${noticeKinds[kind]}] ${concerned ? `${concerned.map(nameOf).join('、')}：` : ''}${text}`,
    ),
    ...(touched.length > 0
      ? [
          `本项目事实涉及的读法：${touched.map(({ id, question, stages }) => `${id} ${question}（${stages.map((stage) => evaluationStages[stage]).join('、')}）`).join('；')}`,
        ]
      : []),
    '',
  ].join('\n');
}

function sayReadings(tender: Tender, readings: readonly Reading[]): string {
  return readings
    .map((reading) => {
      const chosen = tender.chosenReadings.find(({ id }) => id === reading.id);
      return `读法 ${reading.id}（${reading.question}）取“${chosen?.title ?? reading.pick}”，${chosen?.basis ?? ''}，原文第 ${reading.lines.join('、')} 行`;
    })
    .join('；');
}

/** One line of arithmetic with its ground. */
function sayStep(
  tender: Tender,
  { label, expression, value, rule, clause, statute }: EvaluationStep,
): string {
  const shown = /^-?\d+(\.\d+)?\/\d+$/.test(value) ? `${value}（${printApproximate(value, 6)}）` : value;
  const readings = rule ? readingsAt(tender.readings, rule) : [];
  const ground = [
    sayPlace(clause),
    statute && statute.length > 0 ? `依据 ${statute.join('、')}` : '',
    readings.length > 0 && readings.length <= 3 ? sayReadings(tender, readings) : '',
  ].filter(Boolean);
  return `    ${label}：${expression ? `${expression} = ` : ''}${shown}${ground.length > 0 ? `\n        ↳ ${ground.join('；')}` : ''}`;
}

export function explanation(
  evaluation: Evaluation,
  tender: Tender,
  bid: string,
  criterion: string | undefined,
): string {
  const found = evaluation.bids.find((one) => one.bid === bid)!;
  const step = (one: EvaluationStep) => sayStep(tender, one);
  const lines: string[] = [`${found.bidder}（${found.bid}） ${bidStandings[found.standing]}`];
  if (found.invalid)
    lines.push(
      `  无效：${evaluationStages[found.invalid.stage]}——${found.invalid.title}：${found.invalid.reasons.join('；')} ${sayPlace(found.invalid.clause)}`,
    );
  if (criterion === undefined) {
    lines.push('  报价', ...found.quote.steps.map(step));
    for (const one of found.deductions)
      lines.push(
        `    ${one.title}：${one.granted ? `扣除 ${cell(one.share)}` : '不予扣除'}（${one.reasons.join('；')}） ${sayPlace(one.clause)}`,
      );
  }
  for (const group of found.groups) {
    const criteria = group.criteria.filter((one) => criterion === undefined || one.criterion === criterion);
    if (criteria.length === 0) continue;
    lines.push(`  ${group.title}（满分 ${group.points}）：${cell(group.score)}`);
    for (const one of criteria) {
      lines.push(
        `   ${one.title}（${one.criterion}，满分 ${one.points}）：${cell(one.score)}`,
        ...one.steps.map(step),
      );
      for (const counted of one.counted)
        lines.push(
          `      ${counted.counts ? '√' : '×'} ${counted.what}${counted.reasons.length > 0 ? `：${counted.reasons.join('；')}` : ''}`,
        );
      lines.push(...one.hints.map((hint) => `      提示：${hint}`));
    }
    if (criterion === undefined) lines.push(...group.steps.map(step));
  }
  if (criterion === undefined) lines.push('  合计与名次', ...found.steps.map(step));
  return `${lines.join('\n')}\n`;
}
