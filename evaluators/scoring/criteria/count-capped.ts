import type { BidPaper, CountCriterion, Counted, EvaluationStep, Firm } from '../../../spec/index.ts';
import { exact, printExact, zero } from '../../arithmetic/index.ts';
import { comparedFirms, weakest } from './consortium.ts';
import { type Count, count } from './count.ts';
import type { Computation, CriterionInput } from './criterion.ts';
import { firmOf } from './paper.ts';
import { distinctWord, type Thing } from './things.ts';

interface Outcome extends Count {
  /** Whose papers count where a consortium has the points of its weaker member. */
  firm?: Firm;
  compared: EvaluationStep[];
}

function outcomeOf(input: CriterionInput<CountCriterion>, mended: ReadonlySet<string>): Outcome {
  const { tender, scoring, bid, criterion, rule } = input;
  const papers = bid.papers ?? [];
  const over = (some: readonly BidPaper[]) =>
    count({ tender, scoring, bid, papers: some, mended }, criterion, rule);
  const [first, ...others] = comparedFirms(scoring, bid).map((firm) => ({
    ...over(papers.filter((paper) => firmOf(bid, paper) === firm)),
    firm,
  }));
  if (!first) return { ...over(papers), compared: [] };
  const all = [first, ...others] as const;
  const low = weakest(all);
  return {
    ...low,
    compared: [
      {
        label: '联合体按较低一方计分',
        expression: all.map(({ firm, points }) => `${firm.name} ${printExact(points)}`).join('；'),
        value: printExact(low.points),
        rule: 'scoring/consortium',
        ...(scoring.consortium ? { clause: scoring.consortium.clause } : {}),
      },
    ],
  };
}

/** Papers of a thing that counts: the first of each demanded kind shows it, the others repeat it. */
function countedOf(criterion: CountCriterion, thing: Thing, outcome: Outcome): Counted[] {
  const shown = new Map<string, string>();
  return thing.papers.map(({ paper, faults }): Counted => {
    const reasons = [...faults, ...thing.faults].map(({ reason }) => reason);
    if (reasons.length > 0) return { what: paper.id, counts: false, reasons };
    const word = distinctWord(criterion);
    const before = shown.get(paper.document);
    if (before !== undefined)
      return { what: paper.id, counts: false, reasons: [`与 ${before} 为同一${word}，不重复计分`] };
    shown.set(paper.document, paper.id);
    if (outcome.given.has(thing.key))
      return { what: paper.id, counts: true, reasons: [`${word}：${thing.name}`] };
    const other = outcome.elsewhere.get(thing.key);
    const why = other ? `已在“${other}”中计分` : `已满 ${criterion.cap.value} 个，不再计分`;
    return { what: paper.id, counts: false, reasons: [why] };
  });
}

/** What mending one paper, or one more thing, would bring. */
function hintsOf(input: CriterionInput<CountCriterion>, outcome: Outcome): string[] {
  const { bid, criterion } = input;
  // Under a common allotment more here may be less elsewhere.
  if (criterion.acrossCriteria === 'once' || outcome.points.compare(exact(criterion.points)) >= 0) return [];
  const mends = (bid.papers ?? [])
    .filter((paper) => paper.for.includes(criterion.id))
    .flatMap((paper) => {
      const faults = outcome.things
        .flatMap(({ papers }) => papers)
        .find((one) => one.paper.id === paper.id)?.faults;
      if (faults?.length !== 1 || faults[0]!.remedy === undefined) return [];
      const more = outcomeOf(input, new Set([paper.id])).points.sub(outcome.points);
      return more.compare(zero) > 0
        ? [`${paper.id}：${faults[0]!.remedy}，可增加 ${printExact(more)} 分`]
        : [];
    });
  if (outcome.firm) return mends;
  const left = criterion.cap.value - outcome.given.size;
  return [...mends, `尚可再计 ${left} 个不同${distinctWord(criterion)}，每个 ${criterion.per} 分`];
}

/** Things shown by papers in order: each different one gives `per` points, up to the cap. */
export function countCapped(input: CriterionInput<CountCriterion>): Computation {
  const { bid, criterion } = input;
  const outcome = outcomeOf(input, new Set());
  const others = (bid.papers ?? []).filter(
    (paper) => paper.for.includes(criterion.id) && outcome.firm && firmOf(bid, paper) !== outcome.firm,
  );
  return {
    computed: outcome.points,
    counted: [
      ...outcome.things.flatMap((thing) => countedOf(criterion, thing, outcome)),
      ...others.map(({ id }) => ({
        what: id,
        counts: false,
        reasons: [`联合体按较低一方（${outcome.firm!.name}）计分，不计`],
      })),
    ],
    hints: hintsOf(input, outcome),
    steps: [...outcome.steps, ...outcome.compared],
  };
}
