import type {
  Bid,
  BidEvaluation,
  CriterionScore,
  Evaluation,
  EvaluationStage,
  GroupScore,
  ItemResult,
  Round,
  StageRecord,
} from '../../../spec/index.ts';
import { evaluationStages } from '../../../spec/index.ts';
import { bidOf, committeeOf, roundOf, sheetsOf, tender } from '../../evaluators/scoring/fixture.ts';

// A round written by hand, with what its papers have to show: five bidders, one of them a consortium, one out at
// qualification, one out for its low price, a corrected quote, a tie that lots broke. Nothing of it is computed.

export { tender };
export const createdAt = '2026-06-05T10:00:00+08:00';
export const hostile = '<script>alert("乙")</script>云计算有限公司';
export const digestOf = (char: string): string => `sha256:${char.repeat(64)}`;

const members = committeeOf().map((member, index) => ({
  ...member,
  name: ['赵一鸣', '钱守正', '孙明理', '李求真', '周慎行', '吴公允', '郑持平'][index] ?? member.name,
  speciality: '信息技术',
  signedInAt: '2026-06-02T09:05:00+08:00',
}));
const replaced = { ...members[6]!, id: 'experts-9', name: '王先退', leads: false };

const bids: Bid[] = [
  bidOf('jia', '82.00', { bidder: '甲江云服务有限公司' }),
  bidOf('yi', '78.50', { bidder: hostile }),
  bidOf('bing', '78.50', { bidder: '丙山联合体（丙山科技、丙水网络）' }),
  bidOf('ding', '31.00', { bidder: '丁原低价云有限公司' }),
  bidOf('wu', '85.20', { bidder: '戊海信息有限公司' }),
];
bids[2]!.members.push({
  ...bids[2]!.members[0]!,
  id: 'bing-2',
  name: '丙水网络有限公司',
  creditCode: '91410800MA0000009X',
});
bids[2]!.quote.stated = [
  { form: 'bid-letter', digits: '78.50%' },
  { form: 'opening-table', digits: '7.85%', words: '百分之七十八点五零' },
];

const marksOf: Record<string, string[]> = {
  jia: ['9', '9', '6', '9', '9', '6', '9'],
  yi: ['9', '6', '6', '9', '6', '6', '9'],
  bing: ['9', '6', '6', '9', '6', '6', '9'],
};
const sheets = sheetsOf(members, bids.slice(0, 3), (member, bid) => {
  const at = members.findIndex(({ id }) => id === member);
  return marksOf[bid]![at];
}).map((sheet) => ({ ...sheet, confirmedAt: '2026-06-02T15:00:00+08:00' }));
const firstMarks = sheets[1]!.marks.yi!;
const correctedCriterion = Object.keys(firstMarks)[0]!;
firstMarks[correctedCriterion] = '7';
sheets[1] = {
  ...sheets[1]!,
  corrections: [
    {
      bid: 'yi',
      criterion: correctedCriterion,
      from: '7',
      to: '6',
      ground: 'range',
      reasons: '分档没有 7 分，按所见内容应为 6 分',
      at: '2026-06-02T15:20:00+08:00',
    },
  ],
};

const compliance = tender.review!.compliance.items;
export const round: Round = {
  ...roundOf({
    bids,
    sheets,
    head: {
      title: '政务云采购评审演练',
      opening: {
        startedAt: '2026-06-02T08:30:00+08:00',
        endedAt: '2026-06-02T09:02:00+08:00',
        place: '第一开标室',
        host: '何主持',
        recorder: '纪记录',
        witnesses: ['监见证'],
        objections: [
          {
            bid: 'wu',
            text: '解密进度显示滞后',
            answer: '系统刷新延迟，不影响解密结果',
            at: '2026-06-02T08:50:00+08:00',
          },
        ],
      },
      committee: {
        members: [...members, replaced],
        replacements: [
          {
            kind: tender.committee!.replacement![0]!.id,
            out: replaced.id,
            in: members[6]!.id,
            reasons: '突发疾病',
            at: '2026-06-02T09:40:00+08:00',
          },
        ],
      },
    },
    signing: {
      signed: [
        {
          document: 'evaluation-report',
          by: members.slice(0, 6).map(({ name }) => name),
          digest: digestOf('a'),
          at: '2026-06-02T17:00:00+08:00',
        },
      ],
      dissent: [
        { member: members[6]!.id, opinion: '不同意丁原低价云有限公司无效', reasons: '其成本测算可以成立' },
      ],
    },
  }),
};
round.proceedings.clarifications = [
  {
    id: 'q1',
    bid: 'bing',
    about: compliance[0]!.id,
    question: '请说明两份文件中服务期起算的表述不一致',
    askedAt: '2026-06-02T11:00:00+08:00',
    signedBy: members.map(({ id }) => id),
    reply: {
      at: '2026-06-02T11:40:00+08:00',
      text: '以投标函为准',
      signed: true,
      changesSubstance: false,
      digest: digestOf('b'),
    },
  },
];
round.proceedings.corrections = [
  { bid: 'bing', confirmed: true, quote: '78.50', at: '2026-06-02T12:00:00+08:00', digest: digestOf('c') },
];
round.proceedings.lowPrice = [
  {
    bid: 'ding',
    askedAt: '2026-06-02T12:10:00+08:00',
    answerBy: '2026-06-02T12:45:00+08:00',
    explanation: {
      at: '2026-06-02T12:40:00+08:00',
      text: '自有机房，折旧已毕',
      papers: ['成本测算表'],
      digest: digestOf('d'),
    },
    convincing: {
      votes: members.map(({ id }, index) => ({ member: id, for: index === 6 })),
      reasons: '测算没有计入人工与专线费用',
      heldAgainst: ['同类项目中标价格'],
    },
  },
];
round.proceedings.draw = {
  order: ['bing', 'yi'],
  witnesses: ['监见证'],
  at: '2026-06-02T16:00:00+08:00',
  how: '摇号',
  digest: digestOf('e'),
};

const groups = tender.scoring!.groups;
const priceScores: Record<string, string> = { jia: '9.57', yi: '10', bing: '10' };
const businessScores: Record<string, string> = { jia: '27', yi: '20', bing: '20' };
const starred: Record<string, string> = { jia: '15', yi: '13', bing: '13' };

function criterionOf(bid: string, group: (typeof groups)[number], index: number): CriterionScore[] {
  return group.sections.flatMap(({ id: section, criteria }) =>
    criteria.map((criterion): CriterionScore => {
      const rule = `scoring/groups/${group.id}/sections/${section}/criteria/${criterion.id}`;
      const subjective = criterion.nature === 'subjective';
      const computed =
        criterion.kind === 'price-lowest-base'
          ? priceScores[bid]!
          : criterion.kind === 'starred-count'
            ? starred[bid]!
            : String(Math.min(Number(criterion.points), index + 2));
      const marks = subjective
        ? members.map(({ id }, at) => ({ member: id, points: marksOf[bid]![at]! }))
        : [];
      return {
        criterion: criterion.id,
        title: criterion.title,
        points: criterion.points,
        nature: criterion.nature,
        ...(subjective ? {} : { computed }),
        marks,
        score: subjective ? (bid === 'jia' ? '57/7' : '51/7') : computed,
        counted: subjective
          ? []
          : [
              { what: '材料一', counts: true, reasons: ['齐全'] },
              { what: '材料二', counts: false, reasons: ['未盖投标人公章，不计'] },
            ],
        hints: [],
        rule,
        steps: subjective
          ? [
              {
                label: '各评委算术平均',
                expression: `(${marksOf[bid]!.join(' + ')}) ÷ 7`,
                value: bid === 'jia' ? '57/7' : '51/7',
                rule,
                clause: criterion.clause,
              },
            ]
          : [
              {
                label: criterion.title,
                expression:
                  criterion.kind === 'price-lowest-base' ? '评标基准价 ÷ 评审价 × 满分' : '计入 1 份',
                value: computed,
                rule,
                clause: criterion.clause,
              },
            ],
      };
    }),
  );
}

function groupsOf(bid: string): GroupScore[] {
  return groups.map((group, index): GroupScore => {
    const exact = group.averaging ? (bid === 'jia' ? '390/7' : '346/7') : undefined;
    const score = group.averaging
      ? bid === 'jia'
        ? '55.71'
        : '49.43'
      : index === 0
        ? priceScores[bid]!
        : businessScores[bid]!;
    return {
      group: group.id,
      title: group.title,
      points: group.points,
      score,
      ...(exact ? { exact } : {}),
      members: group.averaging
        ? members.map(({ id }, at) => ({
            member: id,
            points: String(5 * Number(marksOf[bid]![at]) + Number(starred[bid])),
          }))
        : [],
      criteria: criterionOf(bid, group, index),
      steps: group.averaging
        ? [
            {
              label: '算术平均后取舍',
              expression: '各评委汇总之和 ÷ 评委人数',
              value: exact!,
              rule: `scoring/groups/${group.id}/averaging/rounding`,
              clause: group.averaging.clause,
            },
          ]
        : [],
    };
  });
}

const totals: Record<string, string> = { jia: '92.28', yi: '79.43', bing: '79.43' };
const ranks: Record<string, number> = { jia: 1, bing: 2, yi: 3 };
const relation = tender.review!.qualification.items.find(({ fact }) => fact === 'unrelated')!;
const lowPrice = tender.review!.lowPrice!;
const quotes: Record<string, string> = { jia: '82', yi: '78.5', bing: '78.5', ding: '31', wu: '85.2' };

const evaluatedBids: BidEvaluation[] = bids.map((bid): BidEvaluation => {
  const valid = totals[bid.id] !== undefined;
  const corrected = bid.id === 'bing';
  const correction = tender.review!.corrections!.steps.find(({ wins }) => wins === 'words')!;
  return {
    bid: bid.id,
    bidder: bid.bidder,
    firms: bid.members.map(({ id, name, creditCode }, index) => ({
      id,
      name,
      creditCode,
      ...(bid.members.length > 1 ? { role: index === 0 ? ('leader' as const) : ('member' as const) } : {}),
    })),
    standing: valid ? 'valid' : 'invalid',
    ...(bid.id === 'wu'
      ? {
          invalid: {
            bid: 'wu',
            stage: 'qualification',
            item: relation.id,
            title: relation.title,
            reasons: [
              '负责人与 甲江云服务有限公司 的负责人相同（投标文件 jia，报价 82.00%）；采购人代表 赵一鸣 复核',
            ],
            rule: `review/qualification/items/${relation.id}`,
            clause: relation.clause,
            ...(relation.statute ? { statute: relation.statute } : {}),
          },
        }
      : {}),
    ...(bid.id === 'ding'
      ? {
          invalid: {
            bid: 'ding',
            stage: 'low-price',
            item: lowPrice.tests[0]!.id,
            title: lowPrice.tests[0]!.title,
            reasons: ['31 低于平均报价 67.5 的一半 33.75；说明不能证明其报价合理性'],
            rule: `review/lowPrice/tests/${lowPrice.tests[0]!.id}`,
            clause: lowPrice.tests[0]!.clause,
          },
        }
      : {}),
    quote: {
      unit: '%',
      stated: corrected ? '7.85' : quotes[bid.id]!,
      quoted: quotes[bid.id]!,
      ...(valid ? { evaluated: bid.id === 'jia' ? '65.6' : '62.8' } : {}),
      corrections: corrected
        ? [{ step: correction.id, from: '7.85', to: '78.5', clause: correction.clause }]
        : [],
      ...(corrected ? { confirmed: true } : {}),
      steps: [
        {
          label: '读取报价',
          expression: bid.quote.stated[0]!.digits!,
          value: quotes[bid.id]!,
          rule: 'review/quote/decimals/of',
          clause: tender.review!.quote.clause,
        },
      ],
    },
    deductions: valid
      ? [
          {
            item: tender.review!.priceDeductions!.items[0]!.id,
            title: tender.review!.priceDeductions!.items[0]!.title,
            granted: bid.id !== 'jia',
            share: '1/5',
            reasons: ['声明函齐全'],
            clause: tender.review!.priceDeductions!.items[0]!.clause,
          },
        ]
      : [],
    groups: valid ? groupsOf(bid.id) : [],
    ...(valid ? { total: totals[bid.id]!, rank: ranks[bid.id]! } : {}),
    steps: valid
      ? [
          {
            label: '综合得分',
            expression: groupsOf(bid.id)
              .map(({ score }) => score)
              .join(' + '),
            value: totals[bid.id]!,
            clause: tender.scoring!.total.clause,
          },
          { label: '排序', value: `第 ${ranks[bid.id]} 名`, clause: tender.review!.ranking.clause },
        ]
      : [],
  };
});

function results(stage: 'qualification' | 'compliance' | 'collusion', in_: string[]): ItemResult[] {
  return tender.review![stage].items.flatMap((item) =>
    in_.map((bid): ItemResult => {
      const hit = stage === 'qualification' && bid === 'wu' && item.id === relation.id;
      return {
        bid,
        item: item.id,
        title: item.title,
        result: hit ? 'hit' : item.when === 'consortium' && bid !== 'bing' ? 'not-applicable' : 'clear',
        ...(hit ? { effect: 'invalid' as const } : {}),
        decided: 'recorded',
        reasons: hit ? ['负责人相同'] : [],
        rule: `review/${stage}/items/${item.id}`,
        clause: item.clause,
        ...(item.statute ? { statute: item.statute } : {}),
      };
    }),
  );
}

const all = bids.map(({ id }) => id);
const qualified = all.filter((id) => id !== 'wu');
const valid = Object.keys(totals);
const entered: Partial<Record<EvaluationStage, string[]>> = { opening: all, qualification: all };
const stages: StageRecord[] = (Object.keys(evaluationStages) as EvaluationStage[]).map((id): StageRecord => {
  const early =
    Object.keys(evaluationStages).indexOf(id) <= Object.keys(evaluationStages).indexOf('low-price');
  return {
    id,
    state: id === 'same-brand' ? 'not-applicable' : 'done',
    entered: entered[id] ?? (early ? qualified : valid),
    left: id === 'qualification' ? ['wu'] : id === 'low-price' ? ['ding'] : [],
    results:
      id === 'qualification'
        ? results('qualification', all)
        : id === 'compliance' || id === 'collusion'
          ? results(id, qualified)
          : id === 'low-price'
            ? [
                {
                  bid: 'ding',
                  item: lowPrice.tests[0]!.id,
                  title: lowPrice.tests[0]!.title,
                  result: 'hit',
                  effect: 'invalid',
                  decided: 'recorded',
                  reasons: ['测算没有计入人工与专线费用'],
                  vote: {
                    rule: 'majority',
                    members: 7,
                    needed: 4,
                    for: [members[6]!.id],
                    against: members.slice(0, 6).map(({ id: member }) => member),
                    silent: [],
                    silence: 'consent',
                    carried: false,
                  },
                  rule: `review/lowPrice/tests/${lowPrice.tests[0]!.id}`,
                  clause: lowPrice.tests[0]!.clause,
                },
              ]
            : [],
    steps:
      id === 'low-price'
        ? [
            {
              label: '平均报价',
              expression: '(82 + 78.5 + 78.5 + 31) ÷ 4',
              value: '67.5',
              rule: 'review/lowPrice/tests/below-mean',
              clause: lowPrice.tests[0]!.clause,
            },
            { label: '界限', expression: '67.5 × 50%', value: '33.75', clause: lowPrice.tests[0]!.clause },
          ]
        : [],
  };
});

export const evaluation: Evaluation = {
  format: 1,
  round: {
    id: round.head.id,
    title: round.head.title,
    mode: 'rehearsal',
    synthetic: true,
    digest: digestOf('1'),
  },
  tender: {
    id: tender.id,
    number: tender.number,
    title: tender.title,
    purchaser: tender.purchaser,
    agency: tender.agency,
    digest: digestOf('2'),
  },
  readings: tender.chosenReadings,
  freeze: { digest: digestOf('f'), frozenAt: '2026-06-01T17:00:00+08:00' },
  state: 'complete',
  stages,
  bids: evaluatedBids,
  ranking: ['jia', 'bing', 'yi'],
  candidates: ['jia', 'bing', 'yi'],
  awaited: [],
  notices: [
    {
      stage: 'collusion',
      kind: 'lead',
      text: '两份投标文件的文档作者相同',
      bids: ['yi', 'bing'],
      evidence: ['作者：通用模板'],
    },
    {
      stage: 'recheck',
      kind: 'abnormal-mark',
      text: '钱守正 的评分与其他评委中位数相差较大',
      member: members[1]!.id,
      bids: ['yi'],
    },
  ],
  touched: [
    {
      id: tender.readings[0]!.id,
      question: tender.readings[0]!.question,
      lines: tender.readings[0]!.lines,
      basis: '尚无依据',
      stages: ['opening'],
    },
  ],
};

export const input = { tender, round, evaluation, createdAt };

/** The same round while people still have to settle two matters. */
export const awaitingInput = {
  ...input,
  evaluation: {
    ...evaluation,
    state: 'awaiting' as const,
    ranking: [],
    candidates: [],
    bids: evaluatedBids.map(({ rank: _rank, total: _total, ...bid }) => bid),
    awaited: [
      { stage: 'scoring' as const, who: 'member' as const, what: '缺 周慎行 的评分', member: members[4]!.id },
      { stage: 'corrections' as const, who: 'bidder' as const, what: '修正后的报价待确认', bid: 'bing' },
    ],
  },
};
