import { PDFDocument } from 'pdf-lib';
import type { Document, Section } from '../../spec/index.ts';
import { ink } from '../theme/palette.ts';
import { printable } from '../theme/printable.ts';
import { drawBlock, leadHeight } from './pdf/blocks.ts';
import { drawContents, drawCover, drawLetterHead, listedHeadings, reserveContents } from './pdf/front.ts';
import { type Heading, writeOutline } from './pdf/outline.ts';
import {
  drawRule,
  ensureRoom,
  lineWidth,
  openSheet,
  paper,
  roomLeft,
  type Sheet,
  textWidth,
  turnPage,
  wrap,
  writeLine,
} from './pdf/sheet.ts';
import { registerFontkit } from './pdf/typeface.ts';

export interface PrintedPdf {
  bytes: Uint8Array;
  /** Characters that no font has: drawn as crossed boxes and named on the last page. */
  missing: string[];
}

/** A4 with contents, bookmarks, page numbers and page marks. Equal documents give equal bytes. */
export async function renderPdf(document: Document): Promise<PrintedPdf> {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  registerFontkit(pdf);
  const sheet = await openSheet(pdf);
  const letter = document.form === 'letter';
  if (letter) drawLetterHead(sheet, document);
  else drawCover(sheet, document);
  const listed = new Set(letter ? [] : listedHeadings(document.sections));
  const contents = reserveContents(sheet, listed.size);
  if (!letter) turnPage(sheet);
  const headings: Heading[] = [];
  for (const section of document.sections) {
    headings.push(drawHeading(sheet, section));
    for (const block of section.blocks) await drawBlock(sheet, block);
  }
  const missing = [...sheet.missing].sort();
  if (missing.length > 0) await drawBlock(sheet, missingNote(missing));
  drawContents(
    sheet,
    contents,
    headings.filter((_, index) => listed.has(document.sections[index]!)),
  );
  drawMargins(sheet, document);
  writeOutline(pdf, headings);
  describe(pdf, document);
  return { bytes: await pdf.save({ objectsPerTick: Number.POSITIVE_INFINITY }), missing };
}

const headingSizes = { 1: 16, 2: 12.5, 3: 11 } as const;

function drawHeading(sheet: Sheet, { heading, level, blocks }: Section): Heading {
  const size = headingSizes[level];
  const title = printable(heading);
  const lines = wrap(sheet, title, textWidth, { size, bold: true });
  const fresh = sheet.y > paper.height - paper.top - 1;
  const above = fresh ? 0 : level === 1 ? 16 : 6;
  if (roomLeft(sheet) < above + lines.length * size * 1.5 + leadHeight(blocks[0])) turnPage(sheet);
  else sheet.y -= above;
  const y = sheet.y + 6;
  for (const line of lines) {
    ensureRoom(sheet, size * 1.5);
    sheet.y -= size * 1.25;
    writeLine(sheet, line, paper.left, sheet.y);
  }
  sheet.y -= level === 1 ? 7 : 5;
  if (level === 1) drawRule(sheet, [paper.left, sheet.y], [paper.left + textWidth, sheet.y], ink.rule, 0.9);
  sheet.y -= level === 1 ? 10 : 5;
  return { title, level, page: sheet.page, number: sheet.pdf.getPageCount(), y };
}

function missingNote(missing: readonly string[]) {
  const codes = missing.map(
    (char) => `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`,
  );
  return {
    kind: 'paragraph',
    tone: 'small',
    text: `字形说明：下列字符所用字体没有字形，文中以带叉方框代替：${codes.join('、')}。原字见 HTML、DOCX 或 JSON 格式。`,
  } as const;
}

/** Second pass: page marks above and page numbers below, on every page. */
function drawMargins(sheet: Sheet, { title, subtitle, pageMarks }: Document): void {
  const pages = sheet.pdf.getPages();
  const small = { size: 8, color: ink.soft };
  const marks = {
    text: printable(pageMarks.join('　·　')),
    style: { size: 8, bold: true, color: ink.notice },
  };
  const marksAt = paper.width - paper.right - lineWidth(sheet, marks);
  const [running] = wrap(
    sheet,
    printable(subtitle ? `${subtitle}　${title}` : title),
    marksAt - paper.left - 12,
    small,
  );
  for (const [index, page] of pages.entries()) {
    sheet.page = page;
    const top = paper.height - 44;
    if (running) writeLine(sheet, running, paper.left, top);
    writeLine(sheet, marks, marksAt, top);
    drawRule(sheet, [paper.left, top - 6], [paper.width - paper.right, top - 6], ink.hair);
    const number = { text: `第 ${index + 1} 页　共 ${pages.length} 页`, style: small };
    writeLine(sheet, number, (paper.width - lineWidth(sheet, number)) / 2, 34);
  }
}

function describe(pdf: PDFDocument, { title, subtitle, createdAt }: Document): void {
  const instant = new Date(createdAt);
  pdf.setTitle(printable(subtitle ? `${title} ${subtitle}` : title), { showInWindowTitleBar: true });
  pdf.setCreator('Biaochi');
  pdf.setProducer('Biaochi');
  pdf.setLanguage('zh-CN');
  pdf.setCreationDate(instant);
  pdf.setModificationDate(instant);
}
