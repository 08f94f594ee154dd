import { beijingTime, convert, dimensionOf, printQuantity, sameTitle } from '../../spec/index.ts';
import { type ConditionFinding, type ConditionInput, held, missing, refuted } from './finding.ts';

/** Every sample of the supplied series lies between the limits, both included. */
export function seriesFinding({ condition, examination }: ConditionInput<'series-within'>): ConditionFinding {
  const { from, to } = condition;
  const series = examination.documents
    .flatMap(({ data }) => data ?? [])
    .filter((one) => one.as === 'series')
    .filter(({ of }) => sameTitle(of, condition.of));
  const said = {
    title: condition.of,
    expected: `${printQuantity(from)} 至 ${printQuantity(to)}`,
    samples: series.reduce((sum, { samples }) => sum + samples, 0),
  };
  if (series.length === 0) return missing({ ...said, measured: '未提供监测数据' });
  if (series.some(({ unit }) => dimensionOf(unit) !== dimensionOf(from.unit)))
    return missing({ ...said, measured: '数据的单位与要求无法比较' });
  const figures = series.flatMap(({ unit, least, greatest }) =>
    [least, greatest].map((one) => ({ ...one, unit })),
  );
  const below = figures.filter(({ value, unit }) => convert(value, unit, from.unit) < from.value);
  const above = figures.filter(({ value, unit }) => convert(value, unit, to.unit) > to.value);
  const outside = [...new Set([...below, ...above])];
  if (outside.length > 0)
    return refuted({
      ...said,
      measured: outside.map((one) => `${printQuantity(one)}（${beijingTime(one.at)}）`).join('、'),
    });
  return held({
    ...said,
    measured: series
      .map(
        ({ unit, least, greatest }) =>
          `${printQuantity({ value: least.value, unit })} 至 ${printQuantity({ value: greatest.value, unit })}`,
      )
      .join('、'),
  });
}
