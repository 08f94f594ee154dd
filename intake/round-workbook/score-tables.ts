import type { Criterion, Tender } from '../../spec/index.ts';
import { correctionGroundLabels } from './labels.ts';
import { choice, column, shown, type Table } from './table.ts';
import { markedCriteria, options } from './tender-options.ts';

const part = 'score-sheet';
const time = { note: '2026-01-31 08:30:00，北京时间', width: 24 };

/** The line of the grid that holds the sums as the member wrote them. */
export const totalsLine = '合计';

/** What a member may give, in short. */
function ruleOf(criterion: Criterion): string {
  switch (criterion.kind) {
    case 'one-of-levels':
      return criterion.levels.map(({ points, when }) => `${points}：${when}`).join('；');
    case 'count-capped':
      return `${criterion.counts}，每项 ${criterion.per} 分`;
    case 'starred-count':
      return `每项符合得 ${criterion.per} 分`;
    case 'matching':
      return `${criterion.certificates.map(({ title }) => title).join('、')}，每证 ${criterion.per} 分`;
    case 'hours-saved':
      return criterion.promises
        .map(({ title, step, per }) => `${title}每提前 ${step.value} 小时 ${per} 分`)
        .join('；');
    case 'fixed':
      return criterion.when;
    case 'price-lowest-base':
      return '由程序计算';
  }
}

/** The marks that the table of points allows; none where they are not few. */
export function allowedMarks(criterion: Criterion): string[] {
  if (criterion.kind === 'one-of-levels') return criterion.levels.map(({ points }) => points);
  if (criterion.kind === 'fixed') return [criterion.points, '0'];
  return [];
}

const criterionOf = (tender: Tender, id: unknown) => markedCriteria(tender).find((one) => one.id === id);

/** One member's marks, criterion by bid, and the member's own corrections. */
export const scoreTables: Table[] = [
  {
    part,
    layout: 'form',
    sheet: '评委',
    note: '每位评委一个工作簿',
    into: [],
    columns: [
      column('code', '评委编号', 'member', { needed: true, note: '与评标委员会名单一致，如 M1' }),
      column('instant', '系统确认时间', 'confirmedAt', { ...time, note: `${time.note}；系统确认不是签字` }),
    ],
  },
  {
    part,
    layout: 'grid',
    sheet: '评分表',
    note: '在表头黄色单元格填写投标编号，其下填写所评分数；合计由评委自行填写，不要用公式',
    into: [],
    columns: [
      column('reference', '评分项编号', 'criterion', { needed: true, width: 26 }),
      shown('评分项', ({ criterion }, tender) => criterionOf(tender, criterion)?.title ?? '', { width: 26 }),
      shown('满分', ({ criterion }, tender) => criterionOf(tender, criterion)?.points ?? '', { width: 8 }),
      shown(
        '评分办法',
        ({ criterion }, tender) => {
          const found = criterionOf(tender, criterion);
          return found ? ruleOf(found) : '';
        },
        { width: 48 },
      ),
    ],
  },
  {
    part,
    layout: 'rows',
    sheet: '评分更正',
    note: '只有评委本人可以更正；评分表保持原填分数，更正记在这里',
    into: ['corrections'],
    columns: [
      column('code', '投标编号', 'bid', { needed: true }),
      column('reference', '评分项', 'criterion', {
        options: options.marked,
        note: '更正合计的留空',
        width: 30,
      }),
      column('decimal', '原分数', 'from', { needed: true }),
      column('decimal', '更正为', 'to', { needed: true }),
      choice('情形', 'ground', correctionGroundLabels, { needed: true, width: 28 }),
      column('text', '理由', 'reasons', { needed: true, width: 36 }),
      column('instant', '时间', 'at', { ...time, needed: true }),
    ],
  },
];
