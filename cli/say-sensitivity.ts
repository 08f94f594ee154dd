import Table from 'cli-table3';
import {
  type BidStanding,
  bidStandings,
  type Evaluation,
  type EvaluationChanges,
  evaluationStates,
  type Sensitivity,
} from '../spec/index.ts';

const bare = { style: { head: [], border: [] }, wordWrap: true, wrapOnWordBoundary: false };
const sayStanding = (text: string) =>
  text.replace(/^[a-z]+/, (word) => bidStandings[word as BidStanding] ?? word);

/** What changes, in words; empty when nothing does. Where the evaluation ends elsewhere, only that is told. */
function sayChanges(changes: EvaluationChanges, nameOf: (id?: string) => string): string[] {
  const { state, winner, validity, points, rank, awaited } = changes;
  const turned = validity.filter(({ to }) => !to.startsWith('open'));
  const told = [
    ...(state ? [`${evaluationStates[state.from]} → ${evaluationStates[state.to]}`] : []),
    ...awaited.slice(0, 3).map((what) => `须处理：${what}`),
    ...(awaited.length > 3 ? [`……另有 ${awaited.length - 3} 项须处理`] : []),
    ...turned.map(({ bid, from, to }) => `${nameOf(bid)}：${sayStanding(from)} → ${sayStanding(to)}`),
  ];
  if (state) return told;
  return [
    ...(winner ? [`第一名：${nameOf(winner.from)} → ${nameOf(winner.to)}`] : []),
    ...told,
    ...rank.map(({ bid, from, to }) => `${nameOf(bid)} 名次 ${from ?? '—'} → ${to ?? '—'}`),
    ...points.map(({ bid, from, to }) => `${nameOf(bid)} 得分 ${from ?? '—'} → ${to ?? '—'}`),
  ];
}

export function saySensitivity(result: Sensitivity, evaluation: Evaluation): string {
  const nameOf = (id?: string) =>
    id === undefined ? '无' : (evaluation.bids.find(({ bid }) => bid === id)?.bidder ?? id);
  const told = result.single.map((one) => ({ ...one, says: sayChanges(one.changes, nameOf) }));
  const effects = new Table({
    head: ['读法', '改为', '原文行', '变化'],
    colWidths: [30, 26, 14, 60],
    ...bare,
  });
  for (const { reading, question, title, lines, says } of told)
    if (says.length > 0) effects.push([`${reading} ${question}`, title, lines.join('、'), says.join('\n')]);
  const { combinations: c, quotes, marks } = result;
  const ranges = new Table({ head: ['投标人', '可能名次', '得分范围', '无效的组合数'], ...bare });
  for (const { bid, ranks, least, most, invalidIn } of c.bids)
    ranges.push([
      nameOf(bid),
      ranks.join('、') || '—',
      least === undefined ? '—' : `${least} – ${most}`,
      invalidIn,
    ]);
  const distance = (one: Sensitivity['quotes'][number]['below']) =>
    one
      ? `${one.quote}（${one.state === 'complete' ? `第一名 ${nameOf(one.winner)}` : evaluationStates[one.state]}）`
      : '无';
  const apart = new Table({ head: ['投标人', '报价', '降到', '升到'], ...bare });
  for (const { bid, quote, below, above } of quotes)
    apart.push([nameOf(bid), quote, distance(below), distance(above)]);
  return [
    `现行读法下：${evaluationStates[result.base.state]}，第一名 ${nameOf(result.base.winner)}${result.margin === undefined ? '' : `，领先第二名 ${result.margin} 分`}`,
    '',
    `一、逐个改变读法：${told.length} 个备选中 ${told.filter(({ says }) => says.length > 0).length} 个有影响`,
    effects.toString(),
    '',
    `二、读法组合：${c.readings.join('、') || '无'} 可相互影响，共 ${c.all} 种组合，已算 ${c.tried} 种${c.tried + c.impossible < c.all ? '（按偏离个数由少到多，达到上限，其余未算）' : '（全部）'}${c.impossible > 0 ? `，${c.impossible} 种不能并存` : ''}`,
    ranges.toString(),
    ...c.turning
      .slice(0, 20)
      .map(
        ({ options, winner, state }) =>
          `  · ${options.map(({ reading, title, lines }) => `${reading}“${title}”（第 ${lines.join('、')} 行）`).join(' + ')} → ${state === 'complete' ? `第一名 ${nameOf(winner)}` : evaluationStates[state]}`,
      ),
    ...(c.turning.length > 20 ? [`  · 另有 ${c.turning.length - 20} 组，见 --json`] : []),
    '',
    '三、报价距离：单独改变一家报价，使第一名或评审状态改变的最近报价',
    apart.toString(),
    '',
    `四、评分距离：单独改变一个评分即改变第一名的，${marks.length} 处`,
    ...marks
      .slice(0, 30)
      .map(
        ({ member, bid, criterion, from, to, winner }) =>
          `  · ${member} 对 ${nameOf(bid)} 的 ${criterion}：${from} → ${to}，第一名成为 ${nameOf(winner)}`,
      ),
    '',
  ].join('\n');
}
