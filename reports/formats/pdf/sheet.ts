import {
  beginText,
  endText,
  fill,
  lineTo,
  moveTo,
  type PDFDocument,
  type PDFName,
  type PDFPage,
  rectangle,
  rgb,
  setFillingColor,
  setFontAndSize,
  setLineWidth,
  setStrokingColor,
  setTextMatrix,
  showText,
  stroke,
} from 'pdf-lib';
import { fontFiles } from '../../theme/fonts.ts';
import { ink } from '../../theme/palette.ts';
import { breakLines } from './break-lines.ts';
import { embedTypeface, type Typeface } from './typeface.ts';

/** A4 in points, and the room between the margins. */
export const paper = { width: 595.28, height: 841.89, left: 54, right: 54, top: 66, bottom: 58 };
export const textWidth = paper.width - paper.left - paper.right;

export interface Style {
  bold?: boolean;
  /** In points. */
  size: number;
  color?: string;
}
export interface Line {
  text: string;
  style: Style;
}

/** The running page: a cursor from top to bottom, and strokes that go to the page at hand. */
export interface Sheet {
  pdf: PDFDocument;
  page: PDFPage;
  /** Distance of the cursor from the lower edge, in points. */
  y: number;
  /** Characters that no face has; each is drawn as a box. */
  missing: Set<string>;
  faces: { regular: Typeface; bold: Typeface };
}

export async function openSheet(pdf: PDFDocument): Promise<Sheet> {
  const faces = {
    regular: await embedTypeface(pdf, fontFiles.regular),
    bold: await embedTypeface(pdf, fontFiles.bold),
  };
  const page = pdf.addPage([paper.width, paper.height]);
  return { pdf, page, y: paper.height - paper.top, missing: new Set(), faces };
}

export function turnPage(sheet: Sheet): void {
  sheet.page = sheet.pdf.addPage([paper.width, paper.height]);
  sheet.y = paper.height - paper.top;
}

export function roomLeft(sheet: Sheet): number {
  return sheet.y - paper.bottom;
}

/** Turns the page unless `height` points are left. */
export function ensureRoom(sheet: Sheet, height: number): void {
  if (roomLeft(sheet) < height) turnPage(sheet);
}

export function wrap(sheet: Sheet, text: string, room: number, style: Style): Line[] {
  const face = faceOf(sheet, style);
  return breakLines(text, room / style.size, face.widthOf).map((line) => ({ text: line, style }));
}

export function lineWidth(sheet: Sheet, { text, style }: Line): number {
  const face = faceOf(sheet, style);
  let width = 0;
  for (const char of text) width += face.widthOf(char);
  return width * style.size;
}

function faceOf(sheet: Sheet, style: Style): Typeface {
  return style.bold ? sheet.faces.bold : sheet.faces.regular;
}

/** Writes one line with its baseline at y; characters without a glyph become boxes and are remembered. */
export function writeLine(sheet: Sheet, line: Line, x: number, y: number, page: PDFPage = sheet.page): void {
  const { style } = line;
  const face = faceOf(sheet, style);
  let run = '';
  let start = x;
  let at = x;
  const flush = (): void => {
    if (run !== '') show(page, face, run, style, start, y);
    run = '';
  };
  for (const char of line.text) {
    const width = face.widthOf(char) * style.size;
    if (!face.has(char)) {
      flush();
      sheet.missing.add(char);
      drawMissing(page, at, y, style);
    } else {
      if (run === '') start = at;
      run += char;
    }
    at += width;
  }
  flush();
}

function show(page: PDFPage, face: Typeface, text: string, style: Style, x: number, y: number): void {
  page.pushOperators(
    beginText(),
    setFillingColor(color(style.color ?? ink.text)),
    setFontAndSize(fontKey(page, face), style.size),
    setTextMatrix(1, 0, 0, 1, x, y),
    showText(face.font.encodeText(text)),
    endText(),
  );
}

const fontKeys = new WeakMap<PDFPage, Map<Typeface, PDFName>>();

function fontKey(page: PDFPage, face: Typeface): PDFName {
  const keys = fontKeys.get(page) ?? new Map<Typeface, PDFName>();
  fontKeys.set(page, keys);
  const key = keys.get(face) ?? page.node.newFontDictionary(face.font.name, face.font.ref);
  keys.set(face, key);
  return key;
}

function drawMissing(page: PDFPage, x: number, y: number, { size, color: tone }: Style): void {
  const side = size * 0.78;
  const left = x + size * 0.11;
  const low = y - size * 0.06;
  page.pushOperators(
    setStrokingColor(color(tone ?? ink.text)),
    setLineWidth(size * 0.06),
    rectangle(left, low, side, side),
    moveTo(left, low),
    lineTo(left + side, low + side),
    moveTo(left, low + side),
    lineTo(left + side, low),
    stroke(),
  );
}

export function drawRule(
  sheet: Sheet,
  from: [number, number],
  to: [number, number],
  tone = ink.hair,
  width = 0.5,
): void {
  sheet.page.pushOperators(
    setStrokingColor(color(tone)),
    setLineWidth(width),
    moveTo(...from),
    lineTo(...to),
    stroke(),
  );
}

export function fillBox(
  sheet: Sheet,
  x: number,
  y: number,
  width: number,
  height: number,
  tone: string,
): void {
  sheet.page.pushOperators(setFillingColor(color(tone)), rectangle(x, y, width, height), fill());
}

function color(hex: string): ReturnType<typeof rgb> {
  const value = Number.parseInt(hex.slice(1), 16);
  return rgb((value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255);
}
