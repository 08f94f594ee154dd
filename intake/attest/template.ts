import {
  type Checkable,
  type Condition,
  checkId,
  documentKinds,
  dueLabels,
  type ExamineVerification,
  type InterviewVerification,
  printQuantity,
} from '../../spec/index.ts';

const signs = { equals: '=', atLeast: '≥', atMost: '≤', moreThan: '>', lessThan: '<' } as const;
const periods = { month: '每月', quarter: '每季', year: '每年' } as const;

/** What a condition asks for and which key answers it. */
function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'sealed':
      return '每份加盖公章（sealed）';
    case 'valid-on-due':
      return '在有效期内（issuedOn、validUntil；长期有效的写 长期）';
    case 'issuer':
      return `由 ${condition.oneOf.join(' 或 ')} 出具（issuer，或以 issuerKind 写明属于哪一类）`;
    case 'count':
      return `${condition.of} ≥ ${printQuantity(condition.atLeast)}（counts）`;
    case 'names-all':
      return `列明 ${condition.items.join('、')}（names）`;
    case 'stated':
      return `${condition.item} ${signs[condition.comparator]} ${printQuantity(condition.quantity)}（figures）`;
    case 'retention':
      return `${condition.of}连续留存 ≥ ${printQuantity(condition.atLeast)}（data，as: log）`;
    case 'series-within':
      return `${condition.of} 在 ${printQuantity(condition.from)} 至 ${printQuantity(condition.to)}（data，as: series）`;
    case 'frequency':
      return `${condition.of}${periods[condition.per]} ≥ ${printQuantity(condition.atLeast)}（data，as: records；并填 covers）`;
  }
}

/** Text becomes one comment line, whatever it holds. */
const comment = (text: string) => `  # ${text.replace(/\s+/g, ' ').trim()}`;

function heading(checkable: Checkable, verification: ExamineVerification | InterviewVerification): string[] {
  const part = checkable.parts.find(({ id }) => id === verification.part)?.title ?? verification.part;
  return [
    comment(
      `${checkable.starred ? '▲' : ''}${checkable.id} ${checkable.title} / ${part}（${dueLabels[verification.due]}）`,
    ),
  ];
}

function examinationLines(checkable: Checkable, verification: ExamineVerification): string[] {
  const sealed = checkable.proof.filter((one) => one.sealed).map(({ document }) => document);
  const documents = verification.documents.map(
    (kind) => `${documentKinds[kind]}（kind: ${kind}${sealed.includes(kind) ? '，须加盖公章' : ''}）`,
  );
  return [
    ...heading(checkable, verification),
    comment(`材料：${documents.join('、')}`),
    ...(verification.conditions ?? []).map((condition) => comment(`条件：${printCondition(condition)}`)),
    ...(verification.look === undefined ? [] : [comment(`审查要点：${verification.look}`)]),
    `  - check: ${JSON.stringify(checkId(checkable, verification))}`,
    '    examinedBy: []',
    '    documents: []',
  ];
}

function visitLines(checkable: Checkable, verification: InterviewVerification): string[] {
  return [
    ...heading(checkable, verification),
    ...verification.checklist.map((line, index) => comment(`要点 ${index + 1}：${line}`)),
    ...(verification.photos ? [comment(`照片：至少 ${verification.photos} 张`)] : []),
    `  - check: ${JSON.stringify(checkId(checkable, verification))}`,
    '    witnesses: []',
    '    photos: []',
  ];
}

const introduction = `# 证明材料审查与现场核查记录。填写后运行 biaochi attest 目录 --file 本文件
# documents 与 witnesses 留空的项视为未填，不予记录。路径相对于本文件所在目录。
# 材料（examinations）的写法：
#   - check: "条款/核验项"
#     examinedBy: [{ name: 姓名, organisation: 单位, role: 职务 }]
#     examinedOn: 2030-01-31
#     opinion: meets            # meets 符合、fails 不符合、unsure 存疑
#     documents:
#       - file: 承诺函.pdf      # PDF、PNG、JPEG、DOCX、XLSX、CSV 或纯文本日志
#         kind: promise-letter
#         title: 文件标题
#         number: 文号
#         issuer: 出具单位
#         issuedOn: 2030-01-01
#         validUntil: 2032-12-31  # 或 长期
#         pages: 3
#         sealed: true          # 审查人所见
#         figures: [{ item: CPU, quantity: { value: 1, unit: core } }]
#         names: [材料所列名称]
#         data: [{ as: series, of: 温度, time: 时间列, value: 数值列, unit: degC }]
#     counts: [{ of: 清点对象, quantity: { value: 1, unit: person } }]
#     covers: { from: 2030-01-01, to: 2030-12-31 }
# 现场核查（visits）的写法，两名人员分别逐条作答：
#   - check: "条款/核验项"
#     date: 2030-01-31
#     witnesses:
#       - { name: 姓名, organisation: 单位, role: 职务, answers: [{ item: 1, answer: "yes", remark: 所见 }] }
#       - { name: 姓名, organisation: 单位, role: 职务, answers: [{ item: 1, answer: "yes" }] }
#     photos: [{ file: 照片.jpg, takenAt: "2030-01-31T10:00:00+08:00", of: 拍摄对象 }]
# 更正已有记录时加 replaces: A001（原记录的编号），原记录仍会保留。
`;

/** An attest.yaml that lists every examination and visit of these checkables with what is asked, ready to be filled. */
export function attestTemplate(checkables: readonly Checkable[]): string {
  const examinations = checkables.flatMap((checkable) =>
    checkable.verification.flatMap((v) => (v.method === 'examine' ? examinationLines(checkable, v) : [])),
  );
  const visits = checkables.flatMap((checkable) =>
    checkable.verification.flatMap((v) => (v.method === 'interview' ? visitLines(checkable, v) : [])),
  );
  const list = (name: string, lines: string[]) => [lines.length > 0 ? `${name}:` : `${name}: []`, ...lines];
  return `${introduction}${[...list('examinations', examinations), ...list('visits', visits)].join('\n')}\n`;
}
