import { type Measurement, printQuantity, type SampleValue } from '../../../spec/index.ts';

const shown = 10;

/** The first samples one by one; of a long row of numbers also least, middle and greatest. */
export function printValues({ unit, values }: Measurement): string {
  if (values.length === 0) return '无样本';
  const print = (value: SampleValue): string =>
    typeof value === 'number' && unit !== undefined ? printQuantity({ value, unit }) : printSample(value);
  if (values.length <= shown) return values.map(print).join('、');
  const numbers = values.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  if (numbers.length < values.length)
    return `${values.slice(0, shown).map(print).join('、')} 等 ${values.length} 个`;
  const middle = numbers[Math.ceil(numbers.length / 2) - 1]!;
  return `最小 ${print(numbers[0]!)}，中位 ${print(middle)}，最大 ${print(numbers.at(-1)!)}`;
}

function printSample(value: SampleValue): string {
  if (typeof value === 'boolean') return truth(value);
  if (Array.isArray(value)) return value.length > 0 ? value.join('、') : '空集';
  return String(value);
}

export function truth(value: boolean): string {
  return value ? '是' : '否';
}
