import type { Bid } from '../../../spec/index.ts';
import { type Exact, exact, printExact, sum } from '../../arithmetic/index.ts';

type Line = NonNullable<Bid['quote']['lines']>[number];

const amountOf = (line: Line, unitPrice: Exact) => exact(line.quantity).mul(unitPrice);
/** The unit price that counts: as the committee takes it where a point is misplaced, else as written. */
const priceOf = (line: Line, misplacedCounts: boolean) =>
  exact((misplacedCounts ? line.misplaced : undefined) ?? line.unitPrice);

export const sumOfLines = (lines: readonly Line[], misplacedCounts: boolean): Exact =>
  sum(lines.map((line) => amountOf(line, priceOf(line, misplacedCounts))));

/** Unit prices that people take for misplaced, as they are corrected. */
export function misplacedPrices(lines: readonly Line[]): { from: string; to: string }[] {
  return lines.flatMap(({ item, unitPrice, misplaced }) =>
    misplaced === undefined || exact(misplaced).equals(exact(unitPrice))
      ? []
      : [{ from: `${item} 单价 ${unitPrice}`, to: misplaced }],
  );
}

const shifts = [1, 2, 3, 4].flatMap((places) => {
  const power = exact(`1${'0'.repeat(places)}`);
  return [power, exact(1).div(power)];
});

/** Lines of which a shifted point alone would make the sum equal the total: leads for the committee, no corrections. */
export function suspectedLines(lines: readonly Line[], total: Exact): string[] {
  const now = sumOfLines(lines, true);
  if (now.equals(total)) return [];
  return lines.flatMap((line) => {
    const unitPrice = priceOf(line, true);
    const shifted = shifts
      .map((shift) => unitPrice.mul(shift))
      .find((price) => now.sub(amountOf(line, unitPrice)).add(amountOf(line, price)).equals(total));
    return shifted
      ? [`${line.item} 的单价 ${printExact(unitPrice)} 若为 ${printExact(shifted)}，则汇总与总价一致`]
      : [];
  });
}

/** Lines whose own total is not quantity by unit price. */
export function lineTotalsAmiss(lines: readonly Line[]): string[] {
  return lines.flatMap((line) => {
    const product = amountOf(line, priceOf(line, true));
    return line.total === undefined || exact(line.total).equals(product)
      ? []
      : [`${line.item} 的合价写为 ${line.total}，按单价计为 ${printExact(product)}`];
  });
}
