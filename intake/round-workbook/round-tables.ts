import { readingBases, roundModes } from '../../spec/index.ts';
import { choice, column, type Table } from './table.ts';
import { options } from './tender-options.ts';

const part = 'round';
const time = { note: '2026-01-31 08:30:00，北京时间', width: 24 };

/** The head of a round: what it is for, who sits, what was said at the opening. */
export const roundTables: Table[] = [
  {
    part,
    layout: 'form',
    sheet: '项目信息',
    note: '一次评审一个工作簿',
    into: [],
    columns: [
      column('code', '评审编号', 'id', { needed: true, note: '字母或数字' }),
      column('text', '评审名称', 'title', { needed: true }),
      column('code', '招标规格', 'tender', { needed: true, note: '规格编号' }),
      choice('用途', 'mode', roundModes, { needed: true }),
      column('boolean', '投标为虚构', 'synthetic'),
      column('boolean', '投标人自行演练', 'alone', { note: '只有一份投标，不要求家数' }),
      column('text', '授权文件', 'authorisation.title', { note: '经授权评审时填写' }),
      column('code', '授权文件摘要', 'authorisation.digest', { note: 'sha256:…' }),
      column('text', '核心产品', 'coreProducts', { many: true, note: '多项用顿号分隔' }),
      column('as-written', '抽签种子', 'seed', { note: '开标前公布' }),
      column('decimal', '评分提示界限（%）', 'screening.shareOfFullMark', {
        note: '与其他评委中位数相差占满分的比例',
      }),
    ],
  },
  {
    part,
    layout: 'rows',
    sheet: '读法选择',
    note: '不改变的不填；依据须在投标截止前已有',
    into: ['readings'],
    columns: [
      column('reference', '读法', 'id', { needed: true, options: options.readings, width: 36 }),
      column('reference', '采用', 'option', { needed: true, options: options.readingOptions, width: 40 }),
      choice('依据种类', 'basis.kind', readingBases),
      column('text', '依据', 'basis.text', { width: 36 }),
      column('code', '依据摘要', 'basis.digest', { note: 'sha256:…' }),
    ],
  },
  {
    part,
    layout: 'form',
    sheet: '开标',
    note: '尚未开标的留空',
    into: ['opening'],
    columns: [
      column('instant', '开始时间', 'startedAt', time),
      column('instant', '结束时间', 'endedAt', time),
      column('text', '地点', 'place'),
      column('text', '主持人', 'host'),
      column('text', '记录人', 'recorder'),
      column('text', '见证人', 'witnesses', { many: true, note: '多人用顿号分隔' }),
    ],
  },
  {
    part,
    layout: 'rows',
    sheet: '开标异议',
    note: '每项异议一行',
    into: ['opening', 'objections'],
    columns: [
      column('code', '投标编号', 'bid', { needed: true }),
      column('text', '异议', 'text', { needed: true, width: 40 }),
      column('text', '答复', 'answer', { width: 40 }),
      column('instant', '时间', 'at', time),
    ],
  },
  {
    part,
    layout: 'rows',
    sheet: '开标故障',
    note: '系统故障、断电等',
    into: ['opening', 'faults'],
    columns: [
      column('reference', '事项', 'item', { options: options.admission, width: 32 }),
      column('text', '事实', 'fact', { needed: true, width: 40 }),
      column('instant', '发生时间', 'at', { ...time, needed: true }),
      column('instant', '恢复时间', 'resumedAt', time),
    ],
  },
  {
    part,
    layout: 'rows',
    sheet: '评标委员会',
    note: '曾经到会的成员全部列出，包括被更换的',
    into: ['committee', 'members'],
    columns: [
      column('code', '成员编号', 'id', { needed: true, note: '如 M1；与评分表一致' }),
      column('text', '姓名', 'name', { needed: true }),
      column('reference', '类别', 'group', { needed: true, options: options.groups, width: 34 }),
      column('text', '专业', 'speciality'),
      column('text', '工作单位', 'employer', { width: 28 }),
      column('boolean', '组长', 'leads', { width: 8 }),
      column('boolean', '参加过开标', 'attendedOpening'),
      column('instant', '签到时间', 'signedInAt', time),
      column('boolean', '声明无回避情形', 'noInterest'),
      column('boolean', '保密承诺', 'secrecy'),
      column('text', '有关系的单位', 'relatedTo', {
        many: true,
        note: '名称或信用代码，用顿号分隔',
        width: 28,
      }),
    ],
  },
  {
    part,
    layout: 'rows',
    sheet: '成员更换',
    note: '每次更换一行',
    into: ['committee', 'replacements'],
    columns: [
      column('reference', '种类', 'kind', { needed: true, options: options.replacements, width: 36 }),
      column('code', '退出成员', 'out'),
      column('code', '补入成员', 'in'),
      column('text', '原因', 'reasons', { needed: true, width: 36 }),
      column('instant', '时间', 'at', { ...time, needed: true }),
    ],
  },
  {
    part,
    layout: 'rows',
    sheet: '成员违规',
    note: '每项事实一行',
    into: ['committee', 'misconduct'],
    columns: [
      column('code', '成员编号', 'member', { needed: true }),
      column('reference', '情形', 'kind', { needed: true, options: options.misconduct, width: 36 }),
      column('text', '事实', 'fact', { needed: true, width: 40 }),
      column('instant', '时间', 'at', time),
    ],
  },
];
