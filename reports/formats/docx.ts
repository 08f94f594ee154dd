import {
  AlignmentType,
  BorderStyle,
  Footer,
  Header,
  HeadingLevel,
  ImageRun,
  LineRuleType,
  Packer,
  PageBreak,
  PageNumber,
  Paragraph,
  Tab,
  type Table,
  TableOfContents,
  TabStopType,
  TextRun,
  Document as WordDocument,
} from 'docx';
import type { Block, Document } from '../../spec/index.ts';
import { chartPng, chartWords } from '../theme/chart.ts';
import { ink } from '../theme/palette.ts';
import { printable } from '../theme/printable.ts';
import { pinInstant } from './docx/pin.ts';
import { styles } from './docx/styles.ts';
import { factsTable, signatureTable, tableBlock, textWidth } from './docx/table.ts';
import { heiFace, hex, runs } from './docx/text.ts';

type Part = Paragraph | Table | TableOfContents;

/** A Word document with real headings, contents, repeated table heads, page marks and page numbers. Equal documents give equal bytes. */
export async function renderDocx(document: Document): Promise<Uint8Array> {
  const word = new WordDocument({
    title: printable(document.subtitle ? `${document.title} ${document.subtitle}` : document.title),
    creator: 'Biaochi',
    lastModifiedBy: 'Biaochi',
    styles,
    sections: [
      {
        properties: {
          page: {
            size: { width: 11906, height: 16838 },
            margin: { top: 1300, bottom: 1200, left: 1080, right: 1080 },
          },
        },
        headers: { default: header(document) },
        footers: { default: footer() },
        children: [...cover(document), ...(document.form === 'letter' ? [] : contents()), ...body(document)],
      },
    ],
  });
  return pinInstant(await Packer.toBuffer(word), document.createdAt);
}

function header({ title, subtitle, pageMarks }: Document): Header {
  const running = subtitle ? `${subtitle}　${title}` : title;
  return new Header({
    children: [
      new Paragraph({
        tabStops: [{ type: TabStopType.RIGHT, position: textWidth }],
        border: { bottom: { style: BorderStyle.SINGLE, size: 4, color: hex(ink.hair), space: 4 } },
        children: [
          ...runs(running, { size: 16, color: hex(ink.soft) }),
          new TextRun({ children: [new Tab()] }),
          ...runs(pageMarks.join('　·　'), { size: 16, bold: true, font: heiFace, color: hex(ink.notice) }),
        ],
      }),
    ],
  });
}

function footer(): Footer {
  return new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [
          new TextRun({
            size: 17,
            color: hex(ink.soft),
            children: ['第 ', PageNumber.CURRENT, ' 页　共 ', PageNumber.TOTAL_PAGES, ' 页'],
          }),
        ],
      }),
    ],
  });
}

function cover(document: Document): Part[] {
  const { title, subtitle, pageMarks, cover: facts, form } = document;
  if (form === 'letter')
    return [
      new Paragraph({
        heading: HeadingLevel.TITLE,
        spacing: { before: 200, after: 160 },
        children: runs([...printable(title)].join('　'), { size: 40 }),
      }),
      ...(subtitle
        ? [new Paragraph({ style: 'Subtitle', spacing: { after: 200 }, children: runs(subtitle) })]
        : []),
      factsTable(facts),
      new Paragraph({ style: 'Gap' }),
    ];
  return [
    new Paragraph({ heading: HeadingLevel.TITLE, children: runs([...printable(title)].join('　')) }),
    ...(subtitle ? [new Paragraph({ style: 'Subtitle', children: runs(subtitle) })] : []),
    factsTable(facts),
    ...pageMarks.map((mark) => new Paragraph({ style: 'CoverMark', children: runs(mark) })),
    new Paragraph({ children: [new PageBreak()] }),
  ];
}

function contents(): Part[] {
  return [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { after: 240 },
      children: runs('目　录', { font: heiFace, size: 32, bold: true }),
    }),
    new TableOfContents('目录', { hyperlink: true, headingStyleRange: '1-2' }),
    new Paragraph({ children: [new PageBreak()] }),
  ];
}

const headingLevels = {
  1: HeadingLevel.HEADING_1,
  2: HeadingLevel.HEADING_2,
  3: HeadingLevel.HEADING_3,
} as const;

function body({ sections }: Document): Part[] {
  return sections.flatMap((section) => [
    new Paragraph({ heading: headingLevels[section.level], children: runs(section.heading) }),
    ...section.blocks.flatMap(parts),
  ]);
}

function parts(block: Block): Part[] {
  switch (block.kind) {
    case 'paragraph': {
      const style = block.tone === 'notice' ? 'Notice' : block.tone === 'small' ? 'Small' : undefined;
      return [
        new Paragraph({ ...(style ? { style } : { spacing: { after: 120 } }), children: runs(block.text) }),
      ];
    }
    case 'facts':
      return [factsTable(block.rows), new Paragraph({ style: 'Gap' })];
    case 'list':
      return block.items.map(
        (item, index) =>
          new Paragraph({
            indent: { left: 420, hanging: 300 },
            children: runs(`${block.ordered ? `${index + 1}.` : '·'} ${item}`),
          }),
      );
    case 'table':
      return tableBlock(block);
    case 'chart': {
      const { bytes, share, width, height } = chartPng(block.chart);
      return figure({ bytes, width, height }, share, block.caption, chartWords(block.chart));
    }
    case 'picture': {
      const { png, width, height } = block.picture;
      return figure({ bytes: Buffer.from(png, 'base64'), width, height }, 1, block.caption, block.caption);
    }
    case 'signatures':
      return [signatureTable(block.roles), new Paragraph({ style: 'Gap' })];
  }
}

/** A picture over a share of the text's width, with its caption below it and its words for who cannot see it. */
function figure(
  { bytes, width, height }: { bytes: Uint8Array; width: number; height: number },
  share: number,
  caption: string,
  words: string,
): Part[] {
  const shown = Math.round(620 * share);
  const picture = new ImageRun({
    type: 'png',
    data: bytes,
    transformation: { width: shown, height: Math.round((shown * height) / width) },
    altText: { name: printable(caption), title: printable(caption), description: words },
  });
  return [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      keepNext: true,
      // Single lines that grow: a fixed line would cut the picture off.
      spacing: { line: 240, lineRule: LineRuleType.AUTO },
      children: [picture],
    }),
    new Paragraph({ style: 'FigureCaption', children: runs(caption) }),
  ];
}
