import { type Checkable, checkableKindLabels } from '../../spec/index.ts';
import type { SourceCheck } from '../source-check.ts';
import type { Difference } from './difference.ts';

const formats = { text: '文本', docx: 'DOCX', pdf: 'PDF' } as const;
const shown = 60;

const name = (one: { id: string; kind: Checkable['kind'] }) => `${checkableKindLabels[one.kind]} ${one.id}`;
const at = ({ lines: [first, last] }: { lines: number[] }) =>
  first === last ? `第 ${first} 行` : `第 ${first}–${last} 行`;
const shorten = (text: string) => {
  const line = text.replace(/\s+/g, ' ');
  return line.length > shown ? `${line.slice(0, shown)}…` : line;
};

function sayDifference({ before, was, is }: Difference): string {
  const where = before === '' ? '' : `“…${before}”之后`;
  if (was === '') return `${where}多出“${shorten(is)}”`;
  if (is === '') return `${where}缺少“${shorten(was)}”`;
  return `${where}“${shorten(was)}”变为“${shorten(is)}”`;
}

function sayChanged(one: SourceCheck['changed'][number]): string {
  const what = one.isStarOnly
    ? `▲标记${one.differences?.[0]?.was === '' ? '为后加' : '缺失'}`
    : one.differences
      ? one.differences.map(sayDifference).join('；')
      : '与录入时的摘要不符；手边没有录入时的原文，指不出具体字符（可用 --original 给出）';
  const figures = one.figures.length === 0 ? '' : `；规格中的 ${one.figures.join('、')} 在此处未见`;
  return `${name(one)}（${at(one)}）：${what}${figures}`;
}

/** The comparison of a text with the data, clause by clause, as people read it. */
export function saySourceCheck(check: SourceCheck): string {
  const { counts } = check;
  const of = (
    label: string,
    unit: string,
    { bound, encoded, inText, stated }: SourceCheck['counts']['clauses'],
  ) => `${label}：${bound}/${stated ?? encoded} ${unit}一致（规格录入 ${encoded}，文本中认出 ${inText}）`;
  const lines = [
    `原文比对：${check.file}（${formats[check.format]}${check.isBoundCopy ? '，与录入时的原件逐字节相同' : '，不是录入时的那一份文件'}）`,
    ...check.notes.map((note) => `  注意：${note}`),
    of('技术条款', '条', counts.clauses),
    of('价格目录', '行', counts.tariff),
    of('考核指标', '项', counts.kpis),
    ...check.chapters.map(
      ({ part, chapter, title, bound, inText }) =>
        `  第${part}部分第${chapter}章${title ? ` ${title}` : ''}：文本 ${inText} 条，已绑定 ${bound} 条`,
    ),
  ];
  const list = <T>(title: string, items: T[], say: (item: T) => string) => {
    if (items.length === 0) return;
    lines.push(`${title} ${items.length} 处：`, ...items.map((item) => `  · ${say(item)}`));
  };
  list('内容变动', check.changed, sayChanged);
  list('位置变动', check.moved, (one) => `${name(one)}（${at(one)}）：${one.from} → ${one.to}`);
  list('规格有而文本无', check.missing, (one) => `${name(one)}：${one.place}`);
  list('重复绑定', check.boundTwice, (one) => `${name(one)} 与 ${one.other} 绑定同一处（${at(one)}）`);
  list('文本有而规格无', check.unbound, (one) => `${one.place}（${at(one)}）：${shorten(one.wording)}`);
  list(
    '单价不符',
    check.prices,
    (one) => `${one.id}（${at(one)}）：规格 ${one.encoded}，文本 ${one.offered}`,
  );
  list(
    '分值不符',
    check.points,
    (one) => `${one.id}（${at(one)}）：规格 ${one.encoded}，文本 ${one.offered}`,
  );
  list('规格数值不见于原文', check.figures, (one) => `${name(one)}（${at(one)}）：${one.figures.join('、')}`);
  lines.push(check.differs ? '结论：文本与规格有出入，见上' : '结论：文本与规格一致');
  return `${lines.join('\n')}\n`;
}
