import {
  type Attestation,
  attestationsInForce,
  type Block,
  beijingDay,
  beijingTime,
  type Cell,
  type CheckVerdict,
  checkId,
  dayLater,
  documentKinds,
  type Examination,
  instrumentValidUntil,
  opinions,
  type RegisteredLaboratory,
  type Section,
  standingOfImport,
  tiers,
  type Visit,
} from '../../../spec/index.ts';
import { importBehind } from './imports.ts';
import { clauseNumber, evidenceNumbers, type Material } from './material.ts';

const expiryNotice = 90;

/** From what a verdict comes; empty where nobody looked. */
export function tierOf(material: Pick<Material, 'record' | 'judgement'>, check: CheckVerdict): string {
  if (check.method === 'interview') return check.attestations?.length ? '现场核查' : '';
  if (check.method === 'examine') {
    const attested = (material.record.attestations ?? []).filter(({ id }) =>
      check.attestations?.includes(id),
    );
    const papers = attested.flatMap((one) => (one.type === 'examination' ? one.documents : []));
    if (papers.length === 0) return '';
    return papers.some(({ kind }) => kind === 'third-party-report') ? '书面审查（含第三方报告）' : '书面审查';
  }
  const seen = material.record.observations.filter(({ id }) => check.observations.includes(id));
  const imported = importBehind(material.record, check);
  const all = [
    ...seen,
    ...(imported ? [standingOfImport(imported, material.record, material.judgement.asOf)] : []),
  ];
  return [...new Set(all.map(({ tier }) => tiers[tier]))].join('、');
}

function titleOfCheck(material: Material, check: string): string {
  const found = material.judged.find(({ checkable }) =>
    checkable.verification.some((verification) => checkId(checkable, verification) === check),
  );
  return found ? `${clauseNumber(found.checkable)}\n${check}` : check;
}

function standingOf(material: Material, one: Attestation): string {
  const all = material.record.attestations ?? [];
  const later = all.find(({ replaces }) => replaces === one.id);
  if (later) return `${one.id}\n已由 ${later.id} 替代`;
  return one.replaces === undefined ? one.id : `${one.id}\n替代 ${one.replaces}`;
}

const people = (list: readonly { name: string; organisation: string; role: string }[]) =>
  list.map(({ name, organisation, role }) => `${name}（${organisation}，${role}）`).join('、');

function paperRows(material: Material, one: Examination): Cell[][] {
  const examiner = `${people(one.examinedBy ?? []) || '未填'}${one.examinedOn ? `\n${one.examinedOn}` : ''}\n${
    one.opinion ? opinions[one.opinion] : '未填意见'
  }${one.remark ? `：${one.remark}` : ''}`;
  return one.documents.map((paper) => [
    { text: standingOf(material, one) },
    { text: titleOfCheck(material, one.check) },
    {
      text: [`${documentKinds[paper.kind]}：${paper.title}`, paper.number, paper.issuer]
        .filter((part) => part !== undefined)
        .join('\n'),
    },
    { text: `${paper.issuedOn ?? '未填'}\n至 ${paper.validUntil ?? '未填'}` },
    { text: paper.sealed === undefined ? '未填' : paper.sealed ? '已盖章' : '未盖章' },
    { text: examiner },
    { text: evidenceNumbers(material, [paper.evidence.digest]) },
  ]);
}

function visitRow(material: Material, one: Visit): Cell[] {
  return [
    { text: standingOf(material, one) },
    { text: titleOfCheck(material, one.check) },
    { text: one.date ?? '未填' },
    {
      text: one.witnesses
        .map(
          (witness) =>
            `${people([witness])}：${witness.answers
              .map(
                ({ item, answer, remark }) =>
                  `${item} ${answer === 'yes' ? '是' : '否'}${remark ? `（${remark}）` : ''}`,
              )
              .join('，')}`,
        )
        .join('\n'),
    },
    {
      text: one.photos
        .map(
          ({ evidence, takenAt }) =>
            `${evidenceNumbers(material, [evidence.digest])}（${beijingTime(takenAt)}）`,
        )
        .join('\n'),
    },
  ];
}

function expiring(material: Material): Block[] {
  const today = beijingDay(material.judgement.asOf);
  const until = dayLater(today, expiryNotice);
  const papers = attestationsInForce(material.record.attestations ?? [])
    .flatMap((one) => (one.type === 'examination' ? one.documents.map((paper) => ({ one, paper })) : []))
    .flatMap(({ one, paper }) =>
      paper.validUntil === undefined || paper.validUntil === '长期'
        ? []
        : [{ what: `${documentKinds[paper.kind]}：${paper.title}`, where: one.check, on: paper.validUntil }],
    );
  const instruments = (material.record.instruments?.instruments ?? []).flatMap((one) => {
    const on = instrumentValidUntil(one);
    return on === undefined ? [] : [{ what: one.name, where: '测试仪器', on }];
  });
  const laboratories = (material.record.instruments?.laboratories ?? []).map(({ name, certificate }) => ({
    what: `${name}的资质证书`,
    where: '第三方机构',
    on: certificate.validUntil,
  }));
  const soon = [...papers, ...instruments, ...laboratories]
    .filter(({ on }) => on <= until)
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  if (soon.length === 0)
    return [{ kind: 'paragraph', text: `评判基准日起 ${expiryNotice} 日内没有到期的材料与仪器证书。` }];
  return [
    {
      kind: 'table',
      caption: `已到期或 ${expiryNotice} 日内到期`,
      columns: [
        { title: '材料或仪器', width: 44 },
        { title: '用于', width: 32 },
        { title: '有效期至', width: 24 },
      ],
      rows: soon.map(({ what, where, on }) => [
        { text: what },
        { text: where },
        { text: on < today ? `${on}（已到期）` : on },
      ]),
    },
  ];
}

/** Section 5.1: papers examined, places visited, and what expires soon. */
export function papersSection(material: Material): Section {
  const all = material.record.attestations ?? [];
  const examinations = all.filter((one) => one.type === 'examination');
  const visits = all.filter((one) => one.type === 'visit');
  return {
    id: 'papers',
    heading: '5.1 证明材料与现场核查',
    level: 2,
    blocks: [
      {
        kind: 'paragraph',
        tone: 'small',
        text: '随材料提交的数据文件（温度、供电、日志等）属书面声明，不是本程序实测。',
      },
      examinations.length > 0
        ? {
            kind: 'table',
            caption: '证明材料审查记录',
            columns: [
              { title: '编号', width: 9 },
              { title: '核验项', width: 16 },
              { title: '材料', width: 24 },
              { title: '签发与有效期', width: 14 },
              { title: '公章', width: 8 },
              { title: '审查人与意见', width: 20 },
              { title: '证据', width: 9 },
            ],
            rows: examinations.flatMap((one) => paperRows(material, one)),
          }
        : { kind: 'paragraph', text: '没有提交证明材料。' },
      visits.length > 0
        ? {
            kind: 'table',
            caption: '现场核查记录',
            columns: [
              { title: '编号', width: 9 },
              { title: '核验项', width: 18 },
              { title: '日期', width: 13 },
              { title: '核查人员与逐条所见', width: 42 },
              { title: '照片', width: 18 },
            ],
            rows: visits.map((one) => visitRow(material, one)),
          }
        : { kind: 'paragraph', text: '没有现场核查记录。' },
      ...(all.length > 0 || material.record.instruments ? expiring(material) : []),
    ],
  };
}

function laboratoriesTable(laboratories: readonly RegisteredLaboratory[]): Block[] {
  if (laboratories.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: '出具结果的第三方机构',
      columns: [
        { title: '机构', width: 34 },
        { title: '资质证书', width: 30 },
        { title: '发证单位', width: 20 },
        { title: '有效期至', width: 16 },
      ],
      rows: laboratories.map(({ name, certificate: { number, issuer, validUntil } }) => [
        { text: name },
        { text: number },
        { text: issuer },
        { text: validUntil },
      ]),
    },
  ];
}

/** Section 3.1: the register of instruments, or that none was given. */
export function instrumentsSection({ record }: Material): Section {
  const register = record.instruments;
  return {
    id: 'instruments',
    heading: '3.1 测试仪器登记',
    level: 2,
    blocks: register
      ? [
          {
            kind: 'facts',
            rows: [
              { label: '登记文件', value: register.file },
              { label: '登记文件摘要', value: register.digest },
              { label: '时间来源', value: register.timeSource ?? '未填' },
            ],
          },
          {
            kind: 'table',
            columns: [
              { title: '编号', width: 12 },
              { title: '名称与型号', width: 24 },
              { title: '版本或序列号', width: 16 },
              { title: '确认记录或校准证书', width: 30 },
              { title: '有效期至', width: 18 },
            ],
            rows: register.instruments.map((one): Cell[] => [
              { text: one.id },
              { text: one.kind === 'meter' ? `${one.name}\n${one.model}` : one.name },
              { text: one.kind === 'meter' ? one.serial : one.version },
              {
                text:
                  one.kind === 'meter'
                    ? [
                        `${one.certificate.number}（${one.certificate.issuer}）`,
                        ...(one.uncertainty === undefined ? [] : [`不确定度 ${one.uncertainty}`]),
                      ].join('\n')
                    : `${one.confirmation.by}，${one.confirmation.on}，${one.confirmation.cases}`,
              },
              { text: instrumentValidUntil(one) ?? '未规定' },
            ]),
          },
          ...laboratoriesTable(register.laboratories ?? []),
        ]
      : [{ kind: 'paragraph', text: '未提供测试仪器登记。' }],
  };
}
