import type { Bid, HoursCriterion } from '../../../spec/index.ts';
import { type Exact, exact, least, printExact, quantityIn, sum, zero } from '../../arithmetic/index.ts';
import type { Computation, CriterionInput } from './criterion.ts';
import { deadlineDay, missingPaper, papersOf } from './paper.ts';

type Promised = HoursCriterion['promises'][number];

/** Hours that a bid promises; where it says several, the longest binds the points. */
function promisedHours(bid: Bid, id: string) {
  const said = (bid.promises ?? []).filter(({ promise }) => promise === id);
  return said.reduce<(typeof said)[number] | undefined>(
    (worst, one) => (worst && exact(worst.hours).compare(exact(one.hours)) >= 0 ? worst : one),
    undefined,
  );
}

/** Why the promise is not shown; a letter is on record with the promise or among the papers, a seal only on a paper. */
function evidenceFaults({ tender, bid, criterion }: CriterionInput<HoursCriterion>, id: string): string[] {
  const day = deadlineDay(tender);
  const letters = (bid.promises ?? []).filter(({ promise }) => promise === id);
  return criterion.evidence.flatMap((proof) => {
    const papers = papersOf(bid, criterion.id, proof.document);
    const onRecord = proof.document === 'promise-letter' && !proof.sealed && papers.length === 0;
    if (onRecord && letters.every(({ letter }) => letter === true)) return [];
    return missingPaper(bid, papers, proof, day).map(({ reason }) => reason);
  });
}

/** Steps saved below the base, whole or in proportion; each gives `per` points up to the promise's cap. */
export function hoursSaved(input: CriterionInput<HoursCriterion>): Computation {
  const { bid, criterion, rule } = input;
  const computation: Computation & { computed: Exact } = {
    computed: zero,
    counted: [],
    hints: [],
    steps: [],
  };
  const without = exact(criterion.withoutPromise);
  const each = (promise: Promised): Exact => {
    const path = `${rule}/promises/${promise.id}`;
    const said = promisedHours(bid, promise.id);
    const base = quantityIn(promise.base, 'h');
    const step = quantityIn(promise.step, 'h');
    const result = (points: Exact, counts: boolean, reasons: string[], expression: string): Exact => {
      computation.counted.push({ what: promise.title, counts, reasons });
      computation.steps.push({
        label: promise.title,
        expression,
        value: printExact(points),
        rule: path,
        clause: criterion.clause,
      });
      return points;
    };
    if (!said) return result(without, false, ['未承诺'], '未承诺');
    const hours = exact(said.hours);
    if (hours.compare(zero) < 0) return result(without, false, ['承诺时限为负，不作承诺计'], '未承诺');
    const faults = evidenceFaults(input, promise.id);
    if (faults.length > 0) {
      const tail = faults.every((fault) => fault.startsWith('未提供')) ? ['补承诺函后可得分'] : [];
      computation.hints.push(...tail.map((text) => `${promise.title}：${text}`));
      return result(without, false, faults, '未见有效的承诺文件，按未承诺计');
    }
    const saved = base.sub(hours);
    if (saved.compare(zero) < 0) {
      const reason =
        criterion.overBase === 'deviation' ? '超过基准值，不得分，并为负偏离' : '超过基准值，不得分';
      return result(
        zero,
        false,
        [`承诺 ${printExact(hours)} 小时，${reason}`],
        `${printExact(hours)} > ${printExact(base)}`,
      );
    }
    const exactly = saved.div(step);
    const steps = criterion.steps === 'whole' ? exactly.floor() : exactly;
    const cap = exact(promise.cap);
    const points = least([steps.mul(exact(promise.per)), cap])!;
    const count =
      criterion.steps === 'whole' && !steps.equals(exactly)
        ? `${printExact(exactly)} 取整为 ${printExact(steps)}`
        : printExact(steps);
    return result(
      points,
      points.compare(zero) > 0,
      [`承诺 ${printExact(hours)} 小时，比基准值提前 ${printExact(saved)} 小时`],
      `min(${printExact(cap)}, （${printExact(base)} − ${printExact(hours)}）÷ ${printExact(step)} = ${count}，× ${promise.per})`,
    );
  };
  const points = criterion.promises.map(each);
  computation.computed = least([sum(points), exact(criterion.points)])!;
  computation.steps.push({
    label: criterion.title,
    expression: points.map(printExact).join(' + '),
    value: printExact(computation.computed),
    rule,
    clause: criterion.clause,
  });
  return computation;
}
