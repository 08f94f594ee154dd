/**
 * A tender's official text once read. The contract between who parses it (intake/tender-text) and
 * who reads it (evaluators/lint, tender check, tender new). Plain data, no behaviour; line numbers
 * are those of the text as published, 1-based, and every range is inclusive.
 */
export interface TenderText {
  /** Every line of the file in order, blank ones too: `lines[n - 1].number === n`. */
  lines: TextLine[];
  headings: TextHeading[];
  clauses: TextClause[];
  tables: TextTable[];
}

/** One line as published: no line break, otherwise untouched (no trimming, no NFKC). */
export interface TextLine {
  number: number;
  text: string;
}

/**
 * A line that opens a division of the text and is no sentence itself. Level 1 is 第X部分, 2 is
 * 第X章, 3 is `一、` or `附件N`/`格式N`, 4 and deeper are dotted numbers (`3`, `3.2`, `5.1.1.1`), one level a dot.
 */
export interface TextHeading {
  line: number;
  level: number;
  /** As written, without brackets and stops: `第三部分`, `二`, `5.1.1.1`, `附件1`, `格式7`; '' if unnumbered. */
  mark: string;
  title: string;
}

/** Where a clause stands. Absent where the text has no such division above it. */
export interface TextPlace {
  part?: number;
  chapter?: number;
  /** Number of the annex (附件N) that it stands in. */
  annex?: number;
  /** Mark of the nearest numbered heading inside the chapter, such as `5.1.1.1`. */
  section?: string;
  /** Number of the clause within its section: `8` of `▲1.8`, `1` of `（1）`, '' for an unnumbered ▲ line. */
  item: string;
}

/** A numbered (or starred) sentence of any part, with its lines of continuation joined. */
export interface TextClause {
  lines: [first: number, last: number];
  place: TextPlace;
  /** List mark as written, with brackets and star: `▲（10）`, `1.1.`, `- (4)`. */
  mark: string;
  starred: boolean;
  /** Wording without the mark; lines joined by \n, blank ones left out. */
  text: string;
}

/** Consecutive lines with tab-separated cells; a cell that breaks over lines is joined to its row. */
export interface TextTable {
  lines: [first: number, last: number];
  /** Cells as written, trimmed; empty ones kept so that columns stay aligned. */
  rows: { line: number; cells: string[] }[];
}
