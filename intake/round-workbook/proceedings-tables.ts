import type { Tender } from '../../spec/index.ts';
import { resultLabels, sectionLabels } from './labels.ts';
import { type Column, choice, column, shown, type Table, voteColumns } from './table.ts';
import { options, titleIn } from './tender-options.ts';

const part = 'proceedings';
const time = { note: '2026-01-31 08:30:00，北京时间', width: 24 };
const bid = column('code', '投标编号', 'bid', { needed: true });
const reasons = (path = 'reasons', head = '理由') => column('text', head, path, { width: 36 });
const digest = (path = 'digest') => column('code', '文件摘要', path, { note: 'sha256:…' });
const ids = (head: string, path: string, note = '投标编号，用顿号分隔'): Column =>
  column('reference', head, path, { many: true, note, width: 24 });
const members = (path: string) => ids('签字成员', path, '成员编号，用顿号分隔');

type Section = keyof typeof sectionLabels;
const sectionItems = (tender: Tender, section: Section): { id: string; title: string }[] =>
  (section === 'deductions' ? tender.review?.priceDeductions : tender.review?.[section])?.items ?? [];

function findingsTable(section: Section): Table {
  return {
    part,
    layout: 'rows',
    sheet: sectionLabels[section],
    note: '只填写有认定的事项；同一事项对不同投标人结论不同的，复制该行后分别填写',
    into: [section, 'findings'],
    given: (tender) => sectionItems(tender, section).map(({ id }) => ({ item: id })),
    columns: [
      column('reference', '事项', 'item', {
        needed: true,
        given: true,
        options: options[section],
        width: 28,
      }),
      shown('事项名称', ({ item }, tender) => titleIn(sectionItems(tender, section), item), { width: 36 }),
      { ...ids('投标编号', 'bids'), needed: true },
      choice('认定', 'result', resultLabels, { needed: true, note: '该情形存在或未发现' }),
      { ...reasons(), needed: true },
      column('reference', '所涉条款', 'clause', { options: options.clauses, note: '针对某一条款的填写' }),
      column('text', '页码', 'page', { note: '如 第 12、35 页' }),
      ...voteColumns('votes'),
      column('instant', '时间', 'at', time),
    ],
  };
}

/** What people find, ask, answer and resolve, from the qualification to the recommendation. */
export const proceedingsTables: Table[] = [
  {
    part,
    layout: 'rows',
    sheet: '审查情况',
    note: '列入“已全部审查”的投标，凡没有认定记录的事项即视为审查后未发现问题；没有看完的不要列入',
    into: [],
    keyedBy: '环节',
    given: () => Object.keys(sectionLabels).map((section) => ({ section })),
    columns: [
      choice('环节', 'section', sectionLabels, { needed: true, given: true, width: 20 }),
      ids('已全部审查的投标', 'clear'),
      column('text', '审查人', 'by', { many: true, note: '多人用顿号分隔', width: 30 }),
      column('instant', '时间', 'at', time),
    ],
  },
  ...(Object.keys(sectionLabels) as Section[]).map(findingsTable),
  {
    part,
    layout: 'rows',
    sheet: '信用查询',
    note: '每个单位、每个名单一行',
    into: ['creditSearches'],
    columns: [
      column('code', '统一社会信用代码', 'firm', { needed: true, width: 24 }),
      column('text', '查询的名单', 'list', { needed: true, options: options.registers, width: 34 }),
      column('date', '查询日期', 'on', { needed: true, note: '2026-01-31' }),
      column('boolean', '是否列入', 'listed', { needed: true }),
      digest(),
    ],
  },
  {
    part,
    layout: 'rows',
    sheet: '澄清',
    note: '每次澄清一行；答复由投标人书面作出',
    into: ['clarifications'],
    columns: [
      column('code', '澄清编号', 'id', { needed: true, note: '如 Q1' }),
      bid,
      column('reference', '所涉事项', 'about', {
        needed: true,
        options: options.about,
        note: '审查项、修正步骤或评分项',
        width: 28,
      }),
      column('text', '问题', 'question', { needed: true, width: 36 }),
      column('instant', '提出时间', 'askedAt', { ...time, needed: true }),
      members('signedBy'),
      column('boolean', '投标人主动提出', 'unsolicited'),
      column('instant', '答复时间', 'reply.at', time),
      column('text', '答复内容', 'reply.text', { width: 36 }),
      column('boolean', '答复已签章', 'reply.signed', { note: '公章，或法定代表人、授权代表签字' }),
      column('boolean', '改变实质性内容', 'reply.changesSubstance'),
      digest('reply.digest'),
      column('boolean', '拒绝澄清', 'refused'),
    ],
  },
  {
    part,
    layout: 'rows',
    sheet: '报价修正确认',
    note: '修正后的报价由程序按规定次序算出，投标人确认后填写',
    into: ['corrections'],
    columns: [
      bid,
      column('boolean', '是否确认', 'confirmed', { needed: true }),
      column('as-written', '修正后的报价', 'quote', { note: '交投标人确认的数，不带百分号' }),
      column('instant', '确认时间', 'at', { ...time, needed: true }),
      digest(),
    ],
  },
  {
    part,
    layout: 'rows',
    sheet: '异常低价',
    note: '每份被要求说明的投标一行',
    into: ['lowPrice'],
    columns: [
      bid,
      ...voteColumns('judgement.votes', '专业判断'),
      reasons('judgement.reasons', '专业判断理由'),
      column('instant', '要求说明时间', 'askedAt', time),
      column('instant', '答复截止时间', 'answerBy', time),
      column('instant', '说明时间', 'explanation.at', time),
      column('text', '说明内容', 'explanation.text', { width: 36 }),
      column('text', '说明材料', 'explanation.papers', { many: true, note: '多项用顿号分隔', width: 28 }),
      digest('explanation.digest'),
      column('boolean', '逾期未说明', 'noExplanation'),
      ...voteColumns('convincing.votes', '能证明合理'),
      reasons('convincing.reasons', '认定理由'),
      column('text', '比照的数据', 'convincing.heldAgainst', {
        many: true,
        note: '多项用顿号分隔',
        width: 28,
      }),
    ],
  },
  {
    part,
    layout: 'rows',
    sheet: '异常评分认定',
    note: '评标委员会对畸高、畸低评分的认定',
    into: ['abnormalMarks'],
    columns: [
      column('code', '评委编号', 'member', { needed: true }),
      bid,
      column('boolean', '维持原评分', 'upheld', { needed: true }),
      { ...reasons(), needed: true },
      ...voteColumns('votes'),
    ],
  },
  {
    part,
    layout: 'rows',
    sheet: '读法决议',
    note: '开标后发现招标文件有两种以上理解的，由评标委员会书面决议',
    into: ['resolutions'],
    columns: [
      column('reference', '读法', 'reading', { needed: true, options: options.readings, width: 30 }),
      column('reference', '采用', 'option', { needed: true, options: options.readingOptions, width: 34 }),
      { ...reasons(), needed: true },
      members('signedBy'),
      column('instant', '时间', 'at', { ...time, needed: true }),
      digest(),
    ],
  },
  {
    part,
    layout: 'form',
    sheet: '抽签与其他事项',
    note: '没有发生的留空',
    into: [],
    columns: [
      ids('抽签次序', 'draw.order', '投标编号，先抽中的在前，用顿号分隔'),
      column('text', '抽签见证人', 'draw.witnesses', { many: true, note: '多人用顿号分隔' }),
      column('instant', '抽签时间', 'draw.at', time),
      column('text', '抽签方式', 'draw.how'),
      { ...digest('draw.digest'), head: '抽签记录摘要' },
      ids('采购人确定的次序', 'purchaserOrder.order', '招标文件规定并列时由采购人确定的填写'),
      column('instant', '采购人确定时间', 'purchaserOrder.at', time),
      reasons('purchaserOrder.reasons', '采购人确定理由'),
      column('reference', '废标情形', 'cancellation.item', { options: options.cancellation }),
      reasons('cancellation.reasons', '废标理由'),
      ...voteColumns('cancellation.votes', '废标'),
      column('instant', '废标时间', 'cancellation.at', time),
      reasons('stop.reasons', '中止原因'),
      column('instant', '中止时间', 'stop.at', time),
      column('instant', '恢复时间', 'stop.resumedAt', time),
      column('integer', '推荐候选人数', 'candidates'),
    ],
  },
];
