import {
  type Awaited,
  beijingTime,
  type EvaluationStep,
  type ItemResult,
  type Notice,
  type ReviewSection,
  rulingOf,
} from '../../../spec/index.ts';
import { admissionOf } from '../facts/admission.ts';
import { quoteFacts } from '../facts/quote-facts.ts';
import { examine } from '../facts/section.ts';
import { see } from '../facts/see.ts';
import { withdrawalOf } from '../facts/times.ts';
import { belowMinimum, type End, type Situation, type Stage } from '../stage.ts';

const stage = 'opening' as const;
const path = 'review/admission';

/**
 * Reception and opening: what the platform and the agency recorded of each bid against the tender’s instants. A bid
 * withdrawn in time leaves without a ground; a failure that is not the bidder’s stops the opening, never the bid.
 */
export const opening: Stage = (situation) => {
  const section = situation.tender.review?.admission;
  if (!section) return { notApplicable: true };
  const withdrawn = situation.valid.filter(({ id }) => withdrawalOf(situation, id) === 'in-time');
  const here = { ...situation, valid: situation.valid.filter((bid) => !withdrawn.includes(bid)) };
  // What suspends is a fault of the whole opening, on record in its head.
  const items = section.items.filter(
    (item) => rulingOf(section, item).effect !== 'suspend' && !(item.fact && quoteFacts.has(item.fact)),
  );
  const { results, invalid, ...outcome } = examine(
    here,
    { stage, section, path, record: undefined },
    items,
    see,
  );
  const uploads = section.items.find(({ fact }) => fact === 'uploaded-in-time');
  const late = results.filter(({ item, result }) => item === uploads?.id && result === 'hit');
  const count = here.valid.length - late.length;
  // Of a bid that is out here nothing more has to be found out: nobody decrypts what came late.
  const out = new Set(invalid.map(({ bid }) => bid));
  const end =
    belowMinimum(situation, 'deadline', count, stage) ??
    failedElsewhere(
      here,
      section,
      results.filter(({ bid }) => !out.has(bid)),
    ) ??
    openingFault(here, section);
  return {
    results,
    invalid,
    awaited: awaitedOf(here, section, results, outcome.awaited).filter(
      ({ bid }) => bid === undefined || !out.has(bid),
    ),
    notices: [...outcome.notices, ...lateWithdrawals(situation)],
    withdrawn: withdrawn.map(({ id }) => id),
    steps: [
      ...withdrawn.map(({ id, bidder }) => ({
        label: `${bidder}（${id}）`,
        value: '截止前撤回，不参加开标',
      })),
      { label: '投标截止时的投标人', value: String(count), rule: 'review/minimums' },
      ...resumedFaults(here, section),
    ],
    ...(end ? { end } : {}),
  };
};

/** The opening has no record of findings: what is missing has to be put on the record of reception. */
function awaitedOf(
  situation: Situation,
  section: ReviewSection,
  results: readonly ItemResult[],
  awaited: readonly Awaited[],
): Awaited[] {
  const bare = situation.valid.filter((bid) => !admissionOf({ situation, bid })).map(({ id }) => id);
  const who = section.decidedBy;
  const binding = situation.round.head.mode !== 'rehearsal';
  return [
    ...(binding ? bare : []).map((bid) => ({
      stage,
      who,
      bid,
      what: '没有该投标人的接收与开标记录',
      ...(section.clause ? { clause: section.clause } : {}),
    })),
    ...awaited
      .filter(({ bid }) => bid === undefined || !bare.includes(bid))
      .map((one) => {
        const result = results.find(({ bid, item }) => bid === one.bid && item === one.item);
        return result ? { ...one, what: `“${result.title}”不能确定：${result.reasons.join('；')}` } : one;
      }),
  ];
}

/** Failures for which the bidder is not answerable. */
function failedElsewhere(
  { valid }: Situation,
  section: ReviewSection,
  results: readonly ItemResult[],
): End | undefined {
  const failed = results.filter(({ result, effect }) => result === 'hit' && effect === 'suspend');
  const item = section.items.find(({ id }) => id === failed[0]?.item);
  if (!item) return undefined;
  return {
    kind: 'stopped',
    item: item.id,
    title: item.title,
    reasons: failed.map(
      ({ bid, reasons }) => `${valid.find(({ id }) => id === bid)?.bidder ?? bid}：${reasons.join('；')}`,
    ),
    clause: item.clause,
  };
}

const faultsOf = ({ round }: Situation, section: ReviewSection) =>
  (round.head.opening?.faults ?? []).map((fault) => ({
    ...fault,
    item:
      section.items.find(({ id }) => id === fault.item) ??
      section.items.find((item) => rulingOf(section, item).effect === 'suspend'),
  }));

function openingFault(situation: Situation, section: ReviewSection): End | undefined {
  const open = faultsOf(situation, section).filter(({ resumedAt }) => resumedAt === undefined);
  const [first] = open;
  if (!first) return undefined;
  return {
    kind: 'stopped',
    item: first.item?.id ?? 'fault',
    title: first.item?.title ?? '开标因故中止',
    reasons: open.map(({ fact, at }) => `${beijingTime(at)} ${fact}，尚未恢复`),
    ...(first.item ? { clause: first.item.clause } : {}),
  };
}

function resumedFaults(situation: Situation, section: ReviewSection): EvaluationStep[] {
  return faultsOf(situation, section).flatMap(({ fact, at, resumedAt, item }) =>
    resumedAt === undefined
      ? []
      : [
          {
            label: item?.title ?? '开标因故中止',
            expression: `${beijingTime(at)} ${fact}`,
            value: `${beijingTime(resumedAt)} 恢复`,
            ...(item ? { rule: `${path}/items/${item.id}`, clause: item.clause } : {}),
          },
        ],
  );
}

function lateWithdrawals(situation: Situation): Notice[] {
  return situation.valid
    .filter(({ id }) => withdrawalOf(situation, id) === 'late')
    .map(({ id, bidder }) => ({
      stage,
      kind: 'advice',
      text: `${bidder}的撤回不在投标截止之前，不予接受，投标仍然有效`,
      bids: [id],
    }));
}
