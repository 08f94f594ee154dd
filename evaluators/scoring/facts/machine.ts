import type { Bid, Notice, RecordedFinding, ReviewItem } from '../../../spec/index.ts';
import { isKindOfNothing, saysNothing } from '../../collusion/index.ts';
import type { Situation } from '../stage.ts';
import { takingPart } from './parties.ts';
import { clear, type FactSight, hit, type Question, type Sight, unknown } from './sight.ts';

type Identifiers = NonNullable<ReviewItem['identifiers']>;

/** As two records of one value may be written: width, case and the signs between the bytes of an address. */
function written(value: string): string {
  const plain = value.normalize('NFKC').trim().replace(/\s+/g, ' ').toUpperCase();
  return /^([0-9A-F]{2}[:.-]){5}[0-9A-F]{2}$/.test(plain) ? plain.replace(/[:.-]/g, '') : plain;
}

/** The values of one name in one bid that say something. */
function valuesOf(bid: Bid, name: string, { missing }: Identifiers): string[] {
  return (bid.machine ?? [])
    .filter((one) => one.name === name)
    .filter(({ value }) => !saysNothing(value, missing ?? []))
    .map(({ value }) => written(value));
}

interface Equality {
  name: string;
  value: string;
  bids: string[];
}

function equalities(situation: Situation, names: readonly string[], identifiers: Identifiers): Equality[] {
  return names.flatMap((name) => {
    const holders = new Map<string, string[]>();
    for (const bid of takingPart(situation))
      for (const value of new Set(valuesOf(bid, name, identifiers)))
        holders.set(value, [...(holders.get(value) ?? []), bid.id]);
    return [...holders].filter(([, bids]) => bids.length > 1).map(([value, bids]) => ({ name, value, bids }));
  });
}

const print = ({ name, value, bids }: Equality) => `${bids.join('、')} 的${name}相同：${value}`;

/** Findings that say what the tender asks to be said: where it wants a vote, those that were voted on. */
function findingsOn({ item, record, bid }: Question): RecordedFinding[] {
  const all = (record?.findings ?? []).filter((one) => one.item === item.id && one.bids.includes(bid.id));
  return item.identifiers?.confirmation === 'vote' ? all.filter(({ votes }) => votes?.length) : all;
}

/**
 * Whether another bid was made on the same machine. An equal datum is a hit at once only where the tender wants no
 * confirmation; else it waits for the finding, and a rehearsal is only told.
 */
export const itemIdentifiers: FactSight = (question) => {
  const { item, bid, situation, record } = question;
  const identifiers = item.identifiers!;
  const equal = equalities(situation, identifiers.literal, identifiers).filter(({ bids }) =>
    bids.includes(bid.id),
  );
  if (equal.length > 0) {
    const facts = equal.map(print);
    if (identifiers.confirmation === 'none' || findingsOn(question).length > 0) return hit(...facts);
    const waits = situation.round.head.mode !== 'rehearsal' || record?.clear?.includes(bid.id);
    return waits ? hit(...facts) : unknown(...facts.map((fact) => `${fact}，须核实数据后认定`));
  }
  const all = takingPart(situation);
  if (all.length < 2) return unknown('没有其他投标文件可比');
  const blind = all.flatMap((one) =>
    identifiers.literal
      .filter((name) => valuesOf(one, name, identifiers).length === 0)
      .map((name) => `${one.id} 没有可比的${name}`),
  );
  return blind.length > 0 ? unknown(...blind) : clear('与其他投标文件均不相同');
};

/** How the item goes to be settled: an automatic hit needs nobody, and a vote that is asked for is not passed over. */
export function identifiersMatter(question: Question, { seen }: Sight): Pick<Question, 'item' | 'record'> {
  const { item, record, bid } = question;
  if (!item.identifiers) return { item, record };
  const automatic = item.identifiers.confirmation === 'none' && seen === 'hit';
  const findings = [
    ...(record?.findings ?? []).filter((one) => one.item !== item.id || !one.bids.includes(bid.id)),
    ...findingsOn(question),
  ];
  if (!automatic) return { item, record: record && { ...record, findings } };
  const { clear: _, ...rest } = record ?? {};
  return { item: { ...item, decidedBy: 'platform' }, record: { ...rest, findings } };
}

/** What the committee is told: equal data of both kinds, and classes of values that the program cannot tell. */
export function identifierLeads(situation: Situation, item: ReviewItem): Omit<Notice, 'stage'>[] {
  const { identifiers, id, clause } = item;
  if (!identifiers) return [];
  const unheard = (identifiers.missing ?? []).filter((one) => !isKindOfNothing(one));
  return [
    ...equalities(situation, [...identifiers.literal, ...(identifiers.leads ?? [])], identifiers).map(
      (one) => ({
        kind: 'lead' as const,
        text: print(one),
        bids: one.bids,
        item: id,
        evidence: [`${one.name} ${one.value}`],
        clause,
      }),
    ),
    ...unheard.map((one) => ({
      kind: 'advice' as const,
      text: `程序不能识别“${one}”一类的值，此类值相同时请自行排除`,
      item: id,
      clause,
    })),
  ];
}
