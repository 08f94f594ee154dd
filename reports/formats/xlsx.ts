import writeXlsxFile, { type Sheet } from 'write-excel-file/node';
import type { Block, Document, Section } from '../../spec/index.ts';
import { pinInstant } from './docx/pin.ts';
import { columnWidths, type Line, lineRows } from './xlsx/grid.ts';
import { blockLines } from './xlsx/lines.ts';

/**
 * A workbook with one sheet for the cover and one for each chapter; the page marks head every sheet. Every cell is
 * text, so that nothing that was handed in can become a formula or lose digits. Equal documents give equal bytes.
 */
export async function renderXlsx(document: Document): Promise<Uint8Array> {
  const names = new Set<string>();
  const sheets = [
    sheetOf(names, '封面', document, [{ kind: 'facts', rows: document.cover }]),
    ...chaptersOf(document.sections).map(({ heading, blocks }) => sheetOf(names, heading, document, blocks)),
  ];
  const bytes = await writeXlsxFile(sheets, { fontFamily: '宋体', fontSize: 10 }).toBuffer();
  return pinInstant(bytes, document.createdAt);
}

interface Chapter {
  heading: string;
  blocks: (Block | { kind: 'heading'; text: string })[];
}

/** Sections below a chapter go on its sheet, each under its heading. */
function chaptersOf(sections: readonly Section[]): Chapter[] {
  const chapters: Chapter[] = [];
  for (const { level, heading, blocks } of sections) {
    const open = chapters.at(-1);
    if (level === 1 || !open) chapters.push({ heading, blocks: [...blocks] });
    else open.blocks.push({ kind: 'heading', text: heading }, ...blocks);
  }
  return chapters;
}

function sheetOf(
  names: Set<string>,
  heading: string,
  { title, subtitle, pageMarks }: Document,
  blocks: Chapter['blocks'],
): Sheet<Buffer> {
  const head: Line[] = [
    { kind: 'title', text: subtitle ? `${title}　${subtitle}` : title },
    ...(pageMarks.length > 0 ? [{ kind: 'mark', text: pageMarks.join('　·　') } as const] : []),
    { kind: 'heading', text: heading },
  ];
  const lines = [...head, ...blocks.flatMap(blockLines)];
  const widths = columnWidths(lines);
  return {
    sheet: sheetName(names, heading),
    data: lines.flatMap((line) => lineRows(line, widths)),
    columns: widths.map((width) => ({ width })),
    stickyRowsCount: head.length - 1,
    ...(widths.reduce((sum, width) => sum + width, 0) > 90 ? { orientation: 'landscape' as const } : {}),
  };
}

/** At most 31 characters, none that a workbook forbids, and no name twice. */
function sheetName(taken: Set<string>, heading: string): string {
  const plain = heading.replace(/[\\/?*[\]:'"<>&\p{C}]/gu, ' ').trim() || '表';
  for (let n = 1; ; n += 1) {
    const tail = n === 1 ? '' : ` ${n}`;
    const name = `${[...plain].slice(0, 28 - tail.length).join('')}${tail}`;
    if (name.length <= 31 && !taken.has(name.toLowerCase())) {
      taken.add(name.toLowerCase());
      return name;
    }
  }
}
