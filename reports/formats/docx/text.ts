import { AlignmentType, type IRunOptions, Paragraph, TextRun } from 'docx';
import type { Cell, Column } from '../../../spec/index.ts';
import { ink, outcomeLook, outcomeWords } from '../../theme/palette.ts';
import { printable } from '../../theme/printable.ts';

/** Faces by script: Word takes the East Asian one for Chinese, the others for Latin and figures. */
export const songFace = {
  ascii: 'Times New Roman',
  hAnsi: 'Times New Roman',
  cs: 'Times New Roman',
  eastAsia: '宋体',
};
export const heiFace = { ascii: 'Arial', hAnsi: 'Arial', cs: 'Arial', eastAsia: '黑体' };

export function hex(color: string): string {
  return color.slice(1).toUpperCase();
}

/** Runs of a text, one for each line; line feeds become breaks in the paragraph. */
export function runs(text: string, look: Omit<IRunOptions, 'text' | 'children' | 'break'> = {}): TextRun[] {
  return printable(text)
    .split('\n')
    .map((line, index) => new TextRun({ ...look, text: line, ...(index > 0 ? { break: 1 } : {}) }));
}

const alignments = { left: AlignmentType.LEFT, center: AlignmentType.CENTER, right: AlignmentType.RIGHT };

/** A cell's content as one paragraph: text, an outcome with its mark and colour, or a digest in small type. */
export function cellParagraph(cell: Cell, { align = 'left' }: Column): Paragraph {
  return new Paragraph({ style: 'TableText', alignment: alignments[align], children: cellRuns(cell) });
}

function cellRuns(cell: Cell): TextRun[] {
  if ('digest' in cell) return runs(cell.digest, { size: 14, color: hex(ink.soft) });
  if ('outcome' in cell) {
    const [word = '', ...rest] = printable(cell.text).split('\n');
    return [
      new TextRun({
        text: outcomeWords(cell.outcome, word),
        bold: true,
        font: heiFace,
        color: hex(outcomeLook[cell.outcome].ink),
      }),
      ...rest.map((line) => new TextRun({ text: line, break: 1, size: 15, color: hex(ink.soft) })),
    ];
  }
  return runs(cell.text, cell.strong ? { bold: true, font: heiFace } : {});
}
