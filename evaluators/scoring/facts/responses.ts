import { type Bid, type Checkable, criteriaOf, type ReviewItem, rulingOf } from '../../../spec/index.ts';
import { exact, quantityIn } from '../../arithmetic/index.ts';
import { clear, type FactSight, hit, type Question, together, unknown } from './sight.ts';

type Kind = keyof NonNullable<ReviewItem['misses']>;

/** A clause, or all clauses of a kind, that a bid does not meet by its own words. */
interface Miss {
  clause?: string;
  kind: Kind;
  text: string;
}

const deviationWords = { negative: '负偏离', unanswered: '未响应' } as const;
const kindWords: Record<Kind, string> = { starred: '▲条款', technical: '技术条款', commercial: '商务要求' };

function kindOf({ kind, starred }: Checkable): Kind | undefined {
  if (kind === 'commercial') return 'commercial';
  if (kind !== 'clause' && kind !== 'other') return undefined;
  return starred ? 'starred' : 'technical';
}

/** What the bid says it misses, and the kinds of clause of which nobody has looked up what it says. */
function missesOf({ situation: { tender }, bid }: Question): { misses: Miss[]; unseen: Set<Kind> } {
  const answers = new Map((bid.responses ?? []).map((one) => [one.clause, one]));
  const misses: Miss[] = [];
  const unseen = new Set<Kind>();
  const unanswered = new Map<Kind, number>();
  for (const checkable of tender.checkables) {
    const kind = kindOf(checkable);
    if (!kind) continue;
    const answer = answers.get(checkable.id);
    if (answer) {
      if (answer.deviation === 'negative' || answer.deviation === 'unanswered')
        misses.push({
          clause: checkable.id,
          kind,
          text: `${kindWords[kind]} ${checkable.id}“${checkable.title}”${deviationWords[answer.deviation]}`,
        });
    } else if (kind === 'starred' || bid.otherResponses === undefined) unseen.add(kind);
    else if (bid.otherResponses === 'unanswered') unanswered.set(kind, (unanswered.get(kind) ?? 0) + 1);
  }
  for (const [kind, count] of unanswered)
    misses.push({ kind, text: `其余 ${count} 项${kindWords[kind]}未响应` });
  return { misses: [...misses, ...overBase(bid, tender)], unseen };
}

/** Hours promised over the base, where the table of points makes them a deviation from what is asked. */
function overBase(bid: Bid, { scoring }: Question['situation']['tender']): Miss[] {
  if (!scoring) return [];
  return criteriaOf(scoring).flatMap((criterion) =>
    criterion.kind === 'hours-saved' && criterion.overBase === 'deviation'
      ? criterion.promises.flatMap(({ id, title, base }) =>
          (bid.promises ?? [])
            .filter(({ promise, hours }) => promise === id && exact(hours).compare(quantityIn(base, 'h')) > 0)
            .map(({ hours }) => ({
              clause: id,
              kind: 'commercial' as const,
              text: `承诺“${title}”${hours} 小时，超过基准`,
            })),
        )
      : [],
  );
}

/** The item on which deviations are voted: the one of the section that needs two thirds, else the item itself. */
function votedOn({ section }: Question, item: ReviewItem): ReviewItem {
  return (
    section.items.find((one) => one.id !== item.id && rulingOf(section, one).vote === 'two-thirds') ?? item
  );
}

/** Misses that go to a vote and have none yet. A finding without a clause speaks of all of them. */
function unvoted(question: Question, item: ReviewItem): Miss[] {
  const voted = votedOn(question, item).id;
  const findings = (question.record?.findings ?? []).filter(
    (one) => one.item === voted && one.bids.includes(question.bid.id),
  );
  return missesOf(question).misses.filter(
    ({ kind, clause }) =>
      item.misses?.[kind] === 'deviation-vote' &&
      !findings.some((one) => one.clause === undefined || one.clause === clause),
  );
}

/** An item that says what an unmet clause does, by its kind. */
export const itemMisses: FactSight = (question) => {
  const { item } = question;
  const { misses, unseen } = missesOf(question);
  const of = (effect: 'score' | 'deviation-vote' | 'invalid') =>
    misses.filter(({ kind }) => item.misses?.[kind] === effect).map(({ text }) => text);
  const fatal = of('invalid');
  if (fatal.length > 0) return hit(...fatal);
  const here = votedOn(question, item).id === item.id;
  const open = unvoted(question, item).map(({ text }) => `${text}，待按重大偏离认定`);
  const unlooked = [...unseen]
    .filter((kind) => item.misses?.[kind] !== 'score')
    .map((kind) => `${kindWords[kind]}的响应未逐条登记`);
  const scored = of('score').map((text) => `${text}，只影响得分`);
  const pending = here ? pendingVote(open) : {};
  if (open.length + unlooked.length > 0) return { ...unknown(...open, ...unlooked, ...scored), ...pending };
  return clear('服务与商务要求均已响应', ...of('deviation-vote').map((text) => `${text}，已表决`), ...scored);
};

const pendingVote = (open: readonly string[]) =>
  open.length > 0
    ? { pending: { what: `须逐条表决是否属重大偏离：${open.join('；')}`, when: 'binding' as const } }
    : {};

/** The item on which deviations are voted: what is still without a vote. Whether one is major only members can say. */
export const deviationsToVote: FactSight = (question) => {
  const { section, item } = question;
  const sources = section.items.filter(
    (one) => one.misses && one.id !== item.id && votedOn(question, one).id === item.id,
  );
  return together(
    sources.map((source) => {
      const open = unvoted(question, source).map(({ text }) => text);
      return open.length > 0 ? { ...unknown(...open), ...pendingVote(open) } : { facts: [] };
    }),
  );
};
