import type { Block, Document } from '../../../spec/index.ts';
import { paper } from './frame.ts';
import { type Material, resultsOf } from './material.ts';
import { orNone } from './review-papers.ts';
import { memberRoles, signingSection } from './signing.ts';
import { basisWords, voteWords } from './words.ts';

/** 线索清单: what was seen alike between bids, with its evidence; it finds nothing and accuses nobody. */
export function collusionLeads(material: Material, id: string): Document {
  return paper(material, '线索清单', [
    {
      id: 'about',
      heading: '1 说明',
      level: 1,
      blocks: [
        {
          kind: 'paragraph',
          tone: 'notice',
          text: '本清单供评委核实，非认定结论。所列为材料之间的相同或者关联，可能有正当原因；是否构成招标文件和法规所列情形，由评标委员会核实、表决并说明理由。',
        },
      ],
    },
    { id: 'leads', heading: '2 线索', level: 1, blocks: leads(material) },
    { id: 'answers', heading: '3 评标委员会的核实情况', level: 1, blocks: answers(material) },
    signingSection(material, id, memberRoles(material), '4 签署'),
  ]);
}

function leads(material: Material): Block[] {
  const found = material.evaluation.notices.filter(
    ({ kind, stage }) =>
      (kind === 'lead' && (stage === 'collusion' || stage === 'compliance')) ||
      (kind === 'provisional' && stage === 'collusion'),
  );
  const seen = resultsOf(material, 'collusion').filter(
    ({ seen: look, bid, item }) =>
      look === 'hit' && !found.some((one) => one.item === item && one.bids?.includes(bid)),
  );
  const rows = [
    ...found.map((one) => [
      { text: one.text },
      { text: (one.bids ?? []).map(material.bidder).join('、') },
      { text: one.evidence?.join('\n') ?? '' },
      { text: basisWords(material, one) },
    ]),
    ...seen.map((one) => [
      { text: one.title },
      { text: material.bidder(one.bid) },
      { text: one.reasons.join('\n') },
      { text: basisWords(material, one) },
    ]),
  ];
  return orNone(
    rows.length === 0
      ? []
      : [
          {
            kind: 'table',
            columns: [
              { title: '所见', width: 19 },
              { title: '涉及的投标文件', width: 18 },
              { title: '材料', width: 46 },
              { title: '供核实的条款', width: 17 },
            ],
            rows,
          },
        ],
    '程序没有见到可供核实的线索；没有见到不等于没有。',
  );
}

function answers(material: Material): Block[] {
  const said = resultsOf(material, 'collusion').filter(
    ({ decided, vote, result, seen }) =>
      decided === 'recorded' && (vote !== undefined || result === 'hit' || seen === 'hit'),
  );
  return orNone(
    said.length === 0
      ? []
      : [
          {
            kind: 'table',
            columns: [
              { title: '投标人', width: 24 },
              { title: '核实事项', width: 24 },
              { title: '评标委员会意见', width: 52 },
            ],
            rows: said.map((one) => [
              { text: material.bidder(one.bid) },
              { text: one.title },
              {
                text: [
                  { hit: '认定有此情形', clear: '不认定', unknown: '尚未认定', 'not-applicable': '不适用' }[
                    one.result
                  ],
                  one.reasons.join('；'),
                  voteWords(material, one.vote),
                ]
                  .filter(Boolean)
                  .join('\n'),
              },
            ]),
          },
        ],
    '没有核实记录。',
  );
}
