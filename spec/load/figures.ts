import { type Checkable, comparatorOf, type Quantity, type Verification } from '../index.ts';
import type { Complain } from './origin.ts';

/** A number that stands by itself in a statement, not part of a name such as IPv4, SM2, RAID5 or GB/T 31167. */
export const bareNumber = /(?<![A-Za-z\d./×-])\d+(?:\.\d+)?(?![\d.]*[A-Za-z])/;

/** Every figure of a statement is a Quantity of `figures`, and every one of these is named. */
export function checkStatement(checkable: Checkable, written: string, complain: Complain): void {
  for (const [, name] of written.matchAll(/\{([^}]*)\}/g)) {
    if (!(name! in checkable.figures))
      complain(['statement'], `没有名为 ${name} 的数值`, '在 figures 中登记');
  }
  for (const name of Object.keys(checkable.figures)) {
    if (!written.includes(`{${name}}`)) complain(['figures', name], `数值 ${name} 未在 statement 中引用`);
  }
  const bare = bareNumber.exec(written.replace(/\{[^}]*\}/g, ''));
  if (bare) complain(['statement'], `数字 ${bare[0]} 没有单位`, '写入 figures，并以 {名称} 引用');
}

const isQuantity = (value: unknown): value is Quantity =>
  typeof value === 'object' && value !== null && 'unit' in value && 'value' in value;

/** The limits that a verification sets, each with its place and whether it says that it is ours. */
function limitsOf(
  verification: Verification,
): { at: (string | number)[]; quantity: Quantity; isOurs: boolean }[] {
  if (verification.method === 'test') {
    return verification.expect.flatMap((expectation, i) => {
      const quantity = expectation[comparatorOf(expectation)];
      return isQuantity(quantity)
        ? [{ at: ['expect', i], quantity, isOurs: expectation.source !== undefined }]
        : [];
    });
  }
  if (verification.method !== 'examine') return [];
  return (verification.conditions ?? []).flatMap((condition, i) =>
    Object.values(condition)
      .filter(isQuantity)
      .map((quantity) => ({ at: ['conditions', i], quantity, isOurs: 'source' in condition })),
  );
}

/** A limit is one of the figures of its statement, or names whose it is: nothing is demanded that nobody stated. */
export function checkLimits(checkable: Checkable, complain: Complain): void {
  const stated = new Set(Object.values(checkable.figures).map(({ value, unit }) => `${value} ${unit}`));
  checkable.verification.forEach((verification, v) => {
    for (const { at, quantity, isOurs } of limitsOf(verification)) {
      if (!isOurs && !stated.has(`${quantity.value} ${quantity.unit}`)) {
        complain(
          ['verification', v, ...at],
          `限值 ${quantity.value} ${quantity.unit} 不在条款的数值之中`,
          '写入 figures 并引用；若为本工具取定，以 source 说明',
        );
      }
    }
  });
}
