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
import {
  PDFOperatorNames as Op,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  PDFOperator,
  type PDFPage,
} from 'pdf-lib';

const tracked = { id: 1, author: 'a', date: '2028-01-01T00:00:00Z' };
/** `[+…+]` becomes a tracked insertion, `[-…-]` a tracked deletion. */
function runsOf(line: string): ParagraphChild[] {
  return line.split(/(\[\+.*?\+\]|\[-.*?-\])/).flatMap((piece): ParagraphChild[] => {
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

/** A Chinese font that every reader is asked to know, as many office programs leave it: nothing embedded, all one em wide. */
function songOf(document: PDFDocument) {
  const { context } = document;
  const descriptor = context.obj({
    Type: 'FontDescriptor',
    FontName: 'STSong-Light',
    Flags: 4,
    FontBBox: [-25, -254, 1000, 880],
    ItalicAngle: 0,
    Ascent: 880,
    Descent: -120,
    CapHeight: 880,
    StemV: 93,
  });
  const descendant = context.obj({
    Type: 'Font',
    Subtype: 'CIDFontType0',
    BaseFont: 'STSong-Light',
    CIDSystemInfo: {
      Registry: PDFHexString.fromText('Adobe'),
      Ordering: PDFHexString.fromText('GB1'),
      Supplement: 4,
    },
    FontDescriptor: context.register(descriptor),
    DW: 1000,
  });
  return context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: 'STSong-Light',
      Encoding: 'UniGB-UTF16-H',
      DescendantFonts: [context.register(descendant)],
    }),
  );
}

const utf16 = (text: string): string =>
  [...text].map((character) => character.charCodeAt(0).toString(16).padStart(4, '0')).join('');

export interface Printing {
  /** Numbers of pages that hold no text. */
  scanned?: number[];
  /** Characters in a line. */
  columns?: number;
}

/** A PDF of a text with page numbers and a running title: paragraphs wrapped, cells in columns. */
export async function asPdf(
  text: string,
  { scanned = [], columns = 60 }: Printing = {},
): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  const song = songOf(document);
  const size = 9;
  const margin = 40;

  const height = 700;
  const lineCount = Math.floor((height - 3 * margin) / (size * 1.6));
  const write = (page: PDFPage, words: string, x: number, y: number) => {
    page.node.setFontDictionary(PDFName.of('Song'), song);
    page.pushOperators(
      PDFOperator.of(Op.BeginText),
      PDFOperator.of(Op.SetFontAndSize, [PDFName.of('Song'), PDFNumber.of(size)]),
      PDFOperator.of(Op.MoveText, [PDFNumber.of(x), PDFNumber.of(y)]),
      PDFOperator.of(Op.ShowText, [PDFHexString.of(utf16(words))]),
      PDFOperator.of(Op.EndText),
    );
  };
  const lines: { words: string; x: number }[][] = [];
  for (const line of text.split('\n')) {
    const cells = line.split('\t');
    if (cells.length > 1) {
      // Columns as wide as their words, so that nothing is printed over its neighbour.
      let x = margin;
      lines.push(
        cells.map((words) => {
          const cell = { words, x };
          x += Math.max(words.length + 3, 6) * size;
          return cell;
        }),
      );
    } else
      for (let at = 0; at < line.trim().length; at += columns)
        lines.push([{ words: line.trim().slice(at, at + columns), x: margin }]);
  }
  // A reader leaves out what stands beside the page: tables need their width, whatever the paragraphs have.
  const ends = lines.flatMap((pieces) => pieces.map(({ words, x }) => x + words.length * size));
  const width = ends.reduce((widest, end) => Math.max(widest, end), columns * size) + margin;
  let number = 0;
  for (let at = 0; at < lines.length; at += lineCount) {
    number++;
    while (scanned.includes(number)) {
      document.addPage([width, height]);
      number++;
    }
    const page = document.addPage([width, height]);
    write(page, '城市云服务项目招标文件', margin, height - 25);
    lines.slice(at, at + lineCount).forEach((pieces, row) => {
      for (const { words, x } of pieces)
        if (words !== '') write(page, words, x, height - 2 * margin + 20 - row * size * 1.6);
    });
    write(page, `- ${number} -`, width / 2, 20);
  }
  return document.save();
}
