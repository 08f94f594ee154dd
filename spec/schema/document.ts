import type { Outcome } from '../outcome.ts';

/** A neutral document: what a report says, without knowing how it will be printed. */
export interface Document {
  title: string;
  subtitle?: string;
  /** A letter begins on its first page: no page for the cover, no contents. */
  form?: 'letter';
  /** Printed on every page, e.g. that the target is a stand-in or that the bundle is unsigned. */
  pageMarks: string[];
  /** ISO 8601; pinned into the files so that equal records give equal bytes. */
  createdAt: string;
  cover: { label: string; value: string }[];
  sections: Section[];
}
export interface Section {
  id: string;
  heading: string;
  /** 1 = chapter, 2 = section below it. */
  level: 1 | 2 | 3;
  blocks: Block[];
}
export type Block =
  | { kind: 'paragraph'; text: string; tone?: 'plain' | 'notice' | 'small' }
  | { kind: 'facts'; rows: { label: string; value: string }[] }
  | { kind: 'table'; caption?: string; columns: Column[]; rows: Cell[][] }
  | { kind: 'list'; items: string[]; ordered?: boolean }
  | { kind: 'chart'; caption: string; chart: Chart }
  | { kind: 'picture'; caption: string; picture: Picture }
  | { kind: 'signatures'; roles: string[] };
/** A PNG, base64, with its size in pixels. */
export interface Picture {
  png: string;
  width: number;
  height: number;
}
export interface Column {
  title: string;
  /** Share of the width; shares are normalised. */
  width: number;
  align?: 'left' | 'center' | 'right';
}
/** Plain text, an outcome with its colour and mark, or a digest in a narrow face. */
export type Cell =
  | { text: string; strong?: boolean }
  | { outcome: Outcome; text: string }
  | { digest: string };
export type Chart =
  | { kind: 'outcome-bars'; groups: { label: string; counts: Record<Outcome, number> }[] }
  | { kind: 'outcome-ring'; counts: Record<Outcome, number> }
  | {
      kind: 'score-bars';
      /** Full mark; points are decimals. */
      full: string;
      groups: { label: string; parts: { name: string; points: string }[]; total: string }[];
    };
