import { type Comparator, convert, dimensionOf, type Quantity } from '../../spec/index.ts';

export type FigureComparator = Extract<Comparator, 'equals' | 'atLeast' | 'atMost' | 'moreThan' | 'lessThan'>;

export const figureSigns: Record<FigureComparator, string> = {
  equals: '=',
  atLeast: '≥',
  atMost: '≤',
  moreThan: '>',
  lessThan: '<',
};

const compare: Record<FigureComparator, (figure: number, limit: number) => boolean> = {
  equals: (a, b) => a === b,
  atLeast: (a, b) => a >= b,
  atMost: (a, b) => a <= b,
  moreThan: (a, b) => a > b,
  lessThan: (a, b) => a < b,
};

/** Does the figure meet the limit? Undefined when their units cannot be compared. */
export function meets(figure: Quantity, comparator: FigureComparator, limit: Quantity): boolean | undefined {
  if (dimensionOf(figure.unit) !== dimensionOf(limit.unit)) return undefined;
  return compare[comparator](convert(figure.value, figure.unit, limit.unit), limit.value);
}
