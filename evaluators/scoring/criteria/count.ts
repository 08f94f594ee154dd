import { type CountCriterion, criteriaOf, type EvaluationStep } from '../../../spec/index.ts';
import { type Exact, exact, least, printExact } from '../../arithmetic/index.ts';
import { isOptimal, type MatchingProblem, maximumMatching } from '../../matching/index.ts';
import { proofSteps } from './proof-steps.ts';
import { type CountInput, distinctWord, isSound, type Thing, thingsOf } from './things.ts';

/** What a criterion comes to over some papers. */
export interface Count {
  points: Exact;
  things: Thing[];
  /** Keys of the things that give points. */
  given: ReadonlySet<string>;
  /** Key -> title of the other criterion that has the thing instead. */
  elsewhere: ReadonlyMap<string, string>;
  steps: EvaluationStep[];
}

/** Whether a thing that counts under this criterion may count under no other that says so, too. */
const isExclusive = ({ acrossCriteria }: CountCriterion): boolean => acrossCriteria === 'once';

/** All criteria among which one thing counts once: those that tell things apart alike. */
function rivalsOf(input: CountInput, criterion: CountCriterion): CountCriterion[] {
  return criteriaOf(input.scoring).filter(
    (other): other is CountCriterion =>
      other.kind === 'count-capped' && isExclusive(other) && other.distinctBy === criterion.distinctBy,
  );
}

/** Allots each thing to one of the criteria that compete for it, so that they have the most points together. */
function allotted(
  input: CountInput,
  criterion: CountCriterion,
  rule: string,
): Pick<Count, 'given' | 'elsewhere' | 'steps'> {
  const sides = rivalsOf(input, criterion).map((rival) => ({
    rival,
    sound: thingsOf(input, rival).filter(isSound),
  }));
  const names = new Map(sides.flatMap(({ sound }) => sound.map(({ key, name }) => [key, name] as const)));
  const problem: MatchingProblem = {
    left: [...names.keys()].map((id) => ({ id, capacity: 1 })),
    right: sides.map(({ rival }) => ({ id: rival.id, capacity: rival.cap.value, weight: exact(rival.per) })),
    edges: sides.flatMap(({ rival, sound }) => sound.map(({ key }): [string, string] => [key, rival.id])),
  };
  const matching = maximumMatching(problem);
  if (!isOptimal(problem, matching)) throw new Error(`no proof for the allotment of ${criterion.id}`);
  const titles = new Map(sides.map(({ rival }) => [rival.id, rival.title]));
  const name = (id: string) => names.get(id) ?? titles.get(id) ?? id;
  return {
    given: new Set(matching.pairs.filter(([, to]) => to === criterion.id).map(([key]) => key)),
    elsewhere: new Map(
      matching.pairs.filter(([, to]) => to !== criterion.id).map(([key, to]) => [key, name(to)]),
    ),
    steps: [
      {
        label: `同一${distinctWord(criterion)}只在一项中计分，取合计最多的安排`,
        expression: matching.pairs.map(([key, to]) => `${name(key)}→${name(to)}`).join('；') || '无',
        value: String(matching.pairs.length),
        rule: `${rule}/acrossCriteria`,
        clause: criterion.clause,
      },
      ...proofSteps(problem, matching, name, `${rule}/acrossCriteria`, criterion.clause),
    ],
  };
}

/** Counts things up to the cap, in the order of the bid, or as they are allotted among criteria. */
export function count(input: CountInput, criterion: CountCriterion, rule: string): Count {
  const things = thingsOf(input, criterion);
  const sound = things.filter(isSound);
  const allotment = isExclusive(criterion) ? allotted(input, criterion, rule) : undefined;
  const given = allotment?.given ?? new Set(sound.slice(0, criterion.cap.value).map(({ key }) => key));
  const points = least([exact(criterion.per).mul(given.size), exact(criterion.points)])!;
  return {
    points,
    things,
    given,
    elsewhere: allotment?.elsewhere ?? new Map(),
    steps: [
      ...(allotment?.steps ?? []),
      {
        label: criterion.counts,
        expression: allotment
          ? `${sound.length} 个中安排在本项的`
          : `min(${sound.length}, 上限 ${criterion.cap.value})`,
        value: String(given.size),
        rule: `${rule}/cap`,
        clause: criterion.clause,
      },
      {
        label: criterion.title,
        expression: `${given.size} × ${criterion.per}`,
        value: printExact(points),
        rule,
        clause: criterion.clause,
      },
    ],
  };
}
