import type { TenderText, TextClause, TextHeading } from '../../spec/index.ts';
import {
  couldBeHeading,
  entryOfContents,
  follows,
  hasInside,
  isFormLabel,
  isNote,
  isWhole,
  type Line,
  readLines,
} from './line.ts';
import type { LineMark } from './mark.ts';
import { tablesOf } from './tables.ts';

/** A paragraph that belongs to no clause: an introduction under a heading, a note, a label of a form. */
export interface Prose {
  lines: [first: number, last: number];
  text: string;
}
export interface ParsedTender extends TenderText {
  prose: Prose[];
}

interface Where {
  part?: number;
  chapter?: number;
  annex?: number;
  /** Mark of the nearest numbered division inside the chapter. */
  section?: string;
  /** The `（一）` heading above dotted numbers, which start again below each. */
  group?: string;
  /** Number of the last item of the section in its own family. */
  item: number;
  /** Last number of the headings and clauses with dotted numbers. */
  numbers: number[];
}

/**
 * Reads the divisions, clauses and tables of a tender's text by general rules; says nothing of what it means.
 * A page break inside a clause, blank lines and the second line of a standard belong to the clause that was begun.
 */
export function parseTenderText(text: string): ParsedTender {
  const lines = text.split(/\r\n|\r|\n/).map((line, index) => ({ number: index + 1, text: line }));
  const tables = tablesOf(lines);
  const tableLines = new Set(
    tables.flatMap(({ lines: [first, last] }) =>
      lines.slice(first - 1, last).flatMap((line) => (line.text.trim() === '' ? [] : [line.number])),
    ),
  );
  const read = readLines(lines, tableLines);
  const marks = new Set(read.map((line) => line.mark?.kind));
  const headings: TextHeading[] = [];
  const clauses: TextClause[] = [];
  const prose: Prose[] = [];
  let where: Where = { item: 0, numbers: [] };
  let open: TextClause | undefined;
  /** The heading that nothing numbered has followed yet, with its paragraphs. */
  let pending: { heading: TextHeading; section: string; prose: Prose[] } | undefined;

  const place = (item: string, section = where.section): TextClause['place'] => ({
    ...(where.part === undefined ? {} : { part: where.part }),
    ...(where.chapter === undefined ? {} : { chapter: where.chapter }),
    ...(where.annex === undefined ? {} : { annex: where.annex }),
    ...(section === undefined ? {} : { section }),
    item,
  });
  /** A numbered section that holds nothing but paragraphs is one clause itself. */
  const settle = () => {
    if (pending && pending.prose.length > 0) {
      const parts = pending.prose;
      const clause: TextClause = {
        lines: [parts[0]!.lines[0], parts.at(-1)!.lines[1]],
        place: place('', pending.section),
        mark: '',
        starred: false,
        text: parts.map((part) => part.text).join('\n'),
      };
      clauses.push(clause);
      for (const part of parts) prose.splice(prose.indexOf(part), 1);
    }
    pending = undefined;
  };
  const heading = (line: Line, level: number, mark: string, title: string): TextHeading => {
    settle();
    open = undefined;
    const made = { line: line.number, level, mark, title: title.replace(/[：:]$/, '').trim() };
    headings.push(made);
    return made;
  };
  const clause = (line: Line, item: string, section = where.section) => {
    pending = undefined;
    const { raw, rest, starred } = line.mark!;
    open = {
      lines: [line.number, line.number],
      place: place(item, section),
      mark: raw,
      starred,
      text: rest,
    };
    clauses.push(open);
  };
  const sectionOf = (number: string) => (where.group === undefined ? number : `${where.group}/${number}`);
  /** A mark that does not continue its count, in the middle of a clause whose line was only wrapped, is wording. */
  const isWrapped = (line: Line, fits: boolean) =>
    open !== undefined && !line.afterBlank && !fits && !isWhole(read[read.indexOf(line) - 1]!.plain);

  const paragraph = (line: Line) => {
    if (line.isTable || entryOfContents.test(line.plain)) {
      settle();
      open = undefined;
      return;
    }
    const before = prose.at(-1);
    if (open && !(line.afterBlank && isWhole(open.text) && (isFormLabel(line.plain) || isNote(line.plain)))) {
      open.text = `${open.text}\n${line.plain}`.replace(/^\n/, '');
      open.lines[1] = line.number;
      return;
    }
    open = undefined;
    const isNext = before && lines.slice(before.lines[1], line.number - 1).every((l) => l.text.trim() === '');
    if (before && isNext && (!line.afterBlank || !isWhole(before.text)) && !isFormLabel(before.text)) {
      before.text = `${before.text}\n${line.plain}`;
      before.lines[1] = line.number;
      return;
    }
    const made: Prose = { lines: [line.number, line.number], text: line.plain };
    prose.push(made);
    pending?.prose.push(made);
  };

  const take = (line: Line, next: Line | undefined) => {
    const { mark } = line;
    if (!mark) return paragraph(line);
    const title = mark.rest;
    switch (mark.kind) {
      case 'part':
        if (!couldBeHeading(title)) return paragraph(line);
        heading(line, 1, mark.written, title);
        where = { part: mark.number, item: 0, numbers: [] };
        return;
      case 'chapter':
        if (!couldBeHeading(title)) return paragraph(line);
        heading(line, 2, mark.written, title);
        where = marks.has('part')
          ? {
              ...(where.part === undefined ? {} : { part: where.part }),
              chapter: mark.number,
              item: 0,
              numbers: [],
            }
          : { part: mark.number, item: 0, numbers: [] };
        return;
      case 'annex': {
        if (title !== '' && !couldBeHeading(title)) return paragraph(line);
        heading(line, 3, mark.written, title);
        const { section: _, group: __, annex: ___, ...above } = where;
        where = {
          ...above,
          ...(mark.number === undefined || mark.word === '格式' ? {} : { annex: mark.number }),
          item: 0,
          numbers: [],
        };
        return;
      }
      case 'article':
        settle();
        where.section = String(mark.number);
        where.item = 0;
        return clause(line, '');
      case 'chinese': {
        const isChapterMark = !(marks.has('part') && marks.has('chapter'));
        if (couldBeHeading(title)) heading(line, 3, mark.written, title);
        else settle();
        const { section: _, group: __, ...above } = where;
        where = { ...above, item: 0, numbers: [] };
        if (isChapterMark) where.chapter = mark.number;
        else where.section = mark.written;
        if (!couldBeHeading(title)) clause(line, '');
        return;
      }
      case 'bracketed-chinese':
        if (
          couldBeHeading(title) &&
          next &&
          ['dotted', 'single', 'bracketed', 'star'].includes(next.mark?.kind ?? '')
        ) {
          heading(line, 4, mark.written, title);
          where.group = mark.written;
          where.section = mark.written;
          where.item = 0;
          where.numbers = [];
          return;
        }
        return clause(line, mark.written);
      case 'dotted':
      case 'single':
        return numbered(line, mark, next);
      case 'bracketed':
        if (isWrapped(line, mark.number === where.item + 1)) return paragraph(line);
        where.item = mark.number;
        return clause(line, String(mark.number));
      case 'star':
        return clause(line, '');
    }
  };
  for (const [index, line] of read.entries()) take(line, read[index + 1]);
  settle();
  clauses.sort((a, b) => a.lines[0] - b.lines[0]);
  return { lines, headings, clauses, tables, prose };

  function numbered(line: Line, mark: LineMark & { kind: 'dotted' | 'single' }, next: Line | undefined) {
    const numbers = mark.kind === 'single' ? [mark.number] : mark.numbers;
    const fits =
      where.numbers.length === 0 ||
      follows(where.numbers, numbers) ||
      (mark.kind === 'single' && mark.number === where.item + 1);
    if (isWrapped(line, fits)) return paragraph(line);
    const isHeading = !mark.starred && couldBeHeading(mark.rest) && hasInside(mark, next);
    if (isHeading) {
      const section = sectionOf(numbers.join('.'));
      const made = heading(line, 3 + numbers.length, numbers.join('.'), mark.rest);
      where.section = section;
      where.numbers = numbers;
      where.item = 0;
      pending = { heading: made, section, prose: [] };
      return;
    }
    if (mark.kind === 'dotted') {
      const above = numbers.slice(0, -1).join('.');
      if (pending?.section !== sectionOf(above)) settle();
      where.numbers = numbers;
      where.section = sectionOf(numbers.join('.'));
      where.item = 0;
      return clause(line, String(numbers.at(-1)), sectionOf(above));
    }
    // `1、` is an item of the section above, unless it goes on counting where the sections stopped.
    const isItem = where.section !== undefined && (mark.starred || mark.number === where.item + 1);
    if (!isItem) {
      settle();
      const { section: _, ...above } = where;
      where = {
        ...above,
        ...(where.group === undefined ? {} : { section: where.group }),
        numbers,
        item: mark.number,
      };
      return clause(line, String(mark.number));
    }
    where.item = mark.number;
    return clause(line, String(mark.number));
  }
}
