import { dimensionOf, type Quantity, unitNames, units } from '../../spec/index.ts';
import type { Leaf } from './leaves.ts';
import { stepOf } from './limits.ts';

/** One way in which a leaf can be wrong: what is written instead. */
export interface Slip {
  what: string;
  value: unknown;
}

/** A unit of the last written digit of a decimal string, up or down. */
function nudged(decimal: string, sign: 1 | -1): string {
  const places = decimal.split('.')[1]?.length ?? 0;
  return (Number(decimal) + sign * 10 ** -places).toFixed(places);
}

function moved(instant: string, days: number): string {
  const [day = '', rest = ''] = [instant.slice(0, 10), instant.slice(10)];
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10) + rest;
}

/** Units of the same dimension that mean something else. */
const otherUnits = ({ value, unit }: Quantity) =>
  unitNames.filter(
    (other) =>
      other !== unit &&
      value !== 0 &&
      dimensionOf(other) === dimensionOf(unit) &&
      units[other].factor !== units[unit].factor,
  );

function slipsIn({ shape, value, choices }: Leaf): unknown[] {
  switch (shape) {
    case 'quantity': {
      const quantity = value as Quantity;
      const step = stepOf(quantity.value);
      return [
        ...[-step, step].map((by) => ({ ...quantity, value: Number((quantity.value + by).toPrecision(12)) })),
        ...otherUnits(quantity)
          .slice(0, 2)
          .map((unit) => ({ ...quantity, unit })),
      ];
    }
    case 'decimal':
      return [nudged(value as string, 1), nudged(value as string, -1)];
    case 'number':
      return [(value as number) + 1, (value as number) - 1];
    case 'boolean':
      return [!value];
    case 'choice':
      return choices.slice(0, 2);
    case 'date':
    case 'instant':
      return [moved(value as string, 1), moved(value as string, -1)];
    case 'words': {
      const words = value as string[];
      const another = (word: string) => choices.find((one) => !words.includes(one as string)) ?? `${word}甲`;
      return words.map((word, index) => (words.length > 1 ? words.toSpliced(index, 1) : [another(word)]));
    }
  }
}

export const say = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'unit' in value
    ? `${(value as Quantity).value} ${(value as Quantity).unit}`
    : Array.isArray(value)
      ? value.join('、')
      : String(value);

/** Every figure a step up and down and in other units, every other choice, every word dropped, every date a day off. */
export function slipsOf(leaf: Leaf): Slip[] {
  if (leaf.repeats) return [];
  return slipsIn(leaf).map((value) => ({ what: `${say(leaf.value)} → ${say(value)}`, value }));
}
