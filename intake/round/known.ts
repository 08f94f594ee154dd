import { certificatesOf, criteriaOf, type Tender } from '../../spec/index.ts';
import type { Complaints, Part, Path } from './complaints.ts';

type Ids = ReadonlySet<string>;
const ids = (list: readonly { id: string }[] | undefined): Ids | undefined =>
  list && new Set(list.map(({ id }) => id));
const union = (...sets: (Ids | undefined)[]): Ids | undefined => {
  const present = sets.filter((set) => set !== undefined);
  return present.length > 0 ? new Set(present.flatMap((set) => [...set])) : undefined;
};

/** What a tender has names for; undefined where it says nothing, and then nothing is held against it. */
export interface KnownNames {
  forms?: Ids;
  criteria?: Ids;
  admissionItems?: Ids;
  sections: Record<'qualification' | 'compliance' | 'collusion' | 'deductions', Ids | undefined>;
  cancellationItems?: Ids;
  /** Whatever a paper can be handed in for, or a question be about. */
  matters?: Ids;
  registers?: Ids;
  promises?: Ids;
  certificates?: Ids;
  checkables?: Ids;
  groups?: Ids;
  replacements?: Ids;
  misconduct?: Ids;
  readings: ReadonlyMap<string, Ids>;
}

export function knownNames(tender: Tender): KnownNames {
  const { forms, committee, review } = tender;
  const criteria = tender.scoring && criteriaOf(tender.scoring);
  const reviewed = review && [
    ...review.admission.items,
    ...review.qualification.items,
    ...review.compliance.items,
    ...review.collusion.items,
    ...review.cancellation.items,
  ];
  const registers = reviewed?.flatMap((item) => item.lists ?? []) ?? [];
  const names: { [K in keyof KnownNames]: KnownNames[K] | undefined } = {
    forms: forms && union(ids(forms.forms), ids(forms.demandedWithoutForm)),
    criteria: ids(criteria),
    admissionItems: ids(review?.admission.items),
    sections: {
      qualification: ids(review?.qualification.items),
      compliance: ids(review?.compliance.items),
      collusion: ids(review?.collusion.items),
      deductions: ids(review?.priceDeductions?.items),
    },
    cancellationItems: union(ids(review?.cancellation.items), ids(review?.minimums)),
    matters: union(
      ids(criteria),
      ids(reviewed),
      ids(review?.corrections?.steps),
      ids(review?.lowPrice?.tests),
      ids(review?.priceDeductions?.items),
    ),
    registers: registers.length > 0 ? new Set(registers) : undefined,
    promises: ids(criteria?.flatMap((one) => (one.kind === 'hours-saved' ? one.promises : []))),
    certificates: tender.scoring && ids(certificatesOf(tender.scoring)),
    checkables: ids(tender.checkables),
    groups: ids(committee?.composition),
    replacements: committee && (ids(committee.replacement) ?? new Set()),
    misconduct: committee && (ids(committee.misconduct) ?? new Set()),
    readings: new Map(tender.readings.map(({ id, options }) => [id, ids(options)!])),
  };
  return names as KnownNames;
}

const namesShown = 12;

/** Complains of a name that is not among the known ones; of nothing where none are known. */
export function refer(
  complaints: Complaints,
  part: Omit<Part<unknown>, 'value'>,
  path: Path,
  name: string,
  known: Ids | undefined,
  noun: string,
): void {
  if (!known || known.has(name)) return;
  const names = [...known];
  const shown = names.slice(0, namesShown).join('、');
  const remedy =
    names.length === 0
      ? `没有可用的${noun}，删去此项`
      : `可用：${shown}${names.length > namesShown ? ' 等' : ''}`;
  complaints.of(part, path, `没有这个${noun}：${name}`, remedy);
}

/** Complains of each member of a list whose key stands in it before; members without a key are passed over. */
export function refuseRepeated<T>(
  complaints: Complaints,
  part: Omit<Part<unknown>, 'value'>,
  path: Path,
  list: readonly T[] | undefined,
  keyOf: (member: T) => string | undefined,
  noun: string,
  isShown = true,
): void {
  const first = new Map<string, number>();
  for (const [index, member] of (list ?? []).entries()) {
    const key = keyOf(member);
    if (key === undefined) continue;
    const before = first.get(key);
    if (before === undefined) first.set(key, index);
    else {
      const name = isShown ? ` ${key}` : '';
      complaints.of(
        part,
        [...path, index],
        `${noun}${name}与第 ${before + 1} 项重复`,
        '只留一项，或改正编号',
      );
    }
  }
}

/** Two bids of one id, whichever files they stand in. */
export function refuseSameId(complaints: Complaints, bids: readonly Part<{ id: string }>[]): void {
  const first = new Map<string, string>();
  for (const part of bids) {
    const { id } = part.value;
    const before = first.get(id);
    if (before === undefined) first.set(id, part.file);
    else complaints.of(part, ['id'], `编号 ${id} 与 ${before} 重复`, '每个投标人用一个编号、一个文件');
  }
}
