import { beijingTime, type Cell, outcomes, type Section } from '../../../spec/index.ts';
import { checksOf, type Material } from './material.ts';

/** Until when the evidence of a check may be relied on, where a lifetime is stated; nothing where none is. */
export function lifetimesSection({ judgement }: Material): Omit<Section, 'heading'>[] {
  const limited = judgement.requirements.flatMap(checksOf).filter(({ validUntil }) => validUntil);
  if (limited.length === 0) return [];
  return [
    {
      id: 'lifetimes',
      level: 2,
      blocks: [
        {
          kind: 'paragraph',
          text: `下列核验项的证据载明了有效期；本报告按 ${beijingTime(judgement.asOf)}（北京时间）判定，此后到期的应复测。`,
        },
        {
          kind: 'table',
          columns: [
            { title: '核验项', width: 24 },
            { title: '结论', width: 14 },
            { title: '有效至（北京时间）', width: 20 },
            { title: '依据', width: 42 },
          ],
          rows: limited.map(({ id, outcome, reason, validUntil }): Cell[] => [
            { text: id },
            { outcome, text: outcomes[outcome] },
            {
              text: `${beijingTime(validUntil!.at)}${reason === 'evidence-expired' ? '\n已到期，应复测' : ''}`,
            },
            { text: validUntil!.source },
          ]),
        },
      ],
    },
  ];
}
