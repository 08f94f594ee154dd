import type { CellObject, Row } from 'write-excel-file/node';
import { ink } from '../../theme/palette.ts';
import { printable } from '../../theme/printable.ts';

/** One line of a sheet before it has columns. */
export type Line =
  | { kind: 'title' | 'mark' | 'heading' | 'caption' | 'text'; text: string }
  | { kind: 'head'; texts: string[] }
  | {
      kind: 'cells';
      texts: string[];
      align?: ('left' | 'center' | 'right')[];
      label?: boolean;
      strong?: boolean;
      tall?: boolean;
    }
  | { kind: 'gap' };

const narrowest = 8;
const widest = 46;
/** In characters: what running text is wrapped at, and the least width of a sheet. */
const least = 72;
const wide = /[\p{Script=Han}\u3000-\u30ff\uff00-\uffef\u2010-\u2027]/u;

function widthOf(text: string): number {
  let width = 0;
  for (const char of text) width += wide.test(char) ? 2 : 1;
  return width;
}

const widestLine = (text: string): number => Math.max(...text.split('\n').map(widthOf));

/** Widths in characters, each as its texts ask within bounds; together not narrower than running text. */
export function columnWidths(lines: readonly Line[]): number[] {
  const widths: number[] = [];
  for (const line of lines) {
    if (!('texts' in line)) continue;
    for (const [index, text] of line.texts.entries())
      widths[index] = Math.max(widths[index] ?? narrowest, Math.min(widest, widestLine(text) + 2));
  }
  if (widths.length === 0) return [least];
  const missing = least - widths.reduce((sum, width) => sum + width, 0);
  if (missing > 0) widths[widths.length - 1]! += missing;
  return widths;
}

/** Text always: a cell of this kind is never read as a formula or a number. */
function cell(text: string, look: Partial<CellObject> = {}): CellObject {
  const value = printable(text);
  return { ...(value === '' ? {} : { value, type: String }), alignVertical: 'top', wrap: true, ...look };
}

const rule = { borderStyle: 'thin', borderColor: ink.rule } as const;
const spanLooks = {
  title: { fontWeight: 'bold', fontSize: 14, alignVertical: 'center' },
  mark: { fontWeight: 'bold', textColor: ink.notice },
  heading: { fontWeight: 'bold', fontSize: 12, backgroundColor: ink.head },
  caption: { fontWeight: 'bold' },
  text: {},
} as const;
/** A cell of a workbook holds 32,767 characters. */
const longest = 32_000;

/** The line as rows of the sheet; running text spans its columns and says its own height. */
export function lineRows(line: Line, widths: readonly number[]): Row[] {
  if (line.kind === 'gap') return [[]];
  if (!('texts' in line)) return piecesOf(line.text).map((text) => span(line.kind, text, widths));
  const look: Partial<CellObject> =
    line.kind === 'head'
      ? { fontWeight: 'bold', backgroundColor: ink.head, align: 'center' }
      : line.strong
        ? { fontWeight: 'bold', backgroundColor: ink.band }
        : {};
  const height = heightOf(line.texts.map((text, index) => linesOf(text, widths[index]!)));
  return [
    line.texts.map((text, index) =>
      cell(text.slice(0, longest), {
        ...rule,
        ...look,
        height: line.kind === 'cells' && line.tall ? Math.max(height, 40) : height,
        ...(line.kind === 'cells' && line.align ? { align: line.align[index]! } : {}),
        ...(line.kind === 'cells' && line.label && index === 0 ? { backgroundColor: ink.band } : {}),
      }),
    ),
  ];
}

function span(kind: keyof typeof spanLooks, text: string, widths: readonly number[]): Row {
  const room = widths.reduce((sum, width) => sum + width, 0);
  const look = spanLooks[kind];
  const size = 'fontSize' in look ? look.fontSize : 10;
  const height = heightOf([linesOf(text, (room * 10) / size)], size);
  const rest = widths.slice(1).map(() => null);
  return [
    cell(text, { ...look, height, ...(rest.length > 0 ? { columnSpan: widths.length } : {}) }),
    ...rest,
  ];
}

const linesOf = (text: string, room: number): number =>
  text
    .split('\n')
    .reduce((sum, part) => sum + Math.max(1, Math.ceil(widthOf(part) / Math.max(1, room - 1))), 0);

/** In points; a row is at most 409 high. */
function heightOf(lines: readonly number[], size = 10): number {
  return Math.min(400, Math.ceil(Math.max(...lines, 1) * size * 1.4) + 4);
}

function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < Math.max(1, text.length); from += longest)
    pieces.push(text.slice(from, from + longest));
  return pieces;
}
