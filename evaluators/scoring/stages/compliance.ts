import { clarificationMatters } from '../facts/clarifications.ts';
import { identifierLeads } from '../facts/machine.ts';
import { quoteFacts } from '../facts/quote-facts.ts';
import { examine } from '../facts/section.ts';
import { see } from '../facts/see.ts';
import { belowMinimum, type Stage } from '../stage.ts';

const stage = 'compliance' as const;

/** Whether each bid responds in substance. What concerns the quote itself is settled by the stage of the quote. */
export const compliance: Stage = (situation) => {
  const section = situation.tender.review?.compliance;
  if (!section) return { notApplicable: true };
  const items = section.items.filter(({ fact }) => !(fact && quoteFacts.has(fact)));
  const outcome = examine(
    situation,
    {
      stage,
      section,
      path: 'review/compliance',
      record: situation.round.proceedings.compliance,
    },
    items,
    see,
  );
  const clarifications = clarificationMatters(situation);
  const responsive = situation.valid.length - outcome.invalid.length;
  const end = belowMinimum(situation, 'compliance', responsive, stage);
  return {
    results: outcome.results,
    invalid: outcome.invalid,
    awaited: [...outcome.awaited, ...clarifications.awaited.map((one) => ({ stage, ...one }))],
    notices: [
      ...outcome.notices,
      ...[...items.flatMap((item) => identifierLeads(situation, item)), ...clarifications.notices].map(
        (one) => ({ stage, ...one }),
      ),
    ],
    steps: [{ label: '符合性审查后有效的投标人', value: String(responsive), rule: 'review/minimums' }],
    ...(end ? { end } : {}),
  };
};
