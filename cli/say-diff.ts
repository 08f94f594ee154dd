import {
  type Difference,
  type DifferenceSide,
  differenceGroupNames,
  differenceGroups,
  outcomes,
  reasons,
  type Standing,
} from '../spec/index.ts';

const sayStanding = (standing: Standing | undefined) =>
  standing ? `${outcomes[standing.outcome]}（${reasons[standing.reason].label}）` : '无';

function saySide({ run, revision, target, recordGrew }: DifferenceSide): string {
  const grew = recordGrew ? '；判定之后测试记录又有增长' : '';
  return `${run} 第 ${revision} 版判定，${target}${grew}`;
}

const short = (text: string) => text.replace(/(sha256:[0-9a-f]{12})[0-9a-f]{52}/g, '$1…') || '无';

/** The comparison for a terminal: each group by itself, what got worse first. No sum over groups. */
export function sayDifference(difference: Difference, titles: ReadonlyMap<string, string>): string {
  const { bases, requirements, checks } = difference;
  const lines = [`前：${saySide(difference.from)}`, `后：${saySide(difference.to)}`];
  if (bases.length + requirements.length + checks.length === 0) return `${lines.join('\n')}\n完全相同\n`;
  if (bases.length > 0)
    lines.push('依据的不同：', ...bases.map((b) => `  ${b.label}：${short(b.from)} → ${short(b.to)}`));
  for (const group of differenceGroupNames) {
    const clauses = requirements.filter((each) => each.group === group);
    const items = checks.filter((each) => each.group === group);
    if (clauses.length + items.length === 0) continue;
    lines.push(`【${differenceGroups[group]}】条目 ${clauses.length}，核验项 ${items.length}`);
    for (const { id, starred, worsens, from, to } of clauses)
      lines.push(
        `  条目 ${starred ? '▲' : ''}${id} ${titles.get(id) ?? ''}：${sayStanding(from)} → ${sayStanding(to)}${worsens ? '（变差）' : ''}`,
      );
    for (const { id, worsens, from, to, changes, evidence } of items) {
      const isSame = from?.outcome === to?.outcome && from?.reason === to?.reason;
      lines.push(
        `  核验 ${id}：${isSame ? sayStanding(to) : `${sayStanding(from)} → ${sayStanding(to)}`}${worsens ? '（变差）' : ''}`,
        ...changes.map((change) => `      ${change.label}：${short(change.from)} → ${short(change.to)}`),
      );
      if (evidence.added.length + evidence.gone.length > 0)
        lines.push(`      证据：新增 ${evidence.added.length} 件，不再引用 ${evidence.gone.length} 件`);
    }
  }
  return `${lines.join('\n')}\n`;
}
