import type { LintEvidence, TenderText, TextClause, TextHeading, TextTable } from '../../spec/index.ts';
import { fold } from './fold.ts';

/** Where a folded character stands in the text as published. */
interface Spot {
  line: number;
  offset: number;
}

/** A run of folded text: a paragraph whose lines were broken by pages, or one table row. */
export interface Passage {
  text: string;
  spots: Spot[];
  line: number;
  row: boolean;
}

/** A stretch of a passage between two stops. */
export interface Sentence {
  text: string;
  passage: Passage;
  from: number;
  line: number;
}

export interface Row {
  line: number;
  cells: string[];
}

/** A clause with folded wording and the headings above it. */
export interface Clause {
  source: TextClause;
  line: number;
  text: string;
  heading?: TextHeading;
}

/** The text as rules read it. Built once, never changed. */
export interface Manuscript {
  passages: Passage[];
  sentences: Sentence[];
  tables: { source: TextTable; rows: Row[] }[];
  clauses: Clause[];
  headings: (TextHeading & { folded: string })[];
  /** Everything in one string, for counting. */
  whole: string;
  /** The nearest heading above a line, of at most this level. */
  above(line: number, level?: number): TextHeading | undefined;
  /** The published line. */
  raw(line: number): string;
}

const stops = /[。;!?\n\t]/;
const opensBlock =
  /^(?:[-*]?[▲★]?[((]?(?:\d{1,2}(?:\.\d{1,2})*|[一二三四五六七八九十]{1,3})[)).、.]|第[一二三四五六七八九十\d]+[部章条]|附件|格式|注[::]|[▲★])/;
/** A line shorter than this ends by itself, not at the edge of a page. */
const pageWidth = 22;

export function readManuscript(text: TenderText): Manuscript {
  const inTable = new Set(text.tables.flatMap((t) => t.rows.map((row) => row.line)));
  const isHeading = new Set(text.headings.map((heading) => heading.line));
  const passages: Passage[] = [];
  let open: Passage | undefined;
  for (const { number, text: published } of text.lines) {
    const { text: folded, at } = fold(published);
    if (folded === '') continue;
    const row = inTable.has(number) || folded.includes('\t');
    const continues =
      open !== undefined &&
      !open.row &&
      !row &&
      !isHeading.has(number) &&
      !isHeading.has(open.line) &&
      open.text.length >= pageWidth &&
      !/[。;:!?…_)]$/.test(open.text) &&
      !opensBlock.test(folded);
    const spots = at.map((offset) => ({ line: number, offset }));
    if (open && continues) {
      open.spots.pop();
      open.text += folded;
      open.spots.push(...spots);
    } else {
      open = { text: folded, spots, line: number, row };
      passages.push(open);
    }
  }
  const headings = text.headings.map((heading) => ({ ...heading, folded: fold(heading.title).text }));
  const above = (line: number, level = 99) =>
    headings.findLast((heading) => heading.line <= line && heading.level <= level);
  return {
    passages,
    sentences: passages.flatMap(sentencesOf),
    tables: text.tables.map((source) => ({
      source,
      rows: source.rows.map(({ line, cells }) => ({ line, cells: cells.map((cell) => fold(cell).text) })),
    })),
    clauses: text.clauses.map((source) => {
      const heading = above(source.lines[0]);
      return {
        source,
        line: source.lines[0],
        text: fold(source.text).text.replaceAll('\n', ''),
        ...(heading ? { heading } : {}),
      };
    }),
    headings,
    whole: passages.map((passage) => passage.text).join('\n'),
    above,
    raw: (line) => text.lines[line - 1]?.text ?? '',
  };
}

function sentencesOf(passage: Passage): Sentence[] {
  const sentences: Sentence[] = [];
  let from = 0;
  for (let i = 0; i <= passage.text.length; i++) {
    if (i < passage.text.length && !stops.test(passage.text[i]!)) continue;
    const text = passage.text.slice(from, i);
    if (text !== '') sentences.push({ text, passage, from, line: passage.spots[from]!.line });
    from = i + 1;
  }
  return sentences;
}

/** The published wording of a stretch of a passage, one piece for each line that it touches. */
export function quote(script: Manuscript, passage: Passage, from: number, to: number): LintEvidence[] {
  const pieces: LintEvidence[] = [];
  for (let i = from; i < to; i++) {
    const { line, offset } = passage.spots[i]!;
    const next = passage.spots[i + 1];
    const end = next?.line === line ? Math.max(next.offset, offset + 1) : script.raw(line).length;
    const last = pieces.at(-1);
    if (last?.line === line) last.end = end;
    else pieces.push({ line, start: offset, end, excerpt: '' });
  }
  for (const piece of pieces)
    piece.excerpt = script.raw(piece.line).slice(piece.start, piece.end).replace(/\s+/g, ' ').trim();
  return pieces;
}

/** The whole sentence, or the match of a pattern in it. */
export function quoteSentence(script: Manuscript, sentence: Sentence, pattern?: RegExp): LintEvidence[] {
  const match = pattern?.exec(sentence.text);
  const from = sentence.from + (match?.index ?? 0);
  return quote(script, sentence.passage, from, from + (match?.[0].length ?? sentence.text.length));
}

/** A whole line, as for a table row. */
export function quoteLine(script: Manuscript, line: number): LintEvidence {
  const raw = script.raw(line);
  const start = raw.length - raw.trimStart().length;
  return { line, start, end: raw.trimEnd().length, excerpt: raw.replace(/\s+/g, ' ').trim() };
}
