import {
  type Awaited,
  type Effect,
  type EvaluationStage,
  type Invalidity,
  type ItemResult,
  type Notice,
  type RecordedFinding,
  type ReviewItem,
  type ReviewRecord,
  type ReviewSection,
  rulingOf,
  type VoteCount,
} from '../../spec/index.ts';
import type { Situation } from './stage.ts';
import { countVotes } from './votes.ts';

/** Where an item stands and what people recorded of its section. */
export interface Matter {
  stage: EvaluationStage;
  section: Pick<ReviewSection, 'decidedBy' | 'vote' | 'effect'>;
  /** Path of the section in the tender's data, e.g. `review/compliance`. */
  path: string;
  item: ReviewItem;
  record: ReviewRecord | undefined;
}

/** What the program sees of a bid under an item. Without `seen` only people can tell. */
export interface Look {
  bid: string;
  seen?: 'clear' | 'hit' | 'unknown' | 'not-applicable';
  /** What was seen, in words; of a hit what is wrong. */
  facts: string[];
  /** An effect that the rules give this very miss, instead of the item's own. */
  effect?: Effect;
}

export interface Settled {
  result: ItemResult;
  awaited: Awaited[];
  notices: Notice[];
  /** Present when the bid is out. */
  invalid?: Invalidity;
}

/**
 * Brings together what people found and what the program sees. People decide: a finding holds, and where the
 * program sees otherwise it says so. Without a finding a bid that was recorded as clear is clear unless the program
 * sees a hit, which then waits for a finding. Where nobody has looked, a rehearsal takes what the program sees, and
 * says that it did; in a binding round it waits. What nobody saw is never clear.
 */
export function settle(situation: Situation, matter: Matter, look: Look): Settled {
  const { stage, section, path, item, record } = matter;
  const ruling = rulingOf(section, item);
  const effect = look.effect ?? ruling.effect;
  const findings = (record?.findings ?? []).filter(
    (finding) => finding.item === item.id && finding.bids.includes(look.bid),
  );
  const base = {
    bid: look.bid,
    item: item.id,
    title: item.title,
    ...(look.seen && look.seen !== 'not-applicable' ? { seen: look.seen } : {}),
    rule: `${path}/items/${item.id}`,
    clause: item.clause,
    ...(item.statute ? { statute: item.statute } : {}),
  };
  const said = (
    result: ItemResult['result'],
    decided: ItemResult['decided'],
    reasons: string[],
    rest: { vote?: VoteCount; awaited?: Awaited[]; notices?: Notice[] } = {},
  ): Settled => {
    const hit = result === 'hit';
    return {
      result: {
        ...base,
        result,
        decided,
        reasons,
        ...(hit ? { effect } : {}),
        ...(rest.vote ? { vote: rest.vote } : {}),
      },
      awaited: rest.awaited ?? [],
      notices: rest.notices ?? [],
      ...(hit && effect === 'invalid'
        ? {
            invalid: {
              bid: look.bid,
              stage,
              item: item.id,
              title: item.title,
              reasons,
              rule: base.rule,
              clause: item.clause,
              ...(item.statute ? { statute: item.statute } : {}),
            },
          }
        : {}),
    };
  };
  const awaiting = (what: string): Awaited => ({
    stage,
    who: ruling.decidedBy,
    what,
    bid: look.bid,
    item: item.id,
    clause: item.clause,
    ...(item.statute ? { statute: item.statute } : {}),
  });
  const notice = (kind: Notice['kind'], text: string): Notice => ({
    stage,
    kind,
    text,
    bids: [look.bid],
    item: item.id,
    evidence: look.facts,
    clause: item.clause,
  });

  const hit = findings.find(({ result }) => result === 'hit');
  const finding: RecordedFinding | undefined = hit ?? findings[0];
  if (finding) {
    const votes = finding.votes ?? [];
    const mustVote = ruling.vote === 'two-thirds' || ruling.vote === 'all';
    if (mustVote && votes.length === 0)
      return said('unknown', 'recorded', [finding.reasons], {
        awaited: [awaiting(`“${item.title}”须表决，尚无表决记录`)],
      });
    const vote =
      votes.length > 0 && ruling.vote !== 'none'
        ? countVotes(situation.tender, situation.members, ruling.vote, votes)
        : undefined;
    // A hit that is not carried is clear; that somebody was cleared without the votes makes nobody guilty.
    const result = vote && !vote.carried ? 'clear' : finding.result;
    const contrary =
      (look.seen === 'hit' && result === 'clear') || (look.seen === 'clear' && result === 'hit');
    return said(result, 'recorded', [finding.reasons], {
      ...(vote ? { vote } : {}),
      notices: contrary
        ? [notice('contradiction', `“${item.title}”的认定与程序从材料所见不一致，以认定为准，请复核`)]
        : [],
    });
  }
  if (look.seen === 'not-applicable') return said('not-applicable', 'computed', look.facts);
  if (record?.clear?.includes(look.bid)) {
    if (look.seen !== 'hit') return said('clear', 'recorded', look.facts);
    return said('unknown', 'recorded', look.facts, {
      awaited: [
        awaiting(`记录为全部符合，但程序见到“${item.title}”的情形，须逐项认定：${look.facts.join('；')}`),
      ],
    });
  }
  const byRecordOfPlatform = ruling.decidedBy === 'platform' || stage === 'opening';
  if (look.seen === 'clear' || (look.seen === 'hit' && byRecordOfPlatform)) {
    const must = situation.round.head.mode !== 'rehearsal' && !byRecordOfPlatform;
    return said(look.seen === 'clear' && must ? 'unknown' : look.seen, 'computed', look.facts, {
      awaited: must ? [awaiting(`“${item.title}”尚无审查记录`)] : [],
    });
  }
  if (situation.round.head.mode !== 'rehearsal')
    return said('unknown', 'computed', look.facts, { awaited: [awaiting(`“${item.title}”尚无审查记录`)] });
  if (look.seen === 'hit')
    return said('hit', 'computed', look.facts, {
      notices: [notice('provisional', `“${item.title}”由程序按材料推定，尚无认定记录`)],
    });
  return said('unknown', 'computed', look.facts);
}
