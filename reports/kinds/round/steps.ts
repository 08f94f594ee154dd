import type { Block, EvaluationStep } from '../../../spec/index.ts';
import type { Material } from './material.ts';
import { basisWords, exactWords, readingWords } from './words.ts';

/** How numbers came about: inputs and formula, exact value, clause lines and the reading that was chosen. */
export function stepTable(material: Material, steps: readonly EvaluationStep[], caption: string): Block[] {
  if (steps.length === 0) return [];
  return [
    {
      kind: 'table',
      caption,
      columns: [
        { title: '步骤', width: 21 },
        { title: '算式', width: 31 },
        { title: '值', width: 15, align: 'right' },
        { title: '依据与读法', width: 33 },
      ],
      rows: steps.map((step) => [
        { text: step.label },
        { text: step.expression ?? '' },
        { text: exactWords(step.value) },
        {
          text: [basisWords(material, step), readingWords(material, step.rule)].filter(Boolean).join('\n'),
        },
      ]),
    },
  ];
}
