import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { judge } from '../../evaluators/compliance/index.ts';
import {
  type Catalogue,
  type Checkable,
  checkId,
  comparatorOf,
  type Expectation,
  type SampleValue,
  type Tender,
  type TestVerification,
  type Unit,
} from '../../spec/index.ts';
import { observationOf, recordOf, tenderOf } from '../evaluators/fixture.ts';

/** At the limit and one step either side: what must hold and what must not, of one expectation. */
export interface LimitCase {
  measurand: string;
  unit?: Unit;
  /** Samples given at once; one when absent. */
  samples?: number;
  holds: SampleValue[];
  fails: SampleValue[];
}
/** By check id, in the order of the expectations. */
export type LimitCases = Record<string, LimitCase[]>;

export function readLimitCases(tenderFolder: string): LimitCases {
  const file = join(tenderFolder, 'cases', 'limits.yaml');
  return existsSync(file) ? (parse(readFileSync(file, 'utf8')) as LimitCases) : {};
}

/** One step of a figure: a unit of its last written digit, a tenth of that where the figure is no more than one itself. */
export function stepOf(value: number): number {
  const digit = 10 ** -(String(value).split('.')[1]?.length ?? 0);
  return value !== 0 && Math.abs(value) <= digit ? digit / 10 : digit;
}

function tidy(value: number, step: number): number {
  return Number(value.toFixed(Math.max(0, Math.round(-Math.log10(step)))));
}

const around: Record<string, (v: number, step: number) => { holds: number[]; fails: number[] }> = {
  atLeast: (v, s) => ({ holds: [v, v + s], fails: [v - s] }),
  moreThan: (v, s) => ({ holds: [v + s], fails: [v, v - s] }),
  atMost: (v, s) => ({ holds: [v, v - s], fails: [v + s] }),
  lessThan: (v, s) => ({ holds: [v - s], fails: [v, v + s] }),
  equals: (v, s) => ({ holds: [v], fails: [v - s, v + s] }),
};

/** Drafts the cases of an expectation, for a person to read against the text before they are kept. */
export function draftCase(expectation: Expectation): LimitCase {
  const comparator = comparatorOf(expectation);
  const wanted = expectation[comparator]!;
  const base = {
    measurand: expectation.measurand,
    ...(expectation.minSamples ? { samples: expectation.minSamples } : {}),
  };
  if (typeof wanted === 'object' && 'unit' in wanted) {
    const step = stepOf(wanted.value);
    const { holds, fails } = around[comparator]!(wanted.value, step);
    return {
      ...base,
      unit: wanted.unit,
      holds: holds.map((v) => tidy(v, step)),
      fails: fails.map((v) => tidy(v, step)),
    };
  }
  if (Array.isArray(wanted)) {
    if (comparator === 'includes')
      return { ...base, holds: [wanted], fails: wanted.map((one) => wanted.filter((o) => o !== one)) };
    if (comparator === 'includesAny') return { ...base, holds: wanted.map((one) => [one]), fails: [[]] };
    return { ...base, holds: [[]], fails: wanted.map((one) => [one]) };
  }
  return {
    ...base,
    holds: [wanted as SampleValue],
    fails: [typeof wanted === 'boolean' ? !wanted : `${String(wanted)}?`],
  };
}

/** Does this expectation hold of these samples, as the judge sees it? */
export function holdsOf(
  expectation: Expectation,
  verification: TestVerification,
  catalogue: Catalogue,
  unit: Unit | undefined,
  values: SampleValue[],
): boolean {
  const one: TestVerification = {
    ...verification,
    id: 'v',
    part: 'p',
    due: 'delivery',
    expect: [expectation],
  };
  delete one.inputs;
  const checkable: Checkable = {
    id: 'x',
    kind: 'clause',
    clause: { part: 1, chapter: 1 },
    starred: false,
    title: 'x',
    statement: 'x',
    figures: {},
    proof: [],
    parts: [{ id: 'p', title: 'p' }],
    verification: [one],
  };
  const item = { id: 'i1', probe: verification.probe, probeVersion: 1, component: 'c1', inputs: {} };
  const observation = observationOf(
    [{ measurand: expectation.measurand, ...(unit ? { unit } : {}), values }],
    { probe: verification.probe },
  );
  const record = recordOf([observation], {
    plan: { digest: 'plan', items: [item], plannedProbes: [], absentRoles: [] },
  });
  const { requirements } = judge({
    tender: tenderOf(checkable),
    catalogue,
    record,
    recordDigest: 'r',
    asOf: '2026-01-01T00:00:00Z',
  });
  return requirements[0]!.outcome === 'satisfied';
}

/** What is wrong between a verification and its cases; empty when all hold and fail as they should. */
export function limitProblems(
  id: string,
  verification: TestVerification,
  cases: LimitCase[] | undefined,
  catalogue: Catalogue,
): string[] {
  if (!cases || cases.length !== verification.expect.length)
    return [`${id}: ${verification.expect.length} expectations, ${cases?.length ?? 0} cases`];
  return verification.expect.flatMap((expectation, i) => {
    const { measurand, unit, samples = 1, holds, fails } = cases[i]!;
    if (measurand !== expectation.measurand)
      return [`${id}[${i}]: case of ${measurand}, expectation of ${expectation.measurand}`];
    const seen = (value: SampleValue, count: number) =>
      holdsOf(
        expectation,
        verification,
        catalogue,
        unit,
        Array.from({ length: count }, () => value),
      );
    return [
      ...holds
        .filter((value) => !seen(value, samples))
        .map((value) => `${id}[${i}]: ${JSON.stringify(value)} should hold`),
      ...fails
        .filter((value) => seen(value, samples))
        .map((value) => `${id}[${i}]: ${JSON.stringify(value)} should fail`),
      ...(samples > 1 && seen(holds[0]!, samples - 1)
        ? [`${id}[${i}]: ${samples - 1} samples should be too few`]
        : []),
    ];
  });
}

/** Every test verification of a tender with its check id. */
export function testsOf(
  tender: Tender,
): { id: string; checkable: Checkable; verification: TestVerification }[] {
  return tender.checkables.flatMap((checkable) =>
    checkable.verification
      .filter((v): v is TestVerification => v.method === 'test')
      .map((verification) => ({ id: checkId(checkable, verification), checkable, verification })),
  );
}
