import { documentKinds, firmSizes, formOccasions } from '../../spec/index.ts';
import {
  deviationLabels,
  intentLabels,
  memberRoleLabels,
  otherResponseLabels,
  personRoleLabels,
  sealLabels,
  signatoryLabels,
} from './labels.ts';
import { type Column, choice, column, shown, type Table } from './table.ts';
import {
  answeredClauses,
  bidForms,
  criteria,
  machineNames,
  options,
  promises,
  quoteForms,
  reviewItems,
  starredFirst,
  titleIn,
} from './tender-options.ts';

const part = 'bid';
const several = '经查看没有的填“无”；多项用顿号分隔；某项本身含顿号时，每项一行（Alt+Enter）';

const overview: Column[] = [
  column('code', '投标编号', 'id', { needed: true, note: '字母或数字，如 B1；与接收记录、评分表一致' }),
  column('text', '投标人名称', 'bidder', { needed: true, note: '联合体写牵头人名称，并注明“联合体”' }),
  choice('签署人身份', 'signatory.kind', signatoryLabels),
  column('text', '签署人姓名', 'signatory.name'),
  column('code', '签署人证件号码', 'signatory.identity'),
  column('code', '签署人电话', 'signatory.phone'),
  column('integer', '投标有效期（天）', 'validityDays', { note: '自投标截止之日起的日历天数' }),
  column('boolean', '报价是否可调整', 'quote.adjustable'),
  column('text', '可选择的报价', 'quote.alternatives', { many: true, note: `照录备选报价；${several}` }),
  column('boolean', '报价涂改处是否盖章', 'quote.altered.sealed', {
    note: '开标一览表无涂改的，此项留空',
  }),
  column('as-written', '声明的总价（元）', 'quote.declaredTotal', { note: '投标人另行声明总价的填写' }),
  choice('未列条款的响应', 'otherResponses', otherResponseLabels, {
    note: '“▲与其他条款响应”中未列出的无▲条款；没有查看过的留空',
  }),
  column('text', '进口产品', 'importedProducts', { many: true, note: `所投的进口产品；${several}` }),
  column('text', '附加条件', 'conditions', { many: true, note: `投标人附加的条件；${several}` }),
];

const firm: Column[] = [
  column('code', '单位编号', 'id', { needed: true, note: '字母或数字，如 B1-1；同一单位多行时重复填写' }),
  column('text', '单位名称', 'name', { needed: true, width: 28 }),
  column('code', '统一社会信用代码', 'creditCode', { needed: true, width: 24, note: '18 位' }),
  choice('联合体身份', 'role', memberRoleLabels, { note: '非联合体留空' }),
  column('text', '法定代表人', 'legalRepresentative'),
  column('text', '单位负责人', 'head', { note: '与法定代表人不同时填写' }),
  column('text', '地址', 'address', { width: 24 }),
  choice('声明的规模', 'size.declared', firmSizes, { note: '以中小企业声明函为准；未声明留空' }),
  column('integer', '从业人员（人）', 'size.staff', { note: '上年末' }),
  column('decimal', '营业收入（元）', 'size.revenue', { note: '上年度', width: 18 }),
  column('decimal', '资产总额（元）', 'size.assets', { note: '上年末', width: 18 }),
  column('boolean', '新成立无数据', 'size.newlyFounded'),
  column('boolean', '大型企业分支机构', 'size.branchOfLarge'),
  column('boolean', '大型企业控股', 'size.heldByLarge'),
  column('boolean', '与大型企业同一负责人', 'size.sameHeadAsLarge'),
  column('boolean', '服务人员非本单位', 'size.staffElsewhere', { note: '服务人员不是与本单位订立合同的' }),
  column('boolean', '监狱企业', 'prison'),
  column('boolean', '残疾人福利性单位', 'disabledWelfare'),
  column('boolean', '为本项目提供过设计等服务', 'designedThisProject', {
    note: '设计、规范编制、管理、监理、检测',
  }),
  column('decimal', '合同份额（%）', 'share', { note: '协议约定，不带百分号' }),
];
const relations = [
  { path: 'holders', of: '股东', share: '持股比例（%）' },
  { path: 'managedBy', of: '管理单位', share: '管理单位份额（%）' },
].map(({ path, of, share }) => ({
  path,
  columns: [
    column('text', `${of}名称`, 'name', { note: '单位或个人；多个时另起一行，重复单位编号', width: 24 }),
    column('code', `${of}信用代码`, 'creditCode', { width: 24 }),
    column('decimal', share, 'share'),
  ],
}));
const firmTable = { part, layout: 'rows', key: '单位编号', children: relations } as const;

const formColumns: Column[] = [
  column('reference', '格式', 'form', { needed: true, given: true, options: options.bidForms, width: 26 }),
  shown('名称', ({ form }, tender) => titleIn(bidForms(tender), form), { width: 30 }),
  shown(
    '何时提供',
    ({ form }, tender) => {
      const found = [...(tender.forms?.forms ?? []), ...(tender.forms?.demandedWithoutForm ?? [])];
      const required = found.find(({ id }) => id === form)?.required;
      return required ? formOccasions[required] : '';
    },
    { width: 20 },
  ),
  shown('应签章', ({ form }, tender) =>
    (tender.forms?.forms.find(({ id }) => id === form)?.sealedBy ?? [])
      .map((seal) => sealLabels[seal])
      .join('、'),
  ),
  column('presence', '是否提供', '', { note: '未提供的填“否”或留空', width: 10 }),
  column('reference', '成员单位编号', 'member', { note: '各成员分别提供的，每个成员一行' }),
  choice('已签章', 'seals', sealLabels, {
    many: true,
    note: '实际有的签字盖章，用顿号分隔；没有的填“无”',
    width: 24,
  }),
  column('boolean', '是否清晰', 'legible', { note: '未查看留空' }),
  column('text', '与给定格式的不同', 'deviation', { width: 24 }),
  column('boolean', '外文且无盖章译文', 'untranslated'),
  column('integer', '页码', 'page', { width: 8 }),
  column('code', '文件摘要', 'digest', { note: 'sha256:…' }),
];

const paperColumns: Column[] = [
  column('code', '材料编号', 'id', { needed: true, note: '字母或数字，如 P01；未填的行视为未提供' }),
  column('reference', '用于', 'for', {
    many: true,
    given: true,
    options: options.purposes,
    note: '评分项或审查项编号，多个用顿号分隔',
    width: 30,
  }),
  shown(
    '用于事项',
    ({ for: ids }, tender) =>
      Array.isArray(ids)
        ? ids.map((id) => titleIn([...criteria(tender), ...reviewItems(tender)], id)).join('、')
        : '',
    { width: 28 },
  ),
  choice('材料类型', 'document', documentKinds, { needed: true, given: true, width: 18 }),
  column('reference', '所属单位编号', 'firm', { note: '联合体成员的材料填写' }),
  column('text', '所指对象', 'subject', { note: '材料所述的其他单位或个人' }),
  column('text', '材料名称', 'name', { width: 28 }),
  column('code', '证书或文号', 'number'),
  column('text', '出具单位', 'issuer', { width: 24 }),
  column('text', '所指云平台', 'platform', { width: 20 }),
  column('date', '出具日期', 'issuedOn', { note: '2026-01-31' }),
  column('date', '签订日期', 'signedOn', { note: '合同' }),
  column('date', '有效期至', 'validUntil'),
  column('text', '载明内容', 'mentions', { many: true, note: `评分标准要求载明的；${several}`, width: 24 }),
  column('text', '等级', 'grade'),
  column('boolean', '是否盖公章', 'sealed', { note: '未查看留空' }),
  column('boolean', '是否清晰', 'legible', { note: '未查看留空' }),
  column('boolean', '外文且无盖章译文', 'untranslated'),
  column('integer', '页码', 'page', { width: 8 }),
  column('code', '文件摘要', 'digest', { note: 'sha256:…' }),
];

const personColumns: Column[] = [
  column('code', '证件号码', 'identity', {
    needed: true,
    note: '身份证号或能区分个人的编号；一人多证时每证一行，重复填写',
    width: 24,
  }),
  column('text', '姓名', 'name', { needed: true }),
  choice('岗位', 'role', personRoleLabels, { needed: true }),
  column('boolean', '本项目专职', 'dedicated'),
  column('text', '社保缴纳单位', 'insurance.payer', { note: '名称或信用代码', width: 24 }),
  column('boolean', '有社保证明', 'insurance.proof'),
  column('month', '社保月份', 'insurance.months', {
    many: true,
    note: '如 2026-03、2026-04，用顿号分隔',
    width: 24,
  }),
  column('code', '社保编号', 'insurance.number'),
  column('reference', '投标人计入的证书', 'listedAs', {
    options: options.certificates,
    note: '投标人名单按哪一证书计入',
  }),
];

/** The sheets of one bid, in the order in which they stand. */
export const bidTables: Table[] = [
  { part, layout: 'form', sheet: '基本情况', note: '一份投标文件一个工作簿', into: [], columns: overview },
  {
    ...firmTable,
    sheet: '成员单位',
    into: ['members'],
    columns: firm,
    always: true,
    note: '独立投标一行，联合体每个成员一行',
  },
  {
    part,
    layout: 'rows',
    sheet: '报价',
    note: '每处报价一行，按投标文件原样填写，不得改写、四舍五入或补齐小数',
    into: ['quote', 'stated'],
    always: true,
    given: (tender) => quoteForms(tender).map(({ id }) => ({ form: id })),
    columns: [
      column('reference', '所在格式', 'form', {
        needed: true,
        given: true,
        options: options.quoteForms,
        width: 26,
      }),
      shown('名称', ({ form }, tender) => titleIn(bidForms(tender), form), { width: 28 }),
      column('as-written', '小写（数字）', 'digits', { note: '原样填写，含百分号，如 85.50%', width: 22 }),
      column('as-written', '大写（文字）', 'words', { note: '原样填写，如 百分之八十五点五零', width: 34 }),
    ],
  },
  {
    part,
    layout: 'rows',
    sheet: '报价明细',
    note: '投标文件列有单价的填写',
    into: ['quote', 'lines'],
    columns: [
      column('text', '分项', 'item', { needed: true, width: 30 }),
      column('decimal', '数量', 'quantity', { needed: true }),
      column('as-written', '单价', 'unitPrice', { needed: true, note: '原样填写' }),
      column('as-written', '合价', 'total', { note: '原样填写' }),
      column('as-written', '小数点错位时认定的单价', 'misplaced', { note: '由评标委员会认定' }),
    ],
  },
  {
    part,
    layout: 'rows',
    sheet: '格式文件',
    note: '逐项填写是否提供及签字盖章情况；由各成员提供的，复制该行后分别填写',
    into: ['forms'],
    always: true,
    given: (tender) => bidForms(tender).map(({ id }) => ({ form: id })),
    columns: formColumns,
  },
  {
    part,
    layout: 'rows',
    sheet: '证明材料',
    note: '每份材料一行；同类多份的，复制该行后分别填写',
    into: ['papers'],
    given: (tender) =>
      [
        ...criteria(tender).map(({ id, evidence }) => ({ id, papers: evidence })),
        ...reviewItems(tender).map(({ id, papers }) => ({ id, papers: papers ?? [] })),
      ].flatMap(({ id, papers }) => papers.map(({ document }) => ({ document, for: [id] }))),
    columns: paperColumns,
  },
  {
    part,
    layout: 'rows',
    sheet: '人员与证书',
    note: '每人每证一行；没有证书的人员也要列出',
    into: ['people'],
    key: '证件号码',
    columns: personColumns,
    children: [
      {
        path: 'certificates',
        always: true,
        columns: [
          column('reference', '证书', 'kind', { options: options.certificates, width: 30 }),
          column('code', '证书编号', 'number', { width: 22 }),
          column('boolean', '有复印件', 'copy'),
          column('boolean', '是否盖公章', 'sealed'),
          column('date', '有效期至', 'validUntil'),
        ],
      },
    ],
  },
  {
    part,
    layout: 'rows',
    sheet: '服务承诺',
    note: '没有承诺的留空',
    into: ['promises'],
    given: (tender) => promises(tender).map(({ id }) => ({ promise: id })),
    columns: [
      column('reference', '承诺', 'promise', {
        needed: true,
        given: true,
        options: options.promises,
        width: 22,
      }),
      shown('名称', ({ promise }, tender) => titleIn(promises(tender), promise)),
      shown(
        '定义',
        ({ promise }, tender) => promises(tender).find(({ id }) => id === promise)?.definition ?? '',
        { width: 44 },
      ),
      column('decimal', '承诺时限（小时）', 'hours', { needed: true, note: '如 3 或 2.5' }),
      column('boolean', '有承诺函', 'letter'),
    ],
  },
  {
    part,
    layout: 'rows',
    sheet: '▲与其他条款响应',
    note: '▲条款与商务要求已列出；其他条款有偏离的，在末尾另行填写编号',
    into: ['responses'],
    given: (tender) => starredFirst(tender).map(({ id }) => ({ clause: id })),
    columns: [
      column('reference', '条款', 'clause', { needed: true, given: true, options: options.clauses }),
      shown(
        '条款内容',
        ({ clause }, tender) => {
          const found = answeredClauses(tender).find(({ id }) => id === clause);
          return found ? `${found.starred ? '▲' : ''}${found.title}` : '';
        },
        { width: 34 },
      ),
      shown(
        '要求的证明',
        ({ clause }, tender) =>
          (answeredClauses(tender).find(({ id }) => id === clause)?.proof ?? [])
            .map(({ document, sealed }) => `${documentKinds[document]}${sealed ? '（盖章）' : ''}`)
            .join('、'),
        { width: 24 },
      ),
      choice('偏离', 'deviation', deviationLabels, { needed: true }),
      column('text', '投标响应', 'says', { width: 30 }),
      ...[true, false].map((sealed) =>
        choice(sealed ? '已盖章的证明' : '未盖章的证明', 'proof', documentKinds, {
          many: true,
          entry: { member: 'document', fixed: { sealed } },
          note: '材料类型，多项用顿号分隔；没有的填“无”',
          width: 20,
        }),
      ),
      column('integer', '页码', 'page', { width: 8 }),
    ],
  },
  {
    part,
    layout: 'form',
    sheet: '分包与本国产品',
    note: '不分包、不声明本国产品的留空',
    into: [],
    columns: [
      column('decimal', '分包份额（%）', 'subcontract.share', {
        note: '占合同总金额，不带百分号；承担单位填入“分包单位”',
      }),
      choice('分包意向协议', 'subcontract.intent', intentLabels),
      column('boolean', '是否声明为本国产品', 'domestic.declared'),
      column('boolean', '声明内容是否明确', 'domestic.clear'),
      column('decimal', '本国产品成本占比（%）', 'domestic.costShare', { note: '占全部产品成本之和' }),
      column('decimal', '本国产品报价占比（%）', 'domestic.goodsShare', { note: '占报价' }),
    ],
  },
  {
    ...firmTable,
    sheet: '分包单位',
    into: ['subcontract', 'to'],
    columns: firm.filter(({ path }) => path[0] !== 'role'),
    note: '拟承担分包的单位，每个一行',
  },
  {
    part,
    layout: 'rows',
    sheet: '品牌',
    note: '所投产品的品牌，用于相同品牌的认定',
    into: ['brands'],
    columns: [
      column('text', '产品', 'product', { needed: true, width: 30 }),
      column('text', '品牌', 'brand', { needed: true, width: 24 }),
    ],
  },
  {
    part,
    layout: 'rows',
    sheet: '机器信息',
    note: '照录系统读出的值；读不出的留空',
    into: ['machine'],
    given: (tender) => machineNames(tender).map((name) => ({ name })),
    columns: [
      column('text', '标识', 'name', { needed: true, given: true, options: options.machineNames, width: 30 }),
      column('as-written', '值', 'value', { needed: true, width: 40 }),
    ],
  },
  {
    part,
    layout: 'rows',
    sheet: '文档信息',
    note: '投标文件中每个电子文档一行',
    into: ['documents'],
    columns: [
      column('text', '文档名称', 'name', { needed: true, width: 28 }),
      column('text', '作者', 'author'),
      column('text', '最后修改者', 'lastModifiedBy'),
      column('text', '生成软件', 'producer', { width: 22 }),
      column('as-written', '文档编号', 'number', { note: '软件写入文档的标识', width: 26 }),
      column('instant', '创建时间', 'createdAt', { note: '2026-01-31 08:30:00' }),
      column('code', '文件摘要', 'digest', { note: 'sha256:…' }),
      column('text', '出现的其他投标人', 'namesOthers', {
        many: true,
        note: `名称、公章或标识；${several}`,
        width: 26,
      }),
      column('text', '正文文件', 'text', { note: '相对路径' }),
    ],
  },
  {
    part,
    layout: 'rows',
    sheet: '联系人',
    note: '投标文件所留的联系人，每人一行',
    into: ['contacts'],
    columns: [
      column('text', '姓名', 'name', { needed: true }),
      column('code', '电话', 'phone', { width: 20 }),
      column('code', '邮箱', 'email', { width: 28 }),
    ],
  },
];
