import {
  type Block,
  type Document,
  type LintFinding,
  type LintReport,
  lintSeverities,
  type Section,
} from '../../spec/index.ts';

export interface ClarificationInput {
  /** Name of the file that was read. */
  source: string;
  digest: string;
  report: LintReport;
  createdAt: string;
}

const confirmation =
  '□ 原文已核对　□ 事实成立　□ 依据已核对现行文本　□ 同意提出　核对人：＿＿＿＿　日期：＿＿＿＿';

/**
 * A draft of clarification questions or of a challenge. It asserts nothing: each item waits for a
 * person's confirmation, and what is not confirmed has to be struck out.
 */
export function clarificationDraft({ source, digest, report, createdAt }: ClarificationInput): Document {
  const asked = report.findings.filter(({ severity }) => severity !== 'note');
  const notes = report.findings.filter(({ severity }) => severity === 'note');
  return {
    title: '澄清问题（质疑事项）草稿',
    subtitle: source,
    pageMarks: ['草稿，未经人工核对不得提交'],
    createdAt,
    cover: [
      { label: '招标文件', value: source },
      { label: '文件摘要', value: digest },
      { label: '拟提问题', value: `${asked.length} 个（错误与疑点），另有提示 ${notes.length} 个` },
      { label: '编制', value: '由程序按通用规则生成，待人工逐条确认' },
    ],
    sections: [
      instructions(),
      identity(),
      ...questions(asked),
      fairness(report),
      others(notes),
      signatures(),
    ],
  };
}

function instructions(): Section {
  return {
    id: 'instructions',
    heading: '1 使用前必读',
    level: 1,
    blocks: [
      {
        kind: 'paragraph',
        tone: 'notice',
        text: '虚假、恶意质疑要承担责任。供应商捏造事实、提供虚假材料或者以非法手段取得证明材料进行投诉的，由财政部门列入不良行为记录名单，一至三年内禁止参加政府采购活动（《政府采购法实施条例》第五十七条、第七十三条，引用前须核对原文）；招标文件通常对虚假质疑另有约定。',
      },
      {
        kind: 'list',
        ordered: true,
        items: [
          '本文件是草稿。程序只比对文字，不知道采购背景；每一条都可能是误报，也可能是文本转换造成的错位，须对照采购人发布的原件核对。',
          '四个方框全部勾选并签名的条目才可使用，其余请删去。',
          '询问（澄清）与质疑是两种程序：一般的文字、口径问题以询问提出即可；认为权益受到损害的才提出质疑，且须在法定期限内、对同一环节一次性提出（《政府采购法》第五十二条，财政部令第94号第十条）。',
          '质疑函须实名、书面，由法定代表人或者其授权代表签字并加盖公章，附事实依据、法律依据和必要的证明材料（财政部令第94号第十二条）。',
          '所引依据标有“须核对”的，须先找到正式文本。',
        ],
      },
    ],
  };
}

function identity(): Section {
  return {
    id: 'identity',
    heading: '2 基本信息',
    level: 1,
    blocks: [
      {
        kind: 'facts',
        rows: [
          '提出人名称',
          '地址与邮编',
          '联系人与电话',
          '授权代表',
          '项目名称',
          '项目编号与包号',
          '采购人',
          '招标文件获取日期',
        ].map((label) => ({ label, value: '＿＿＿＿＿＿＿＿' })),
      },
    ],
  };
}

function questions(findings: LintFinding[]): Section[] {
  return [
    {
      id: 'questions',
      heading: '3 拟提问题',
      level: 1,
      blocks: findings.length === 0 ? [{ kind: 'paragraph', text: '没有错误或疑点。' }] : [],
    },
    ...findings.map(
      (finding, index): Section => ({
        id: `question-${index + 1}`,
        heading: `3.${index + 1} ${finding.title}（${lintSeverities[finding.severity]}）`,
        level: 2,
        blocks: [
          { kind: 'facts', rows: rowsOf(finding) },
          { kind: 'paragraph', text: confirmation },
        ],
      }),
    ),
  ];
}

function rowsOf(finding: LintFinding): { label: string; value: string }[] {
  const shown = finding.evidence.slice(0, 6);
  const rest = finding.evidence.length - shown.length;
  return [
    { label: '位置', value: `第 ${finding.lines.join('、')} 行` },
    {
      label: '原文',
      value: `${shown.map(({ line, excerpt }) => `第 ${line} 行：“${shorten(excerpt)}”`).join('；')}${rest > 0 ? `；另 ${rest} 处` : ''}`,
    },
    { label: '事实', value: finding.fact },
    { label: '影响', value: finding.matters },
    { label: '依据', value: finding.basis.join('；') || '无专门规定，作为文字或技术问题提出' },
    { label: '请求', value: finding.question },
  ];
}

const shorten = (text: string): string => (text.length > 90 ? `${text.slice(0, 90)}…` : text);

function fairness({ fairness: points }: LintReport): Section {
  const table: Block = {
    kind: 'table',
    columns: [
      { title: '序号', width: 6, align: 'center' },
      { title: '内容', width: 24 },
      { title: '文件自填', width: 8, align: 'center' },
      { title: '可能相关之处', width: 34 },
      { title: '人工确认', width: 28 },
    ],
    rows: points.map(({ number, says, declared, candidates, confirm }) => [
      { text: String(number) },
      { text: says },
      { text: declared ?? '无此表' },
      {
        text:
          candidates
            .map(
              ({ fact, evidence }) =>
                `${fact}（第 ${[...new Set(evidence.map((e) => e.line))].slice(0, 8).join('、')} 行）`,
            )
            .join('；') || '文本中未见，不等于没有',
      },
      { text: `${confirm}　□ 有　□ 无` },
    ]),
  };
  return { id: 'fairness', heading: '4 公平竞争审查十八项', level: 1, blocks: [table] };
}

function others(notes: LintFinding[]): Section {
  const blocks: Block[] =
    notes.length === 0
      ? [{ kind: 'paragraph', text: '没有提示。' }]
      : [
          {
            kind: 'table',
            columns: [
              { title: '行', width: 12 },
              { title: '事实', width: 44 },
              { title: '可提问题', width: 44 },
            ],
            rows: notes.map(({ lines, fact, question }) => [
              { text: lines.slice(0, 8).join('、') },
              { text: fact },
              { text: question },
            ]),
          },
        ];
  return { id: 'notes', heading: '5 提示', level: 1, blocks };
}

function signatures(): Section {
  return {
    id: 'signatures',
    heading: '6 确认',
    level: 1,
    blocks: [{ kind: 'signatures', roles: ['技术核对', '法务核对', '授权代表'] }],
  };
}
