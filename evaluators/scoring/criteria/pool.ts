import type { Bid, BidPerson, Firm, MatchingCriterion } from '../../../spec/index.ts';
import { insuredBy } from './insurance.ts';
import { type Fault, fold, missingPaper, papersOf } from './paper.ts';
import { certificateFaults } from './person.ts';

/** A person of the bid with what each kind of certificate lacks to count. */
export interface Person {
  key: string;
  /** With the end of the identity number where names are the same. */
  name: string;
  entries: readonly BidPerson[];
  /** Who pays the insurance, as far as it may pay. */
  firm?: Firm;
  /** One fault for each paper about the person that is missing: insurance, and what else the table demands. */
  faults: Fault[];
  /** Kind of certificate -> why it does not count. */
  certificates: ReadonlyMap<string, Fault[]>;
  listedAs?: string;
}

/** Persons by identity, each once however often listed; those whom the pool leaves out stand apart. */
export function poolOf(
  bid: Bid,
  criterion: MatchingCriterion,
  day: string,
): { pool: Person[]; apart: Person[] } {
  const lines = new Map<string, BidPerson[]>();
  for (const person of bid.people ?? []) {
    const key = `person:${fold(person.identity)}`;
    lines.set(key, [...(lines.get(key) ?? []), person]);
  }
  const names = [...lines.values()].map(([first]) => first!.name);
  const all = [...lines].map(([key, entries]): Person => {
    const [{ name }] = entries as [BidPerson];
    const { firm, faults } = insuredBy(bid, criterion, entries, day);
    const subjects = entries.flatMap((entry) => [entry.name, entry.identity]);
    const others = criterion.evidence
      .filter(({ document }) => document !== 'certificate' && document !== 'social-insurance')
      .flatMap((proof) =>
        missingPaper(bid, papersOf(bid, criterion.id, proof.document, subjects), proof, day).slice(0, 1),
      );
    const listedAs = entries.find((entry) => entry.listedAs !== undefined)?.listedAs;
    return {
      key,
      name: names.filter((other) => other === name).length > 1 ? `${name}（…${key.slice(-4)}）` : name,
      entries,
      ...(firm ? { firm } : {}),
      faults: [...faults, ...others],
      certificates: new Map(
        criterion.certificates.map((kind) => [
          kind.id,
          certificateFaults(entries, kind, criterion.evidence, day),
        ]),
      ),
      ...(listedAs === undefined ? {} : { listedAs }),
    };
  });
  const manages = ({ entries }: Person) => entries.some(({ role }) => role === 'project-manager');
  if (criterion.pool === 'with-project-manager') return { pool: all, apart: [] };
  return { pool: all.filter((person) => !manages(person)), apart: all.filter(manages) };
}

/** Kinds of certificate that a person can count for. */
export function kindsOf(criterion: MatchingCriterion, person: Person): string[] {
  if (person.faults.length > 0) return [];
  return criterion.certificates.map(({ id }) => id).filter((id) => person.certificates.get(id)?.length === 0);
}
