import { type Assumptions, Fault, type Round } from '../../spec/index.ts';
import { type Complain, inSteps } from './draw-plan.ts';
import type { Participant } from './participants.ts';
import type { Experiment } from './trials.ts';

/** Quotes of the own bid that are tried at most. */
const mostQuotes = 2001;

/** A vendor's own rehearsal knows nobody else: throws INTAKE_INVALID where the round holds anything of another bidder. */
export function assertAlone(round: Round, own: string): void {
  const others = new Set([
    ...round.bids.map(({ id }) => id),
    ...round.admissions.map(({ bid }) => bid),
    ...round.texts.map(({ bid }) => bid),
    ...round.sheets.flatMap(({ marks }) => Object.keys(marks)),
  ]);
  others.delete(own);
  if (others.size > 0)
    throw new Fault('INTAKE_INVALID', [
      {
        path: 'own',
        message: `评审项目中有其他投标人的数据（${[...others].join('、')}），不能用来推算本方报价`,
        remedy: '另建只含本方投标的演练项目，对手写入 rivals，只用本方自己的假设',
      },
    ]);
}

/** The quotes that are tried, in steps; undefined when something was complained about. */
export function ownQuotes(
  { own }: Assumptions,
  participants: Participant[],
  decimals: number,
  complain: Complain,
): Experiment['own'] {
  if (!own) return undefined;
  const bid = participants.findIndex(({ id, assumed }) => id === own.bid && !assumed);
  if (bid < 0) complain('own/bid', `评审项目中没有投标 ${own.bid}`);
  if (!participants.some(({ assumed }) => assumed))
    complain('rivals', '没有假设任何对手', '在 rivals 中写明本方对各对手的假设');
  const [from, to, step] = (['from', 'to', 'step'] as const).map((key) =>
    inSteps(own[key], decimals, `own/${key}`, complain),
  );
  if (from === undefined || to === undefined || step === undefined) return undefined;
  if (step < 1 || from > to) {
    complain('own', 'from 不得大于 to，step 须大于 0');
    return undefined;
  }
  const count = Math.floor((to - from) / step) + 1;
  if (count > mostQuotes) {
    complain('own', `要比较的报价有 ${count} 个，超过 ${mostQuotes} 个`, '加大 step');
    return undefined;
  }
  return { bid, quotes: Float64Array.from({ length: count }, (_, index) => from + index * step) };
}
