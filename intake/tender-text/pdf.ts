import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Fault } from '../../spec/index.ts';

interface Piece {
  text: string;
  x: number;
  y: number;
  width: number;
  height: number;
}
interface PrintedLine {
  y: number;
  text: string;
}

const limits = { fileBytes: 60_000_000, pages: 2_000 };

/** Pieces of a page on common base lines, from the top; a gap wider than a character and a half parts cells. */
function printedLines(pieces: Piece[]): PrintedLine[] {
  const rows: Piece[][] = [];
  for (const piece of pieces.toSorted((a, b) => b.y - a.y || a.x - b.x)) {
    const row = rows.at(-1);
    const tolerance = Math.max(piece.height, 4) * 0.4;
    if (row && Math.abs(row[0]!.y - piece.y) <= tolerance) row.push(piece);
    else rows.push([piece]);
  }
  return rows.map((row) => {
    const inOrder = row.toSorted((a, b) => a.x - b.x);
    let text = '';
    let end: number | undefined;
    for (const piece of inOrder) {
      const gap = end === undefined ? 0 : piece.x - end;
      const size = Math.max(piece.height, 4);
      if (gap > size * 1.5) text += '\t';
      else if (gap > size * 0.2) text += ' ';
      text += piece.text;
      end = piece.x + piece.width;
    }
    return { y: row[0]!.y, text: text.trimEnd() };
  });
}

const isPageNumber = (text: string): boolean =>
  /^[-—–\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／共]\s*\d{1,4}\s*页?)?[-—–\s]*$/.test(text);

/** Page numbers, and what stands at the same height of most pages, are no wording. */
function withoutMargins(pages: PrintedLine[][]): PrintedLine[][] {
  const seen = new Map<string, number>();
  const keyOf = (line: PrintedLine) => `${Math.round(line.y)} ${line.text.replace(/\d+/g, '#')}`;
  for (const page of pages)
    for (const line of new Set([page[0], page.at(-1)]))
      if (line) seen.set(keyOf(line), (seen.get(keyOf(line)) ?? 0) + 1);
  const often = Math.max(3, Math.ceil(pages.length / 2));
  return pages.map((page) =>
    page.filter((line, index) => {
      const isOuter = index === 0 || index === page.length - 1;
      return !(isOuter && (isPageNumber(line.text) || (seen.get(keyOf(line)) ?? 0) >= often));
    }),
  );
}

/**
 * The printed lines of a PDF that holds text, cells by tab where the gap is wide. Pages that hold pictures only
 * are named in the notes. Throws INTAKE_UNREADABLE for scans, encryption, damaged content and what is out of bounds.
 */
export async function readPdf(
  file: string,
  bytes: Uint8Array,
): Promise<{ text: string; pages: string[]; notes: string[] }> {
  const unreadable = (message: string, remedy: string): never => {
    throw new Fault('INTAKE_UNREADABLE', [{ file, message, remedy }]);
  };
  if (bytes.length > limits.fileBytes)
    return unreadable(`文件超过 ${limits.fileBytes / 1e6} MB`, '提交文字版 .pdf 或 .docx');
  // Loaded on demand: the reader is large and few commands need it.
  const { getDocument, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const folder = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  const task = getDocument({
    // Chinese documents name character maps without embedding them.
    cMapUrl: `${join(folder, 'cmaps')}/`,
    cMapPacked: true,
    standardFontDataUrl: `${join(folder, 'standard_fonts')}/`,
    data: new Uint8Array(bytes),
    isEvalSupported: false,
    useSystemFonts: false,
    verbosity: VerbosityLevel.ERRORS,
  });
  try {
    const document = await task.promise;
    if (document.numPages > limits.pages)
      return unreadable(`共 ${document.numPages} 页，超过 ${limits.pages} 页`, '只提交招标文件本身');
    const pages: PrintedLine[][] = [];
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      const pieces = items.flatMap((item): Piece[] =>
        'str' in item && item.str.trim() !== ''
          ? [
              {
                text: item.str,
                x: item.transform[4],
                y: item.transform[5],
                width: item.width,
                height: item.height,
              },
            ]
          : [],
      );
      pages.push(printedLines(pieces));
      page.cleanup();
    }
    const empty = pages.flatMap((page, index) => (page.length === 0 ? [index + 1] : []));
    if (empty.length === pages.length)
      return unreadable('各页均无文字，是扫描件', '提交文字版 .pdf、.docx，或先做文字识别并校对');
    const notes: string[] = [];
    if (empty.length > 0) notes.push(`第 ${empty.join('、')} 页没有文字，可能是扫描页，其内容没有读到`);
    if (pages.some((page) => page.some((line) => line.text.includes('\t'))))
      notes.push('表格按印刷位置读出，单元格内折行时行会错开；价格与考核表请另以 .docx 或文本复核');
    const wording = withoutMargins(pages).map((page) => page.map((line) => line.text).join('\n'));
    return { text: wording.join('\n'), pages: wording, notes };
  } catch (error) {
    if (error instanceof Fault) throw error;
    const name = (error as Error).name;
    if (name === 'PasswordException') return unreadable('文件设有打开密码', '取消打开密码后重新保存');
    if (
      ['InvalidPDFException', 'UnexpectedResponseException', 'FormatError', 'MissingPDFException'].includes(
        name,
      )
    )
      return unreadable('不是完整的 PDF 文件', '重新导出文字版 .pdf 后提交');
    throw error;
  } finally {
    await task.destroy();
  }
}
