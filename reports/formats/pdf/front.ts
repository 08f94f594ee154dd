import { PDFName, type PDFPage, PDFString } from 'pdf-lib';
import type { Document } from '../../../spec/index.ts';
import { ink } from '../../theme/palette.ts';
import { printable } from '../../theme/printable.ts';
import { drawFacts } from './blocks.ts';
import type { Heading } from './outline.ts';
import {
  drawRule,
  lineWidth,
  paper,
  type Sheet,
  type Style,
  textWidth,
  turnPage,
  wrap,
  writeLine,
} from './sheet.ts';

/** The cover on the page at hand: marks, title, subtitle, facts. */
export function drawCover(sheet: Sheet, { title, subtitle, pageMarks, cover }: Document): void {
  sheet.y = paper.height - 190;
  const spaced = [...printable(title)].join('　');
  centred(sheet, spaced, { size: 30, bold: true }, 44);
  if (subtitle) centred(sheet, printable(subtitle), { size: 14, color: ink.soft }, 24);
  sheet.y -= 26;
  drawRule(sheet, [paper.left + 40, sheet.y], [paper.width - paper.right - 40, sheet.y], ink.text, 1.2);
  sheet.y -= 42;
  drawFacts(sheet, cover, { left: paper.left + 40, width: textWidth - 80, labelWidth: 100, size: 10.5 });
  sheet.y -= 34;
  for (const mark of pageMarks)
    centred(sheet, printable(mark), { size: 12, bold: true, color: ink.notice }, 20);
}

/** Title and facts at the top of a letter's first page; the text goes on below. */
export function drawLetterHead(sheet: Sheet, { title, subtitle, cover }: Document): void {
  sheet.y = paper.height - paper.top - 30;
  centred(sheet, [...printable(title)].join('　'), { size: 20, bold: true }, 30);
  if (subtitle) centred(sheet, printable(subtitle), { size: 11, color: ink.soft }, 22);
  sheet.y -= 4;
  drawFacts(sheet, cover);
}

function centred(sheet: Sheet, text: string, style: Style, leading: number): void {
  for (const line of wrap(sheet, text, textWidth, style)) {
    writeLine(sheet, line, (paper.width - lineWidth(sheet, line)) / 2, sheet.y);
    sheet.y -= leading;
  }
}

const entry = { leading: 19, size: 10.5 };
const perPage = Math.floor((paper.height - paper.top - paper.bottom - 50) / entry.leading);

/** Headings that the contents list: two levels, or one where two would be too many. */
export function listedHeadings(sections: Document['sections']): Document['sections'] {
  const two = sections.filter((section) => section.level <= 2);
  return two.length <= 2 * perPage ? two : sections.filter((section) => section.level === 1);
}

/** Leaves the pages of the contents empty until the page numbers are known. */
export function reserveContents(sheet: Sheet, entries: number): PDFPage[] {
  const pages: PDFPage[] = [];
  for (let left = entries; left > 0; left -= perPage) {
    turnPage(sheet);
    pages.push(sheet.page);
  }
  return pages;
}

/** Fills the reserved pages: title, dots, page number, each line a link. */
export function drawContents(sheet: Sheet, pages: readonly PDFPage[], headings: readonly Heading[]): void {
  for (const [index, page] of pages.entries()) {
    sheet.page = page;
    sheet.y = paper.height - paper.top - 20;
    if (index === 0) centred(sheet, '目　录', { size: 16, bold: true }, 0);
    sheet.y -= 34;
    for (const heading of headings.slice(index * perPage, (index + 1) * perPage))
      contentsLine(sheet, heading);
  }
}

function contentsLine(sheet: Sheet, heading: Heading): void {
  const chapter = heading.level === 1;
  const style: Style = { size: chapter ? entry.size : 9.5, bold: chapter };
  const left = paper.left + (chapter ? 0 : 18);
  const right = paper.width - paper.right;
  const number = { text: String(heading.number), style: { size: 9.5 } };
  const numberAt = right - lineWidth(sheet, number);
  const [title] = wrap(sheet, heading.title, numberAt - left - 30, style);
  if (title) {
    writeLine(sheet, title, left, sheet.y);
    const dotsFrom = left + lineWidth(sheet, title) + 6;
    const dots = Math.max(0, Math.floor((numberAt - 6 - dotsFrom) / 4));
    for (let dot = 0; dot < dots; dot += 1) {
      const x = numberAt - 6 - (dot + 1) * 4;
      drawRule(sheet, [x, sheet.y + 2], [x + 0.9, sheet.y + 2], ink.rule, 0.9);
    }
  }
  writeLine(sheet, number, numberAt, sheet.y);
  link(sheet, heading, [left, sheet.y - 4, right, sheet.y + 12]);
  sheet.y -= entry.leading;
}

function link(sheet: Sheet, heading: Heading, rectangle: [number, number, number, number]): void {
  const { context } = sheet.pdf;
  sheet.page.node.addAnnot(
    context.register(
      context.obj({
        Type: PDFName.of('Annot'),
        Subtype: PDFName.of('Link'),
        Rect: rectangle,
        Border: [0, 0, 0],
        Contents: PDFString.of(String(heading.number)),
        Dest: [heading.page.ref, PDFName.of('XYZ'), null, heading.y, null],
      }),
    ),
  );
}
