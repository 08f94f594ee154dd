import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  DeletedTextRun,
  Document,
  InsertedTextRun,
  Packer,
  Paragraph,
  type ParagraphChild,
  Table,
  TableCell,
  TableRow,
  TextRun,
} from 'docx';
import * as fontkit from 'fontkit';
import { PDFDocument } from 'pdf-lib';

const tracked = { id: 1, author: 'a', date: '2028-01-01T00:00:00Z' };
/** `[+…+]` becomes a tracked insertion, `[-…-]` a tracked deletion. */
function runsOf(line: string): ParagraphChild[] {
  return line.split(/(\[\+.*?\+\]|\[-.*?-\])/).flatMap((piece) => {
    if (piece.startsWith('[+')) return [new InsertedTextRun({ ...tracked, text: piece.slice(2, -2) })];
    if (piece.startsWith('[-')) return [new DeletedTextRun({ ...tracked, text: piece.slice(2, -2) })];
    return piece === '' ? [] : [new TextRun(piece)];
  });
}

/** A DOCX document of a text: lines with tabs become rows of a table. */
export async function asDocx(text: string): Promise<Uint8Array> {
  const children: (Paragraph | Table)[] = [];
  let rows: TableRow[] = [];
  const close = () => {
    if (rows.length > 0) children.push(new Table({ rows }));
    rows = [];
  };
  for (const line of text.split('\n')) {
    if (line.includes('\t'))
      rows.push(
        new TableRow({
          children: line.split('\t').map((cell) => new TableCell({ children: [new Paragraph(cell)] })),
        }),
      );
    else if (line.trim() !== '') {
      close();
      children.push(new Paragraph({ children: runsOf(line) }));
    }
  }
  close();
  return new Uint8Array(await Packer.toBuffer(new Document({ sections: [{ children }] })));
}

const fontFile = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
);

/** A PDF of a text with page numbers and a running title: paragraphs wrapped, cells in columns; empty pages where asked. */
export async function asPdf(
  text: string,
  { scanned = [] as number[], columns = 90 } = {},
): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.registerFontkit(fontkit as unknown as Parameters<PDFDocument['registerFontkit']>[0]);
  const font = await document.embedFont(readFileSync(fontFile), { subset: true });
  const size = 9;
  const [width, height, margin] = [columns * size + 80, 700, 40];
  let page = document.addPage([width, height]);
  let y = height - margin - 20;
  let number = 1;
  const furnish = () => {
    page.drawText('城市云服务项目招标文件', { x: margin, y: height - 25, size, font });
    page.drawText(`- ${number} -`, { x: width / 2, y: 20, size, font });
  };
  furnish();
  const down = () => {
    y -= size * 1.6;
    if (y > margin) return;
    number++;
    page = document.addPage([width, height]);
    if (scanned.includes(number)) {
      number++;
      page = document.addPage([width, height]);
    }
    furnish();
    y = height - margin - 20;
  };
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const cells = line.split('\t');
    if (cells.length > 1) {
      const step = (width - 2 * margin) / cells.length;
      cells.forEach((cell, column) => {
        if (cell !== '') page.drawText(cell, { x: margin + column * step, y, size, font });
      });
      down();
      continue;
    }
    let rest = line;
    while (rest !== '') {
      let length = rest.length;
      while (font.widthOfTextAtSize(rest.slice(0, length), size) > width - 2 * margin) length--;
      page.drawText(rest.slice(0, length), { x: margin, y, size, font });
      rest = rest.slice(length);
      down();
    }
  }
  return document.save();
}
