import type { Bid, Lead, LeadEvidence, ReviewFact } from '../../spec/index.ts';
import type { Mark } from './marks.ts';
import { folded } from './meaningless.ts';
import { type Sign, type SignId, signs } from './signs.ts';

const shownAtMost = 40;

/** Leads from data that several bids have in common: one for each sign and group of bids. */
export function equalData(
  bids: readonly Bid[],
  marks: readonly Mark[],
  minimums: Partial<Record<SignId, number>> = {},
): Lead[] {
  const byValue = new Map<string, Mark[]>();
  for (const mark of marks) {
    const key = `${mark.sign}\n${mark.value}`;
    byValue.set(key, [...(byValue.get(key) ?? []), mark]);
  }
  const groups = new Map<string, { sign: SignId; bids: string[]; values: number; marks: Mark[] }>();
  for (const found of byValue.values()) {
    const concerned = [...new Set(found.map(({ bid }) => bid))].sort();
    const sign = found[0]!.sign;
    if (concerned.length < 2 || found.every(({ ofSignatory }) => ofSignatory)) continue;
    if (sign === 'person-name' && identitiesAreKnown(bids, found)) continue;
    const key = `${sign}\n${concerned.join('\n')}`;
    const group = groups.get(key) ?? { sign, bids: concerned, values: 0, marks: [] };
    group.values += 1;
    group.marks.push(...found);
    groups.set(key, group);
  }
  return [...groups.values()]
    .filter(({ sign, values }) => values >= (minimums[sign] ?? 1))
    .map(({ sign, bids: concerned, marks: all, values }) => leadOf(sign, concerned, all, values));
}

function leadOf(id: SignId, bids: string[], marks: readonly Mark[], values: number): Lead {
  const sign: Sign = signs[id];
  const evidence = [...marks]
    .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
    .map(
      ({ bid, document, page, text }): LeadEvidence => ({
        bid,
        ...(document === undefined ? {} : { document }),
        ...(page === undefined ? {} : { page }),
        text,
      }),
    );
  const distinct = [...new Map(evidence.map((one) => [JSON.stringify(one), one])).values()];
  return {
    sign: id,
    title: sign.title,
    bids,
    ...(sign.fact ? { fact: sign.fact as ReviewFact } : {}),
    strength: sign.strength,
    note: sign.note,
    evidence: distinct.slice(0, shownAtMost),
    steps: [{ label: '相同的数据', expression: `${bids.length} 份投标文件共有`, value: `${values} 项` }],
    innocent: [...sign.innocent],
  };
}

const keyOf = ({ value, bid, document, page, text }: Mark) =>
  [value, bid, document ?? '', String(page ?? 0).padStart(6, '0'), text].join('\n');

/** Whether the identities behind one name are all known: then they are compared, and the name adds nothing. */
function identitiesAreKnown(bids: readonly Bid[], marks: readonly Mark[]): boolean {
  const value = marks[0]!.value;
  return marks.every((mark) => {
    const bid = bids.find(({ id }) => id === mark.bid);
    const signatory =
      bid?.signatory && folded(bid.signatory.name) === value ? bid.signatory.identity : undefined;
    const people = (bid?.people ?? []).filter((person) => folded(person.name) === value);
    return signatory !== undefined || people.length > 0;
  });
}

/** Insurance that neither the bidder nor a member of its consortium pays: by another bidder, or by one third party. */
export function insurancePayers(bids: readonly Bid[]): Mark[] {
  const namesOf = (bid: Bid) =>
    bid.members.flatMap(({ name, creditCode }) => [folded(name), folded(creditCode)]);
  const names = new Map(bids.map((bid) => [bid.id, new Set(namesOf(bid))]));
  return bids.flatMap((bid) =>
    (bid.people ?? []).flatMap(({ name, insurance }): Mark[] => {
      const payer = insurance && folded(insurance.payer);
      if (!payer || names.get(bid.id)!.has(payer)) return [];
      const text = `项目人员${name}，社会保险由${insurance.payer}缴纳`;
      const others = bids.filter((other) => other.id !== bid.id && names.get(other.id)!.has(payer));
      if (others.length === 0) return [{ sign: 'insurance-payer', bid: bid.id, value: payer, text }];
      return others.flatMap((other): Mark[] => {
        const value = `${payer}:${[bid.id, other.id].sort().join(':')}`;
        return [
          { sign: 'insurance-by-other', bid: bid.id, value, text },
          {
            sign: 'insurance-by-other',
            bid: other.id,
            value,
            text: `${insurance.payer}为本投标人或其联合体成员`,
          },
        ];
      });
    }),
  );
}
