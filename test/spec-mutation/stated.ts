import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Leaf } from './leaves.ts';
import { say } from './slips.ts';

type Stated = string | number | boolean | string[];
/** What the tender says of one thing, as it was read: its lines, or what it rests on where the text has none, and its members. */
interface Row {
  lines?: number[];
  /** A statute's rule, or why this is taken so where the text gives no figure. */
  basis?: string;
  [member: string]: Stated | number[] | undefined;
}
/** By file, by row. */
export type StatedTable = Record<string, Record<string, Row>>;

export const statedFile = (tenderFolder: string): string => join(tenderFolder, 'cases', 'stated.yaml');

export function readStated(tenderFolder: string): StatedTable {
  const file = statedFile(tenderFolder);
  return existsSync(file) ? (parse(readFileSync(file, 'utf8')) as StatedTable) : {};
}

/** A leaf as the table writes it: a quantity with its unit in one word, lists as lists. */
export function statedOf({ value }: Leaf): Stated {
  return typeof value === 'object' && value !== null && 'unit' in value ? say(value) : (value as Stated);
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const notMembers = new Set(['lines', 'basis']);

/** Where the data of one file and its rows differ, either way; empty when they say the same. */
export function differencesFromStated(leaves: Leaf[], rows: Record<string, Row> = {}): string[] {
  const known = new Set<string>();
  const differing = leaves.flatMap((leaf) => {
    known.add(`${leaf.row} ${leaf.member}`);
    const stated = rows[leaf.row]?.[leaf.member];
    if (same(stated, statedOf(leaf))) return [];
    return [
      `${leaf.row} ${leaf.member}: ${say(leaf.value)}, stated ${stated === undefined ? 'nowhere' : say(stated)}`,
    ];
  });
  const left = Object.entries(rows).flatMap(([row, members]) =>
    Object.keys(members)
      .filter((member) => !notMembers.has(member) && !known.has(`${row} ${member}`))
      .map((member) => `${row} ${member}: stated, not in the data`),
  );
  return [...differing, ...left];
}

/** Where a row says that it stands. */
function markOf({ lines, basis }: Row): Row {
  return { ...(lines ? { lines } : {}), ...(basis ? { basis } : {}) };
}

/** A table for leaves that have none yet; rows that stand already are kept as they were read. */
export function draftStated(leaves: Leaf[], known: StatedTable): StatedTable {
  const table: StatedTable = {};
  for (const leaf of leaves) {
    const rows = table[leaf.file] ?? {};
    table[leaf.file] = rows;
    const before = known[leaf.file]?.[leaf.row];
    const row = rows[leaf.row] ?? {
      ...(before ? markOf(before) : leaf.statute ? { basis: leaf.statute } : {}),
    };
    rows[leaf.row] = row;
    if (!before && leaf.lines.length > 0)
      row.lines = [...new Set([...(row.lines ?? []), ...leaf.lines])].sort((a, b) => a - b);
    row[leaf.member] = before?.[leaf.member] ?? statedOf(leaf);
  }
  return table;
}

const numerals = '零一二三四五六七八九十';
/** Figures of a passage, in digits or as Chinese numerals up to ninety-nine. */
export function figuresIn(passage: string): Set<number> {
  const text = passage.normalize('NFKC').replace(/(?<=\d),(?=\d{3}(?!\d))/g, '');
  const digit = (one: string) => ('单两双'.includes(one) ? (one === '单' ? 1 : 2) : numerals.indexOf(one));
  const worded = [
    ...text.matchAll(/([一二三四五六七八九])?十([一二三四五六七八九])?|[单两双零一二三四五六七八九]/g),
  ];
  return new Set([
    ...[...text.matchAll(/\d+(?:\.\d+)?/g)].map(([figure]) => Number(figure)),
    ...worded.map(([whole, tens, ones]) =>
      whole.includes('十') ? (tens ? digit(tens) : 1) * 10 + (ones ? digit(ones) : 0) : digit(whole),
    ),
  ]);
}

/** Every number that a row states, by member. */
export function numbersOf(row: Row): [string, number][] {
  return Object.entries(row).flatMap(([member, stated]): [string, number][] => {
    if (notMembers.has(member)) return [];
    if (typeof stated === 'number') return [[member, stated]];
    if (typeof stated !== 'string') return [];
    const date = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?/.exec(stated);
    if (date)
      return date.slice(1).flatMap((part): [string, number][] => (part ? [[member, Number(part)]] : []));
    const [, figure] = /^(-?\d+(?:\.\d+)?)(?: \S+)?$/.exec(stated) ?? [];
    return figure === undefined ? [] : [[member, Number(figure)]];
  });
}
