import type { Block, Document, Section } from '../../../spec/index.ts';
import { paper } from './frame.ts';
import type { Material } from './material.ts';
import { signingSection } from './signing.ts';
import { instantWords } from './words.ts';

/** 签到表, 回避声明 and 保密承诺 of all who ever sat on the committee. */
export function attendance(material: Material, id: string): Document {
  const members = material.round.head.committee?.members ?? [];
  return paper(material, '评标委员会签到表、回避声明与保密承诺', [
    signInTable(material),
    declarations(material),
    changes(material, '3 更换与退出'),
    signingSection(
      material,
      id,
      members.map(({ name }) => `评委 ${name}`),
      '4 签署',
    ),
  ]);
}

function groupTitle({ tender }: Material, group: string): string {
  return tender.committee?.composition.find(({ id }) => id === group)?.title ?? group;
}

export function memberTable(material: Material): Block {
  const { members = [], replacements = [] } = material.round.head.committee ?? {};
  const out = new Set(replacements.map((one) => one.out));
  return {
    kind: 'table',
    columns: [
      { title: '序号', width: 6, align: 'center' },
      { title: '姓名', width: 14 },
      { title: '类别', width: 22 },
      { title: '专业', width: 18 },
      { title: '工作单位', width: 24 },
      { title: '备注', width: 16 },
    ],
    rows: members.map((member, index) => [
      { text: String(index + 1) },
      { text: member.name },
      { text: groupTitle(material, member.group) },
      { text: member.speciality ?? '未记录' },
      { text: member.employer ?? '未记录' },
      { text: [member.leads ? '组长' : '', out.has(member.id) ? '已更换' : ''].filter(Boolean).join('、') },
    ]),
  };
}

function signInTable(material: Material): Section {
  const members = material.round.head.committee?.members ?? [];
  return {
    id: 'sign-in',
    heading: '1 签到',
    level: 1,
    blocks: [
      memberTable(material),
      {
        kind: 'table',
        caption: '签到时间（系统记录）',
        columns: [
          { title: '姓名', width: 30 },
          { title: '签到时间（北京时间）', width: 40 },
          { title: '是否参加开标', width: 30 },
        ],
        rows: members.map(({ name, signedInAt, attendedOpening }) => [
          { text: name },
          { text: instantWords(signedInAt) },
          { text: yesNo(attendedOpening, '参加（不得参加，须处理）', '未参加') },
        ]),
      },
    ],
  };
}

const yesNo = (value: boolean | undefined, yes: string, no: string): string =>
  value === undefined ? '未记录' : value ? yes : no;

function declarations({ round }: Material): Section {
  const members = round.head.committee?.members ?? [];
  return {
    id: 'declarations',
    heading: '2 回避声明与保密承诺',
    level: 1,
    blocks: [
      {
        kind: 'list',
        ordered: true,
        items: [
          '本人与参加本项目的投标人不存在应当回避的利害关系；发现有此情形的，立即说明并退出。',
          '本人独立评审，对本人的评审意见承担责任；不私下接触投标人，不协商打分，不发表倾向性意见。',
          '本人对评审过程、投标人的商业秘密和评审结果公告前的情况保密，不记录、复制或者带走评审资料。',
        ],
      },
      {
        kind: 'table',
        caption: '声明情况（系统记录；以第 4 章的签署为准）',
        columns: [
          { title: '姓名', width: 18 },
          { title: '回避声明', width: 26 },
          { title: '保密承诺', width: 20 },
          { title: '登记的关联单位', width: 36 },
        ],
        rows: members.map(({ name, noInterest, secrecy, relatedTo }) => [
          { text: name },
          { text: yesNo(noInterest, '声明无须回避', '声明应当回避') },
          { text: yesNo(secrecy, '已承诺', '未承诺') },
          { text: relatedTo === undefined ? '未记录' : relatedTo.join('、') || '无' },
        ]),
      },
    ],
  };
}

/** Replacements and misconduct, each with what it voids. */
export function changes({ tender, round, member }: Material, heading: string): Section {
  const { replacements = [], misconduct = [] } = round.head.committee ?? {};
  const items = [
    ...replacements.map(({ kind, out, in: comer, reasons, at }) => {
      const rule = tender.committee?.replacement?.find((one) => one.id === kind);
      const voids = rule?.voids === 'all-opinions' ? '原评标委员会的意见全部无效' : '被更换成员的意见无效';
      return `${instantWords(at)} ${rule?.title ?? kind}：${out ? member(out) : '—'} 更换为 ${comer ? member(comer) : '尚未补足'}。${reasons}（${voids}）`;
    }),
    ...misconduct.map(({ member: who, kind, fact, at }) => {
      const rule = tender.committee?.misconduct?.find((one) => one.id === kind);
      return `${instantWords(at)} ${member(who)}：${rule?.title ?? kind}。${fact}${rule?.voidsOpinion ? '（其评审意见无效）' : ''}`;
    }),
  ];
  return {
    id: 'changes',
    heading,
    level: 1,
    blocks: [
      items.length === 0
        ? { kind: 'paragraph', text: '没有更换成员或者违反评审纪律的记录。' }
        : { kind: 'list', items },
    ],
  };
}
