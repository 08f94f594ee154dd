import { Fault } from './faults.ts';
import type { Round } from './schema/round.ts';

/** The report whose signing ends an evaluation. */
export const finalReport = 'evaluation-report';

/** Members who have to sign: all who sat, without those who were replaced, who refused in silence or who dissent in writing. */
function signatories({ head, signing }: Round): { id: string; name: string }[] {
  const out = new Set(head.committee?.replacements?.flatMap((one) => (one.out ? [one.out] : [])) ?? []);
  const refused = new Set(signing.refusals?.map(({ member }) => member) ?? []);
  return (head.committee?.members ?? []).filter(({ id }) => !out.has(id) && !refused.has(id));
}

/** Whether the evaluation report came back signed by every member who has to. */
export function isSigned(round: Round): boolean {
  const by = new Set(
    (round.signing.signed ?? []).filter(({ document }) => document === finalReport).flatMap((one) => one.by),
  );
  const members = signatories(round);
  return members.length > 0 && members.every(({ id, name }) => by.has(id) || by.has(name));
}

/**
 * In an authorised round nobody may see what other readings, quotes or marks would bring from the opening of the bids
 * until the report is signed. Throws USAGE_LOCKED then. Before the opening a round holds no bids.
 */
export function assertUnlocked(round: Round, what: string): void {
  if (round.head.mode !== 'authorised' || round.bids.length === 0 || isSigned(round)) return;
  throw new Fault('USAGE_LOCKED', [
    {
      message: `经授权评审的项目自开标至评标报告签署完毕，${what}对任何人锁定`,
      remedy: '评标报告由全体评委签署并登记签署件摘要之后再用；演练请另建演练项目，使用模拟数据',
    },
  ]);
}
