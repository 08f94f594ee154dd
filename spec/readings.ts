import { canonicalJson } from './canonical.ts';
import { procedureSchemas } from './schema/procedure.ts';
import type { Reading } from './schema/reading.ts';
import type { ChosenReading, Tender } from './schema/tender.ts';

type ReadingOption = Reading['options'][number];

/** What a reading stands on, in words; the text names the notice or the article. */
export const readingBases = { clarification: '澄清公告', statute: '法规', none: '尚无依据' } as const;

export function printBasis({ kind, text }: Reading['basis']): string {
  return text ? `${readingBases[kind]}：${text}` : readingBases[kind];
}

/** The reading as it is recorded with what was computed under it. */
export function chosenReading(reading: Reading, option: ReadingOption): ChosenReading {
  return {
    id: reading.id,
    question: reading.question,
    chosen: option.id,
    title: option.title,
    basis: printBasis(reading.basis),
    isPick: option.id === reading.pick,
  };
}

/** Sets one member by a path whose segments are keys, indices, or ids of list members; answers why not, if not. */
export function setByPath(
  root: Record<string, unknown>,
  path: string,
  value: unknown,
): { fault?: string; changed: boolean } {
  const segments = path.split('/');
  const last = segments.pop()!;
  let at: unknown = root;
  const step = (from: unknown, segment: string): unknown => {
    if (Array.isArray(from)) {
      return (
        from.find((member) => (member as { id?: string })?.id === segment) ??
        (/^\d+$/.test(segment) ? from[Number(segment)] : undefined)
      );
    }
    return typeof from === 'object' && from !== null ? (from as Record<string, unknown>)[segment] : undefined;
  };
  for (const segment of segments) {
    at = step(at, segment);
    if (at === undefined) return { fault: `路径 ${path} 在 ${segment} 处不存在`, changed: false };
  }
  const present = step(at, last);
  if (present === undefined) return { fault: `路径 ${path} 在 ${last} 处不存在`, changed: false };
  if (Array.isArray(at)) {
    const index = at.findIndex((member, i) => (member as { id?: string })?.id === last || String(i) === last);
    at[index] = structuredClone(value);
  } else (at as Record<string, unknown>)[last] = structuredClone(value);
  return { changed: canonicalJson(present) !== canonicalJson(value) };
}

const procedureMembers = Object.keys(procedureSchemas) as (keyof typeof procedureSchemas)[];

/**
 * A tender under other readings, as far as its procedure goes (scoring, review, forms, committee, timetable), without
 * loading it again. The tender must be one that was loaded with all its picks; `options` names reading -> option.
 * Answers undefined when two options cannot stand together. The digest names the readings that differ.
 */
export function tenderUnder(tender: Tender, options: Record<string, string>): Tender | undefined {
  if (tender.chosenReadings.some(({ isPick }) => !isPick))
    throw new Error('other readings are applied to a tender under its picks only');
  const copy: Tender = { ...tender };
  for (const member of procedureMembers)
    if (copy[member]) Object.assign(copy, { [member]: structuredClone(copy[member]) });
  const chosen = tender.readings.map((reading) => {
    const option = reading.options.find(({ id }) => id === (options[reading.id] ?? reading.pick));
    if (!option) throw new Error(`reading ${reading.id} has no option ${options[reading.id]}`);
    return { reading, option };
  });
  for (const { option } of chosen)
    for (const { path, value } of option.set) {
      if (!procedureMembers.some((member) => path.startsWith(`${member}/`))) continue;
      if (setByPath(copy as unknown as Record<string, unknown>, path, value).fault) return undefined;
    }
  copy.chosenReadings = chosen.map(({ reading, option }) => chosenReading(reading, option));
  const others = copy.chosenReadings.filter(({ isPick }) => !isPick);
  copy.digest = [tender.digest, ...others.map(({ id, chosen: option }) => `${id}=${option}`)].join('+');
  return copy;
}

/** Whether an option sets anything that an evaluation of bids looks at. */
export function concernsProcedure(option: ReadingOption): boolean {
  return option.set.some(({ path }) => procedureMembers.some((member) => path.startsWith(`${member}/`)));
}

/** Readings one of whose options sets something at or below a path of the tender's data. */
export function readingsAt(readings: readonly Reading[], rule: string): Reading[] {
  return readings.filter((reading) =>
    reading.options.some(({ set }) =>
      set.some(({ path }) => path === rule || path.startsWith(`${rule}/`) || rule.startsWith(`${path}/`)),
    ),
  );
}
