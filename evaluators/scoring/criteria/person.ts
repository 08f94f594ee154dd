import type { BidPerson, Proof } from '../../../spec/index.ts';
import { type Fault, forceFaults, sealFaults } from './paper.ts';

type Held = BidPerson['certificates'][number];

function heldFaults(held: Held, title: string, proof: Proof | undefined, day: string): Fault[] {
  const faults: Fault[] = forceFaults(held, day);
  if (proof && held.copy !== true) faults.push({ reason: '未附证书复印件，不计' });
  else if (proof) faults.push(...sealFaults(held.sealed, proof.sealed));
  return faults.map(({ reason }) => ({ reason: `${title}：${reason}` }));
}

/**
 * Why one person's certificate of a kind does not count; `entries` are all lines of that person. One certificate
 * without fault is enough. The remedy is one more copy, whatever is wrong with those that are there.
 */
export function certificateFaults(
  entries: readonly BidPerson[],
  kind: { id: string; title: string },
  evidence: readonly Proof[],
  day: string,
): Fault[] {
  const proof = evidence.find(({ document }) => document === 'certificate');
  const held = entries.flatMap(({ certificates }) => certificates).filter((one) => one.kind === kind.id);
  const remedy = `补${kind.title}证书`;
  if (held.length === 0) return [{ reason: `未见${kind.title}证书，不计`, remedy }];
  const looked = held.map((one) => heldFaults(one, kind.title, proof, day));
  if (looked.some((faults) => faults.length === 0)) return [];
  return [{ reason: looked[0]!.map(({ reason }) => reason).join('；'), remedy }];
}
