import type { TenderText, TextClause, TextHeading, TextTable } from '../../../spec/index.ts';

const mark = /^\s*[-*]?\s*([▲★]?\s*(?:[（(]\s*\d+\s*[)）]|\d+(?:\.\d+)*\s*[、.．](?!\d)|\d+(?:\.\d+)+))\s*/;
const dotted = /^(\d+(?:\.\d+)*)[、.]?\s*(\S.{0,28})$/;

/** Just enough of a parser for tests of lint: the real one is the desk's. */
export function split(source: string): TenderText {
  const lines = source.split('\n').map((text, index) => ({ number: index + 1, text }));
  const headings: TextHeading[] = [];
  const clauses: TextClause[] = [];
  const tables: TextTable[] = [];
  for (const { number, text } of lines) {
    const plain = text.trim();
    if (plain === '') continue;
    if (text.includes('\t')) {
      const row = { line: number, cells: text.split('\t').map((cell) => cell.trim()) };
      const table = tables.at(-1);
      const between = table && lines.slice(table.lines[1], number - 1).every((line) => line.text.trim() === '');
      if (table && between) {
        table.rows.push(row);
        table.lines[1] = number;
      } else tables.push({ lines: [number, number], rows: [row] });
      continue;
    }
    const titled =
      /^(第[一二三四五六七八九十]+部分)\s*(\S+)$/.exec(plain) ??
      /^(第[一二三四五六七八九十]+章)\s*(\S+)$/.exec(plain) ??
      /^([一二三四五六七八九十]+)、\s*(\S{2,24})$/.exec(plain) ??
      /^(附件\s*\d+)\s*(\S{0,24})$/.exec(plain) ??
      /^(格式\s*\d+(?:-\d+)?)\s*(\S{0,24})$/.exec(plain);
    const numbered = /[。；;：:]/.test(plain) ? undefined : (dotted.exec(plain) ?? undefined);
    if (titled) {
      const level = /部分$/.test(titled[1]!) ? 1 : /章$/.test(titled[1]!) ? 2 : 3;
      headings.push({ line: number, level, mark: titled[1]!, title: titled[2]! });
    } else if (numbered) {
      headings.push({
        line: number,
        level: 4 + numbered[1]!.split('.').length - 1,
        mark: numbered[1]!,
        title: numbered[2]!,
      });
    } else {
      const match = mark.exec(text);
      if (match || /^\s*[▲★]/.test(text))
        clauses.push({
          lines: [number, number],
          place: { item: match?.[1]?.replace(/[^\d.]/g, '') ?? '' },
          mark: match?.[0] ?? '▲',
          starred: /[▲★]/.test(text.slice(0, 8)),
          text: text.slice(match?.[0].length ?? 0),
        });
    }
  }
  return { lines, headings, clauses, tables };
}
