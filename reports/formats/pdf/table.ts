import type { Cell, Column } from '../../../spec/index.ts';
import { ink, outcomeLook, outcomeWords } from '../../theme/palette.ts';
import { printable } from '../../theme/printable.ts';
import {
  drawRule,
  ensureRoom,
  fillBox,
  type Line,
  lineWidth,
  paper,
  roomLeft,
  type Sheet,
  type Style,
  textWidth,
  turnPage,
  wrap,
  writeLine,
} from './sheet.ts';

const size = 8.5;
const leading = 12.4;
const padding = { x: 4, y: 3.6 };
/** Rows up to this many lines are never cut by the end of a page. */
const wholeUpTo = 3;

interface Row {
  cells: Line[][];
  tone?: string;
}

/** A ruled table with its head on every page. Long rows go on over the page; the caption stays with the head. */
export function drawTable(
  sheet: Sheet,
  caption: string | undefined,
  columns: readonly Column[],
  rows: readonly Cell[][],
): void {
  const edges = columnEdges(columns);
  const head: Row = {
    cells: columns.map((column, index) => headLines(sheet, column, edges, index)),
    tone: ink.head,
  };
  const first = rows[0] === undefined ? undefined : layRow(sheet, rows[0], edges);
  ensureRoom(sheet, (caption ? 20 : 0) + heightOf(head) + Math.min(first ? heightOf(first) : 0, 60) + 4);
  if (caption) {
    for (const line of wrap(sheet, printable(caption), textWidth, { size: 9.5, bold: true })) {
      sheet.y -= 13;
      writeLine(sheet, line, paper.left, sheet.y);
    }
    sheet.y -= 6;
  }
  openHead(sheet, head, columns, edges);
  const laid = rows.map((cells, index) => (index === 0 && first ? first : layRow(sheet, cells, edges)));
  for (const [index, row] of laid.entries()) {
    // The last row, often the sum, does not stand on a page of its own.
    const last =
      index === laid.length - 2 && linesOf(laid[index + 1]!) <= wholeUpTo ? heightOf(laid[index + 1]!) : 0;
    if (last > 0 && linesOf(row) <= wholeUpTo && roomLeft(sheet) < heightOf(row) + last) {
      turnPage(sheet);
      openHead(sheet, head, columns, edges);
    }
    drawRow(sheet, row, head, columns, edges);
  }
  sheet.y -= 14;
}

/** x of each column's left edge, and of the right edge of the last. */
function columnEdges(columns: readonly Column[]): number[] {
  const whole = columns.reduce((sum, column) => sum + column.width, 0);
  const edges = [paper.left];
  for (const column of columns) edges.push(edges.at(-1)! + (column.width / whole) * textWidth);
  return edges;
}

function headLines(sheet: Sheet, column: Column, edges: number[], index: number): Line[] {
  return wrap(sheet, printable(column.title), roomOf(edges, index), { size, bold: true });
}

function roomOf(edges: number[], index: number): number {
  return edges[index + 1]! - edges[index]! - 2 * padding.x;
}

function layRow(sheet: Sheet, cells: readonly Cell[], edges: number[]): Row {
  const lead = cells[0];
  const strong = lead !== undefined && 'strong' in lead && lead.strong === true;
  return {
    cells: cells.map((cell, index) => cellLines(sheet, cell, roomOf(edges, index))),
    ...(strong ? { tone: ink.band } : {}),
  };
}

function cellLines(sheet: Sheet, cell: Cell, room: number): Line[] {
  if ('digest' in cell) return wrap(sheet, printable(cell.digest), room, { size: 7, color: ink.soft });
  if ('outcome' in cell) {
    const [word = '', ...rest] = printable(cell.text).split('\n');
    const style: Style = { size, bold: true, color: outcomeLook[cell.outcome].ink };
    return [
      ...wrap(sheet, outcomeWords(cell.outcome, word), room, style),
      ...rest.flatMap((line) => wrap(sheet, line, room, { size: 7.5, color: ink.soft })),
    ];
  }
  return wrap(sheet, printable(cell.text), room, { size, bold: cell.strong === true });
}

function linesOf(row: Row): number {
  return Math.max(1, ...row.cells.map((lines) => lines.length));
}

function heightOf(row: Row): number {
  return linesOf(row) * leading + 2 * padding.y;
}

function openHead(sheet: Sheet, head: Row, columns: readonly Column[], edges: number[]): void {
  drawRule(sheet, [paper.left, sheet.y], [edges.at(-1)!, sheet.y], ink.rule, 0.9);
  drawSlice(sheet, head, 0, linesOf(head), columns, edges, ink.rule);
}

function drawRow(sheet: Sheet, row: Row, head: Row, columns: readonly Column[], edges: number[]): void {
  const need = linesOf(row);
  let from = 0;
  while (from < need) {
    const room = Math.floor((roomLeft(sheet) - 2 * padding.y) / leading);
    const rest = need - from;
    const fits = room >= rest;
    if (!fits && (need <= wholeUpTo || room < 2)) {
      turnPage(sheet);
      openHead(sheet, head, columns, edges);
      continue;
    }
    // No single last line is left for the next page.
    const take = rest - room === 1 && room > 2 ? room - 1 : Math.min(room, rest);
    drawSlice(sheet, row, from, from + take, columns, edges, ink.hair);
    from += take;
  }
}

/** Lines `from` to `to` of a row, with its ground and rules; the cursor ends below it. */
function drawSlice(
  sheet: Sheet,
  row: Row,
  from: number,
  to: number,
  columns: readonly Column[],
  edges: number[],
  rule: string,
): void {
  const top = sheet.y;
  const bottom = top - (to - from) * leading - 2 * padding.y;
  const right = edges.at(-1)!;
  if (row.tone) {
    fillBox(sheet, paper.left, bottom, right - paper.left, top - bottom, row.tone);
    drawRule(sheet, [paper.left, top], [right, top], ink.rule);
  }
  for (const edge of edges) drawRule(sheet, [edge, top], [edge, bottom], ink.hair);
  drawRule(sheet, [paper.left, bottom], [right, bottom], rule);
  for (const [index, lines] of row.cells.entries())
    for (const [place, line] of lines.slice(from, to).entries()) {
      const y = top - padding.y - (place + 1) * leading + 3.2;
      writeLine(sheet, line, startOf(sheet, line, columns[index]!, edges, index), y);
    }
  sheet.y = bottom;
}

function startOf(sheet: Sheet, line: Line, { align }: Column, edges: number[], index: number): number {
  const left = edges[index]! + padding.x;
  if (align === undefined || align === 'left') return left;
  const spare = roomOf(edges, index) - lineWidth(sheet, line);
  return left + (align === 'right' ? spare : spare / 2);
}
