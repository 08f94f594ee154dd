import type { Block, Clarification, Document, Section } from '../../../spec/index.ts';
import { paper } from './frame.ts';
import { type Material, sittingMembers } from './material.ts';
import { memberRoles, signingState } from './signing.ts';
import { instantWords } from './words.ts';

/** 澄清函 with its reply, one chapter each; every member signs the question. */
export function clarifications(material: Material, id: string): Document {
  const asked = material.round.proceedings.clarifications ?? [];
  const chapters =
    asked.length === 0
      ? [none(material, id)]
      : asked.map(
          (one, index): Section => ({
            id: `clarification-${one.id}`,
            heading: `${index + 1} 致${material.bidder(one.bid)}`,
            level: 1,
            blocks: letter(material, id, one),
          }),
        );
  return paper(material, '澄清函与答复', chapters);
}

function none(material: Material, id: string): Section {
  return {
    id: 'none',
    heading: '1 澄清情况',
    level: 1,
    blocks: [
      { kind: 'paragraph', text: '本项目没有要求投标人澄清、说明或者补正。' },
      { kind: 'signatures', roles: memberRoles(material) },
      ...signingState(material, id),
    ],
  };
}

function letter(material: Material, id: string, one: Clarification): Block[] {
  if (one.unsolicited)
    return [
      {
        kind: 'paragraph',
        tone: 'notice',
        text: `投标人主动提出，未经评标委员会要求，不予接受：${one.question}（${instantWords(one.askedAt)}）`,
      },
    ];
  const missing = sittingMembers(material).filter(({ id: member }) => !one.signedBy.includes(member));
  return [
    {
      kind: 'facts',
      rows: [
        { label: '致', value: material.bidder(one.bid) },
        { label: '涉及事项', value: aboutWords(material, one.about) },
        { label: '发出时间', value: instantWords(one.askedAt) },
      ],
    },
    { kind: 'paragraph', text: `请贵单位就下列内容作出书面澄清、说明或者补正：${one.question}` },
    {
      kind: 'paragraph',
      text: '答复须加盖公章，或者由法定代表人或其授权的代表签字，不得超出投标文件的范围，不得改变投标文件的实质性内容。',
    },
    {
      kind: 'paragraph',
      ...(missing.length > 0 ? { tone: 'notice' as const } : {}),
      text:
        missing.length === 0
          ? `登记的签署成员：${one.signedBy.map(material.member).join('、')}（全体）。`
          : `须由全体成员签署；尚未登记：${missing.map(({ name }) => name).join('、')}。`,
    },
    { kind: 'signatures', roles: memberRoles(material) },
    reply(one),
    ...signingState(material, id),
  ];
}

function reply({ reply: answer, refused }: Clarification): Block {
  if (!answer)
    return {
      kind: 'paragraph',
      tone: 'notice',
      text: refused ? '投标人拒不按要求澄清。' : '尚无答复。',
    };
  return {
    kind: 'facts',
    rows: [
      { label: '答复', value: answer.text },
      { label: '答复时间', value: instantWords(answer.at) },
      {
        label: '签署情况',
        value:
          answer.signed === undefined
            ? '未记录'
            : answer.signed
              ? '已加盖公章或由法定代表人（授权代表）签署'
              : '未签署、未盖章，不具备澄清的形式',
      },
      {
        label: '是否改变实质',
        value:
          answer.changesSubstance === undefined
            ? '未认定'
            : answer.changesSubstance
              ? '改变，不予接受'
              : '未改变',
      },
      { label: '答复文件摘要', value: answer.digest ?? '未登记' },
    ],
  };
}

/** What a clarification is about, in the words of the tender's data where its id is found there. */
function aboutWords({ tender, evaluation }: Material, about: string): string {
  const titles = [
    ...(tender.review
      ? [
          tender.review.admission,
          tender.review.qualification,
          tender.review.compliance,
          tender.review.collusion,
        ]
      : []
    ).flatMap(({ items }) => items),
    ...(tender.review?.corrections?.steps ?? []),
    ...(tender.review?.priceDeductions?.items ?? []),
    ...(tender.review?.lowPrice?.tests ?? []),
    ...(tender.scoring?.groups.flatMap(({ sections }) => sections.flatMap(({ criteria }) => criteria)) ?? []),
  ];
  return (
    titles.find(({ id }) => id === about)?.title ??
    evaluation.bids.flatMap(({ groups }) => groups).find(({ group }) => group === about)?.title ??
    about
  );
}
