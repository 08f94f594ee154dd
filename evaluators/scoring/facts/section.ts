import {
  type Awaited,
  type Bid,
  type EvaluationStage,
  type Invalidity,
  type ItemResult,
  type Notice,
  type ReviewItem,
  type ReviewRecord,
  type ReviewSection,
  rulingOf,
} from '../../../spec/index.ts';
import { type Matter, type Settled, settle } from '../settle.ts';
import type { Situation } from '../stage.ts';
import { identifiersMatter } from './machine.ts';
import type { Question, Sight } from './sight.ts';

/** A section of the review as one stage goes through it. */
export interface Examination {
  stage: EvaluationStage;
  section: ReviewSection;
  /** Path of the section in the tender's data. */
  path: string;
  record: ReviewRecord | undefined;
}

export interface SectionOutcome {
  results: ItemResult[];
  awaited: Awaited[];
  notices: Notice[];
  /** The first ground of each bid that is out. */
  invalid: Invalidity[];
}

/** Findings on several clauses or pages are settled one by one; one that holds is enough. */
function settleEach(situation: Situation, matter: Matter, sight: Sight & { bid: string }): Settled {
  const { pending: _, ...look } = sight;
  const mine = (matter.record?.findings ?? []).filter(
    (one) => one.item === matter.item.id && one.bids.includes(look.bid),
  );
  if (mine.length < 2) return settle(situation, matter, look);
  const each = mine.map((finding) =>
    settle(situation, { ...matter, record: { ...matter.record, findings: [finding] } }, look),
  );
  const held = each.find(({ result }) => result.result === 'hit');
  if (held) return held;
  const open = each.filter(({ result }) => result.result === 'unknown');
  const told = open.length > 0 ? open : each;
  return {
    result: { ...told[0]!.result, reasons: told.flatMap(({ result }) => result.reasons) },
    awaited: told.flatMap(({ awaited }) => awaited),
    notices: told.flatMap(({ notices }) => notices).slice(0, 1),
  };
}

/** One item against one bid, with what people still owe. */
export function settleItem(
  situation: Situation,
  { stage, section, path, record }: Examination,
  item: ReviewItem,
  bid: Bid,
  sight: Sight,
): Settled {
  const question: Question = { situation, section, item, record, bid };
  const matter: Matter = { stage, section, path, ...identifiersMatter(question, sight) };
  const settled = settleEach(situation, matter, { ...sight, bid: bid.id });
  const { pending } = sight;
  const common = { stage, item: item.id, clause: item.clause };
  const leads: Notice[] =
    settled.result.effect === 'lead'
      ? [{ ...common, kind: 'lead', text: `“${item.title}”：${sight.facts.join('；')}`, bids: [bid.id] }]
      : [];
  if (!pending || settled.result.result === 'hit')
    return { ...settled, notices: [...settled.notices, ...leads] };
  const told = { ...common, ...(item.statute ? { statute: item.statute } : {}) };
  if (pending.when === 'binding' && situation.round.head.mode === 'rehearsal')
    return {
      ...settled,
      notices: [...settled.notices, { ...common, kind: 'provisional', text: pending.what, bids: [bid.id] }],
    };
  const who = pending.who ?? rulingOf(section, item).decidedBy;
  return {
    ...settled,
    result: { ...settled.result, result: 'unknown', reasons: sight.facts },
    awaited: [
      ...settled.awaited.filter(({ who: one }) => one !== who),
      { ...told, who, what: `“${item.title}”：${pending.what}`, bid: bid.id },
    ],
  };
}

/** Every item of a section against every bid that is still in. */
export function examine(
  situation: Situation,
  examination: Examination,
  items: readonly ReviewItem[],
  see: (question: Question) => Sight,
): SectionOutcome {
  const { section, record } = examination;
  const settled = situation.valid.flatMap((bid) =>
    items.map((item) =>
      settleItem(situation, examination, item, bid, see({ situation, section, item, record, bid })),
    ),
  );
  const out = new Map<string, Invalidity>();
  for (const { invalid } of settled) if (invalid && !out.has(invalid.bid)) out.set(invalid.bid, invalid);
  return {
    results: settled.map(({ result }) => result),
    awaited: settled.flatMap(({ awaited }) => awaited),
    notices: settled.flatMap(({ notices }) => notices),
    invalid: [...out.values()],
  };
}
