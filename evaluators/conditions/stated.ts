import { printQuantity, type Quantity, sameTitle } from '../../spec/index.ts';
import { type FigureComparator, figureSigns, meets } from './figure.ts';
import { type ConditionFinding, type ConditionInput, held, missing, refuted } from './finding.ts';

/** Every figure must meet the limit; a figure in a unit of another kind is no figure. */
function figuresFinding(
  title: string,
  figures: readonly Quantity[],
  comparator: FigureComparator,
  limit: Quantity,
  absent: string,
): ConditionFinding {
  const said = {
    title,
    expected: `${figureSigns[comparator]} ${printQuantity(limit)}`,
    samples: figures.length,
  };
  const verdicts = figures.map((figure) => meets(figure, comparator, limit));
  const measured = figures.map(printQuantity).join('、');
  if (verdicts.includes(false)) return refuted({ ...said, measured });
  if (figures.length === 0) return missing({ ...said, measured: absent });
  if (verdicts.includes(undefined)) return missing({ ...said, measured: `${measured}，单位无法比较` });
  return held({ ...said, measured });
}

/** A figure that the papers state; where several state it, each must meet the limit. */
export function statedFinding({ condition, examination }: ConditionInput<'stated'>): ConditionFinding {
  const figures = examination.documents
    .flatMap((paper) => paper.figures ?? [])
    .filter(({ item }) => sameTitle(item, condition.item))
    .map(({ quantity }) => quantity);
  return figuresFinding(
    condition.item,
    figures,
    condition.comparator,
    condition.quantity,
    '未填材料所载数值',
  );
}

/** What the examiner counted across the papers. */
export function countFinding({ condition, examination }: ConditionInput<'count'>): ConditionFinding {
  const counts = (examination.counts ?? [])
    .filter(({ of }) => sameTitle(of, condition.of))
    .map(({ quantity }) => quantity);
  return figuresFinding(condition.of, counts, 'atLeast', condition.atLeast, '未填清点数');
}
