import {
  BorderStyle,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlign,
  WidthType,
} from 'docx';
import type { Block, Cell, Column } from '../../../spec/index.ts';
import { ink } from '../../theme/palette.ts';
import { cellParagraph, heiFace, hex, runs } from './text.ts';

/** Room between the margins of A4, in twentieths of a point. */
export const textWidth = 9746;
const line = { style: BorderStyle.SINGLE, size: 4, color: hex(ink.rule) };
const borders = {
  top: line,
  bottom: line,
  left: line,
  right: line,
  insideHorizontal: line,
  insideVertical: line,
};
const margins = { top: 50, bottom: 50, left: 90, right: 90 };

function ground(color: string) {
  return { type: ShadingType.CLEAR, color: 'auto', fill: hex(color) };
}

function ruled(widths: number[], rows: TableRow[]): Table {
  return new Table({
    rows,
    columnWidths: widths,
    width: { size: textWidth, type: WidthType.DXA },
    layout: TableLayoutType.FIXED,
    borders,
    margins,
  });
}

/** Shares as whole twentieths of a point that add up to the room. */
function widthsOf(shares: readonly number[]): number[] {
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const widths = shares.map((share) => Math.floor((share / whole) * textWidth));
  widths[widths.length - 1]! += textWidth - widths.reduce((sum, width) => sum + width, 0);
  return widths;
}

/** Caption and table; the head row is repeated on each page, short rows are not cut. */
export function tableBlock(block: Extract<Block, { kind: 'table' }>): (Paragraph | Table)[] {
  const widths = widthsOf(block.columns.map((column) => column.width));
  const head = new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: block.columns.map((column, index) => headCell(column, widths[index]!)),
  });
  const rows = block.rows.map((cells) => bodyRow(cells, block.columns, widths));
  const caption = block.caption
    ? [new Paragraph({ style: 'TableCaption', children: runs(block.caption) })]
    : [];
  return [...caption, ruled(widths, [head, ...rows]), new Paragraph({ style: 'Gap' })];
}

function headCell(column: Column, width: number): TableCell {
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    shading: ground(ink.head),
    children: [cellParagraph({ text: column.title, strong: true }, column)],
  });
}

function bodyRow(cells: readonly Cell[], columns: readonly Column[], widths: number[]): TableRow {
  const lead = cells[0];
  const strong = lead !== undefined && 'strong' in lead && lead.strong === true;
  return new TableRow({
    cantSplit: cells.every((cell) => !('text' in cell) || cell.text.length < 120),
    children: cells.map(
      (cell, index) =>
        new TableCell({
          width: { size: widths[index]!, type: WidthType.DXA },
          ...(strong ? { shading: ground(ink.band) } : {}),
          children: [cellParagraph(cell, columns[index]!)],
        }),
    ),
  });
}

export function factsTable(rows: readonly { label: string; value: string }[]): Table {
  const widths = widthsOf([22, 78]);
  const column: Column = { title: '', width: 1 };
  return ruled(
    widths,
    rows.map(
      ({ label, value }) =>
        new TableRow({
          children: [label, value].map(
            (text, index) =>
              new TableCell({
                width: { size: widths[index]!, type: WidthType.DXA },
                ...(index === 0 ? { shading: ground(ink.band) } : {}),
                children: [cellParagraph({ text }, column)],
              }),
          ),
        }),
    ),
  );
}

export function signatureTable(roles: readonly string[]): Table {
  const widths = widthsOf([22, 44, 34]);
  const cell = (text: string, index: number): TableCell =>
    new TableCell({
      width: { size: widths[index]!, type: WidthType.DXA },
      verticalAlign: VerticalAlign.CENTER,
      ...(index === 0 ? { shading: ground(ink.band) } : {}),
      children: [new Paragraph({ children: runs(text, index === 0 ? { font: heiFace } : {}) })],
    });
  return ruled(
    widths,
    roles.map(
      (role) =>
        new TableRow({
          cantSplit: true,
          height: { value: 900, rule: 'atLeast' },
          children: [role, '签字：', '日期：　　　年　　月　　日'].map(cell),
        }),
    ),
  );
}
