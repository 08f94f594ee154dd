import {
  type Comparator,
  comparatorOf,
  dimensionOf,
  type Expectation,
  type Unit,
  unitNames,
  units,
} from '../../spec/index.ts';
import { stepOf } from './limits.ts';

export interface Mutant {
  what: string;
  expectation: Expectation;
  /** Means the same as before: no case can tell, and none should. */
  equivalent?: boolean;
}

const ordered: Comparator[] = ['atLeast', 'moreThan', 'atMost', 'lessThan', 'equals'];

function withComparator(
  expectation: Expectation,
  from: Comparator,
  to: Comparator,
  value: unknown,
): Expectation {
  const { [from]: _, ...rest } = expectation;
  return { ...rest, [to]: value } as Expectation;
}

/** Every figure nudged, every comparator flipped, every unit of the dimension tried, every item dropped, each count of samples moved. */
export function mutantsOf(expectation: Expectation): Mutant[] {
  const comparator = comparatorOf(expectation);
  const wanted = expectation[comparator]!;
  const put = (value: unknown) => withComparator(expectation, comparator, comparator, value);
  const flip = (to: Comparator) => withComparator(expectation, comparator, to, wanted);
  const mutants: Mutant[] = [];
  if (typeof wanted === 'object' && 'unit' in wanted) {
    const step = stepOf(wanted.value);
    for (const delta of [-step, step])
      mutants.push({
        what: `${wanted.value} → ${wanted.value + delta}`,
        expectation: put({ ...wanted, value: Number((wanted.value + delta).toPrecision(12)) }),
      });
    for (const to of ordered.filter((c) => c !== comparator))
      mutants.push({ what: `${comparator} → ${to}`, expectation: flip(to) });
    for (const unit of unitNames.filter(
      (u: Unit) => u !== wanted.unit && dimensionOf(u) === dimensionOf(wanted.unit),
    )) {
      mutants.push({
        what: `${wanted.unit} → ${unit}`,
        expectation: put({ ...wanted, unit }),
        equivalent: wanted.value === 0 || units[unit].factor === units[wanted.unit].factor,
      });
    }
  } else if (Array.isArray(wanted)) {
    for (const to of (['includes', 'includesAny', 'excludes'] as const).filter((c) => c !== comparator)) {
      const equivalent = wanted.length === 1 && to !== 'excludes' && comparator !== 'excludes';
      mutants.push({ what: `${comparator} → ${to}`, expectation: flip(to), equivalent });
    }
    if (wanted.length > 1)
      for (const one of wanted)
        mutants.push({ what: `without ${one}`, expectation: put(wanted.filter((o) => o !== one)) });
  } else if (typeof wanted === 'boolean') {
    mutants.push({ what: `${wanted} → ${!wanted}`, expectation: put(!wanted) });
  } else {
    mutants.push({ what: `${String(wanted)} changed`, expectation: put(`${String(wanted)}!`) });
  }
  if (expectation.minSamples) {
    mutants.push({
      what: 'one sample more',
      expectation: { ...expectation, minSamples: expectation.minSamples + 1 },
    });
    if (expectation.minSamples > 1)
      mutants.push({
        what: 'one sample fewer',
        expectation: { ...expectation, minSamples: expectation.minSamples - 1 },
      });
  }
  return mutants;
}
