import {
  type Awaited,
  beijingTime,
  type Notice,
  type Proceedings,
  printQuantity,
  type RecordedVote,
  type VoteCount,
} from '../../../spec/index.ts';
import { printExact, quantityIn } from '../../arithmetic/index.ts';
import { secondsOf } from '../facts/instants.ts';
import { ruleOfLaw, spanOf } from '../policy/statute.ts';
import type { Situation } from '../stage.ts';
import { countVotes } from '../votes.ts';

type Row = NonNullable<Proceedings['lowPrice']>[number];

/** What came of the explanation that a low quote calls for. */
export interface Heard {
  /** `open`: people still owe something; the bid is neither cleared nor out. */
  verdict: 'stays' | 'invalid' | 'open';
  reasons: string[];
  vote?: VoteCount;
  awaited: Awaited[];
  notices: Notice[];
}

export const rowOf = ({ round }: Situation, bid: string): Row | undefined =>
  round.proceedings.lowPrice?.find((row) => row.bid === bid);

/** The committee's vote under the rule of the section; where it does not vote, everybody who spoke must be for it. */
export function voteOn({ tender, members }: Situation, votes: readonly RecordedVote[]) {
  const rule = tender.review!.lowPrice!.vote;
  const count = countVotes(tender, members, rule, votes);
  const carried = rule === 'none' ? votes.length > 0 && votes.every((one) => one.for) : count.carried;
  return { ...count, carried };
}

/** Follows one bid from the question to the vote. Without a record nothing is taken as explained or refused. */
export function hear(situation: Situation, bid: string): Heard {
  const { tender, round } = situation;
  const rules = tender.review!.lowPrice!;
  const row = rowOf(situation, bid);
  const rehearsal = round.head.mode === 'rehearsal';
  const told = { stage: 'low-price', clause: rules.explanation.clause } as const;
  const open = (what: string, who: Awaited['who'] = rules.decidedBy): Heard => ({
    verdict: 'open',
    reasons: [what],
    awaited: rehearsal ? [] : [{ ...told, who, what, bid }],
    notices: [
      ...timeNotices(situation, bid, row),
      ...(rehearsal
        ? [
            {
              ...told,
              kind: 'provisional' as const,
              text: `${what}；演练中暂予保留`,
              bids: [bid],
            } satisfies Notice,
          ]
        : []),
    ],
  });
  if (!row) return open('须启动异常低价审查，要求投标人书面说明并提供证明材料');
  const { explanation, noExplanation, convincing, askedAt } = row;
  const notices = timeNotices(situation, bid, row);
  if (!explanation && noExplanation)
    return { verdict: 'invalid', reasons: ['未在规定时间内提供书面说明、证明材料'], awaited: [], notices };
  if (!explanation && !askedAt) return open('须要求投标人在合理时间内书面说明，尚无记录');
  if (!explanation) return open('已要求说明，尚无投标人的书面说明，也无逾期未说明的记录', 'bidder');
  if (!convincing) return open('已收到书面说明，评标委员会尚未表决其能否证明报价合理');
  const vote = voteOn(situation, convincing.votes);
  const against = convincing.heldAgainst ? [`参考：${convincing.heldAgainst.join('、')}`] : [];
  return {
    verdict: vote.carried ? 'stays' : 'invalid',
    reasons: [
      vote.carried ? '书面说明能够证明报价合理' : '书面说明不能证明报价合理',
      convincing.reasons,
      ...against,
    ],
    vote,
    awaited: [],
    notices,
  };
}

/** Whether the time to explain was long enough, and whether it was kept. */
function timeNotices({ tender }: Situation, bid: string, row: Row | undefined): Notice[] {
  const { explanation } = tender.review!.lowPrice!;
  const told = { stage: 'low-price' as const, bids: [bid], clause: explanation.clause };
  if (!row) return [];
  const { askedAt, answerBy, explanation: given, noExplanation } = row;
  const notices: Notice[] = [];
  const law = ruleOfLaw(tender, explanation.statute);
  const least = explanation.atLeast ?? spanOf(law);
  if (askedAt === undefined && (given || noExplanation))
    notices.push({ ...told, kind: 'contradiction', text: '未登记要求说明的时间' });
  if (askedAt !== undefined && answerBy !== undefined && least) {
    const minutes = secondsOf(answerBy).sub(secondsOf(askedAt)).div(60);
    if (minutes.compare(quantityIn(least, 's').div(60)) < 0)
      notices.push({
        ...told,
        kind: 'contradiction',
        text: `给予的说明时间 ${printExact(minutes)} 分钟，少于 ${printQuantity(least)}`,
        ...(explanation.atLeast || !explanation.statute ? {} : { statute: [explanation.statute] }),
      });
  }
  if (given && answerBy !== undefined && secondsOf(given.at).compare(secondsOf(answerBy)) > 0)
    notices.push({
      ...told,
      kind: 'contradiction',
      text: `书面说明于 ${beijingTime(given.at)} 提交，晚于所定时间 ${beijingTime(answerBy)}，请评委核实`,
    });
  if (given && noExplanation)
    notices.push({ ...told, kind: 'contradiction', text: '既登记了书面说明，又登记了未作说明' });
  if (given && (given.papers ?? []).length === 0)
    notices.push({ ...told, kind: 'lead', text: `应提供${explanation.papers.join('、')}，未登记证明材料` });
  return notices;
}
