import { kpiRows, priceRows, type TenderDocument } from '../../intake/index.ts';
import type { Place } from '../../spec/index.ts';
import { clauseDigest } from '../../spec/load/index.ts';

/** A passage of a text that spec data can be bound to: a clause, or a row of a price list or assessment table. */
export interface Passage {
  kind: 'clause' | 'tariff' | 'kpi' | 'prose';
  place: Omit<Place, 'lines' | 'digest'>;
  lines: [first: number, last: number];
  starred: boolean;
  digest: string;
  wording: string;
  /** Price of a row of a price list. */
  price?: string;
  /** Points of a row of an assessment table. */
  points?: string;
}

/** The lines as published, joined; marks and white space are what the normalisation takes away. */
export const wordingAt = (text: Pick<TenderDocument, 'lines'>, [first, last]: readonly number[]): string =>
  text.lines
    .slice(first! - 1, last)
    .map((line) => line.text)
    .join('\n');

/** The same key for the place that data name and the place that a text has; a text without parts is part one. */
export function placeKey({ part, chapter, annex, section, item }: Partial<Place>): string {
  return [part ?? 1, chapter ?? 1, annex ?? '', section ?? '', item ?? ''].join('|');
}

/** All clauses and table rows of a text, in its order. */
export function passagesOf(text: TenderDocument): Passage[] {
  const annexAt = (line: number) => {
    let part: number | undefined;
    let chapter: number | undefined;
    let annex: number | undefined;
    for (const clause of text.clauses) {
      if (clause.lines[0] > line) break;
      part = clause.place.part ?? part;
      chapter = clause.place.chapter ?? chapter;
    }
    for (const heading of text.headings) {
      if (heading.line > line) break;
      if (heading.level < 3) annex = undefined;
      else if (heading.level === 3) {
        const number = /^(?:附件|附表|附录)\s*(\d+)/.exec(heading.mark)?.[1];
        annex = number === undefined ? undefined : Number(number);
      }
    }
    return { part: part ?? 1, chapter: chapter ?? 1, ...(annex === undefined ? {} : { annex }) };
  };
  const bound = (lines: [number, number]) => {
    const wording = wordingAt(text, lines);
    return { lines, wording, digest: clauseDigest(wording) };
  };
  return [
    ...text.clauses.map(({ place, lines, starred }): Passage => {
      const { part, chapter, annex, section, item } = place;
      return {
        kind: 'clause',
        place: {
          part: part ?? 1,
          chapter: chapter ?? 1,
          ...(annex === undefined ? {} : { annex }),
          ...(section === undefined ? {} : { section }),
          ...(item === '' ? {} : { item }),
        },
        starred,
        ...bound(lines),
      };
    }),
    ...priceRows(text).map(
      (row): Passage => ({
        kind: 'tariff',
        place: { ...annexAt(row.lines[0]), ...(row.section === undefined ? {} : { section: row.section }) },
        starred: false,
        price: row.price,
        ...bound(row.lines),
      }),
    ),
    ...kpiRows(text).map(
      (row): Passage => ({
        kind: 'kpi',
        place: annexAt(row.lines[0]),
        starred: false,
        points: row.points,
        ...bound(row.lines),
      }),
    ),
  ];
}

/** Finds passages of any shape by digest: paragraphs first, then up to twelve lines in a row. */
export function seeker(text: TenderDocument): (digest: string) => Passage[] {
  let index: Map<string, Passage[]> | undefined;
  const build = () => {
    const found = new Map<string, Passage[]>();
    const add = (lines: [number, number]) => {
      const wording = wordingAt(text, lines);
      const digest = clauseDigest(wording);
      const passage: Passage = {
        kind: 'prose',
        place: { part: 1, chapter: 1 },
        lines,
        starred: /^[-*\s]*[▲★]/.test(wording),
        digest,
        wording,
      };
      found.set(digest, [...(found.get(digest) ?? []), passage]);
    };
    for (const { lines } of text.prose) add(lines);
    const filled = text.lines.filter((line) => line.text.trim() !== '').map((line) => line.number);
    filled.forEach((first, at) => {
      for (const last of filled.slice(at, at + 12)) add([first, last]);
    });
    return found;
  };
  return (digest) => {
    index ??= build();
    return index.get(digest) ?? [];
  };
}
