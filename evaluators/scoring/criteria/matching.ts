import type { Counted, EvaluationStep, Firm, MatchingCriterion } from '../../../spec/index.ts';
import { type Exact, exact, least, printExact, zero } from '../../arithmetic/index.ts';
import { isOptimal } from '../../matching/index.ts';
import { type Assignment, assign } from './assignment.ts';
import { comparedFirms, weakest } from './consortium.ts';
import type { Computation, CriterionInput } from './criterion.ts';
import { deadlineDay, leaderOf } from './paper.ts';
import { kindsOf, type Person, poolOf } from './pool.ts';
import { proofSteps } from './proof-steps.ts';

interface Outcome extends Assignment {
  points: Exact;
  people: readonly Person[];
  /** Whose people count where a consortium has the points of its weaker member. */
  firm?: Firm;
  compared: { firm: Firm; points: Exact }[];
}

function outcomeOf(
  { scoring, bid, criterion }: CriterionInput<MatchingCriterion>,
  people: readonly Person[],
): Outcome {
  const over = (some: readonly Person[]) => {
    const assignment = assign(criterion, some);
    const points = least([exact(criterion.per).mul(assignment.pairs.length), exact(criterion.points)])!;
    return { ...assignment, points, people: some };
  };
  const [first, ...others] = comparedFirms(scoring, bid).map((firm) => ({
    ...over(people.filter((person) => person.firm === firm)),
    firm,
  }));
  if (!first) return { ...over(people), compared: [] };
  const all = [first, ...others] as const;
  return { ...weakest(all), compared: all.map(({ firm, points }) => ({ firm, points })) };
}

/** What one more paper would bring: each pair that lacks just one is tried. */
function hintsOf(input: CriterionInput<MatchingCriterion>, pool: readonly Person[], now: Exact): string[] {
  const { criterion, bid } = input;
  const tried = (person: Person, change: Partial<Person>, remedy: string): string[] => {
    const other = pool.map((one) => (one === person ? { ...person, ...change } : one));
    const more = outcomeOf(input, other).points.sub(now);
    return more.compare(zero) > 0 ? [`${person.name}：${remedy}，可增加 ${printExact(more)} 分`] : [];
  };
  return pool.flatMap((person) => {
    const [missing, ...others] = person.faults;
    if (others.length > 0) return [];
    if (missing?.remedy)
      return tried(person, { faults: [], firm: person.firm ?? leaderOf(bid) }, missing.remedy);
    return criterion.certificates.flatMap(({ id }) => {
      const [lacking] = person.certificates.get(id) ?? [];
      if (!lacking?.remedy) return [];
      const certificates = new Map([...person.certificates, [id, []]]);
      return tried(person, { certificates }, lacking.remedy);
    });
  });
}

function countedOf(criterion: MatchingCriterion, outcome: Outcome, person: Person): Counted {
  const titles = new Map(criterion.certificates.map(({ id, title }) => [id, title]));
  const given = outcome.pairs.filter(([key]) => key === person.key).map(([, kind]) => titles.get(kind)!);
  const twice = person.entries.length > 1 ? [`列 ${person.entries.length} 次，按一人计`] : [];
  const said = (counts: boolean, reasons: string[]) => ({
    what: person.name,
    counts,
    reasons: [...reasons, ...twice],
  });
  if (given.length > 0) return said(true, [`计${given.join('、')}`]);
  const kinds = kindsOf(criterion, person);
  if (kinds.length === 0) {
    const held = new Set(person.entries.flatMap((entry) => entry.certificates.map(({ kind }) => kind)));
    const faults = [...held].flatMap((kind) => person.certificates.get(kind) ?? []);
    const none = [...held].some((kind) => titles.has(kind)) ? [] : [{ reason: '未见所列证书，不计' }];
    return said(
      false,
      [...person.faults, ...faults, ...none].map(({ reason }) => reason),
    );
  }
  if (!outcome.people.includes(person))
    return said(false, [`联合体按较低一方（${outcome.firm?.name}）计分，不计`]);
  const names = kinds.map((kind) => titles.get(kind)).join('、');
  if (criterion.assignment === 'bidder-list' && !kinds.includes(person.listedAs ?? ''))
    return said(false, [person.listedAs ? '自列的证书无效，不计' : '投标人未列明计哪个证书，不计']);
  return said(false, [`${names}已满上限，不再计分`]);
}

function stepsOf({ criterion, rule }: CriterionInput<MatchingCriterion>, outcome: Outcome): EvaluationStep[] {
  const { clause } = criterion;
  const names = new Map(outcome.people.map(({ key, name }) => [key, name]));
  const titles = new Map(criterion.certificates.map(({ id, title }) => [id, title]));
  const kinds = criterion.certificates.map(({ id, title, cap }): EvaluationStep => {
    const people = outcome.pairs.filter(([, kind]) => kind === id).map(([key]) => names.get(key)!);
    return {
      label: `${title}（上限 ${cap.value}）`,
      expression: people.join('、') || '无',
      value: String(people.length),
      rule: `${rule}/certificates/${id}`,
      clause,
    };
  });
  const { sought } = outcome;
  if (sought && !isOptimal(sought.problem, sought.matching))
    throw new Error(`no proof for the assignment of ${criterion.id}`);
  const name = (id: string) => titles.get(id) ?? names.get(id) ?? id;
  return [
    ...kinds,
    ...(sought ? proofSteps(sought.problem, sought.matching, name, `${rule}/assignment`, clause) : []),
    {
      label: criterion.title,
      expression: `${outcome.pairs.length} × ${criterion.per}`,
      value: printExact(outcome.points),
      rule,
      clause,
    },
  ];
}

/** Persons with certificates: each counts for so many, each kind up to its cap. */
export function matching(input: CriterionInput<MatchingCriterion>): Computation {
  const { tender, scoring, bid, criterion } = input;
  const { pool, apart } = poolOf(bid, criterion, deadlineDay(tender));
  const outcome = outcomeOf(input, pool);
  const { compared, points } = outcome;
  return {
    computed: points,
    counted: [
      ...pool.map((person) => countedOf(criterion, outcome, person)),
      ...apart.map(({ name }) => ({ what: name, counts: false, reasons: ['项目经理不计入实施运维人员'] })),
    ],
    hints: points.compare(exact(criterion.points)) >= 0 ? [] : hintsOf(input, pool, points),
    steps: [
      ...stepsOf(input, outcome),
      ...(compared.length === 0
        ? []
        : [
            {
              label: '联合体按较低一方计分',
              expression: compared.map((one) => `${one.firm.name} ${printExact(one.points)}`).join('；'),
              value: printExact(points),
              rule: 'scoring/consortium',
              ...(scoring.consortium ? { clause: scoring.consortium.clause } : {}),
            },
          ]),
    ],
  };
}
