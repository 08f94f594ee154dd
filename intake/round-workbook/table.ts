import type { Tender } from '../../spec/index.ts';

/** What a workbook, or some sheets of it, is read as. */
export const workbookParts = ['round', 'bid', 'score-sheet', 'admission', 'proceedings'] as const;
export type WorkbookPart = (typeof workbookParts)[number];

/**
 * What a cell holds. `code` is text without outer form (ids, credit codes, digests); `as-written` is kept as it stands in
 * the bid and never taken from a number; `decimal` may be typed as a number; `month` is `2026-05`; `reference` is the id of
 * something, with its title behind it in drop-down lists; `shown` is for the eye only; `presence` says whether the row is there.
 */
export type CellKind =
  | 'text'
  | 'code'
  | 'as-written'
  | 'decimal'
  | 'integer'
  | 'boolean'
  | 'date'
  | 'month'
  | 'instant'
  | 'choice'
  | 'reference'
  | 'shown'
  | 'presence';

export type Item = Record<string, unknown>;

/** A word of a drop-down list: what stands in the cell. */
export type Options = (tender: Tender) => string[];

export interface Column {
  head: string;
  note?: string;
  kind: CellKind;
  /** From the item of the row, or from the base of a form. Empty for what is only shown. */
  path: readonly string[];
  /** Of a choice: value -> word. */
  labels?: Readonly<Record<string, string>>;
  /** Several in one cell, parted by 、 or by line breaks. */
  many?: boolean;
  /** Each of the several is an object: the word stands at `member`, `fixed` beside it, a remark in brackets at `remark`. */
  entry?: { member: string; fixed: Item; remark?: string };
  options?: Options;
  /** Filled in by the template; a row in which nothing else is filled in says nothing. */
  given?: boolean;
  /** Without this column the sheet cannot be read. */
  needed?: boolean;
  /** In characters of the head's font. */
  width?: number;
  shows?: (item: Item, tender: Tender) => string;
}

interface Common {
  part: WorkbookPart;
  sheet: string;
  note: string;
  /** Where the rows' array, or the form's base, stands in the value. */
  into: readonly string[];
  columns: Column[];
}

/** One row an item; items that repeat within an item (`children`) take more rows with the same key. */
export interface RowTable extends Common {
  layout: 'rows';
  /** Head of the column by which rows belong to one item. */
  key?: string;
  children?: { path: string; columns: Column[]; always?: boolean }[];
  /** The rows' array is an object by the value of this column. */
  keyedBy?: string;
  /** Rows that the template fills in. */
  given?: (tender: Tender) => Item[];
  /** The array is there even without rows. */
  always?: boolean;
}

/** One line a field. */
export interface FormTable extends Common {
  layout: 'form';
}

/** A line a criterion, a column a bid. */
export interface GridTable extends Common {
  layout: 'grid';
}

export type Table = RowTable | FormTable | GridTable;

export const formHeads = ['项目', '填写内容', '说明'] as const;
export const optionsSheet = '选项';
export const notesSheet = '说明';

type More = Partial<Omit<Column, 'head' | 'kind' | 'path'>>;
/** A column in one line; `path` is dotted. */
export function column(kind: CellKind, head: string, path: string, more: More = {}): Column {
  return { kind, head, path: path === '' ? [] : path.split('.'), ...more };
}
export const shown = (head: string, shows: NonNullable<Column['shows']>, more: More = {}): Column =>
  column('shown', head, '', { ...more, shows });
export const choice = (
  head: string,
  path: string,
  labels: Readonly<Record<string, string>>,
  more: More = {},
): Column => column('choice', head, path, { labels, ...more });

/** Votes of members, those for and those against in a cell each; a member's reasons in brackets behind it. */
export function voteColumns(path: string, of = ''): Column[] {
  return [true, false].map((isFor) =>
    column('reference', `${of}${isFor ? '赞成' : '反对'}成员`, path, {
      many: true,
      entry: { member: 'member', fixed: { for: isFor }, remark: 'reasons' },
      note: '成员编号，用顿号分隔；理由写在其后括号内，如 M1、M3（理由）',
      width: 24,
    }),
  );
}
