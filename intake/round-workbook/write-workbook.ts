import writeExcelFile, { type CellObject, type Row, type Sheet } from 'write-excel-file/node';
import type { Tender } from '../../spec/index.ts';
import { dropDownFeature, type FileContent, listsOf } from './drop-downs.ts';
import { firstRow, type PrintedSheet, printSheet } from './print-sheet.ts';
import { notesSheet, optionsSheet, type WorkbookPart, workbookParts } from './table.ts';
import { workbooks } from './tables.ts';

export interface WrittenFile {
  name: string;
  bytes: Uint8Array;
}

const font = { fontFamily: 'Microsoft YaHei', fontSize: 10 };
const line = { borderColor: '#bfbfbf', borderStyle: 'thin' } as const;
const headStyle = { ...line, fontWeight: 'bold', backgroundColor: '#1f4e79', textColor: '#ffffff' } as const;
const inputHeadStyle = { ...line, fontWeight: 'bold', backgroundColor: '#fff2cc' } as const;
const noteStyle = { textColor: '#7f6000', fontSize: 9, wrap: true, alignVertical: 'bottom' } as const;
const givenStyle = { ...line, backgroundColor: '#f2f2f2', wrap: true, alignVertical: 'center' } as const;
const inputStyle = { ...line, wrap: true, alignVertical: 'center' } as const;
const lineHeight = 15;

/** A cell is always text: neither an id, a quote nor what begins like a formula may become anything else. */
const text = (value: string, style: Partial<CellObject>): CellObject => ({
  ...(value === '' ? {} : { value }),
  type: String,
  format: '@',
  ...style,
});

/** A Chinese character is as wide as two figures. */
const widthOf = (value: string) =>
  [...value].reduce((sum, character) => sum + (character > '\u00ff' ? 2 : 1), 0);
/** Lines that a text takes in a column. */
const linesIn = (value: string, width: number) =>
  value
    .split('\n')
    .reduce((sum, part) => sum + Math.max(1, Math.ceil(widthOf(part) / Math.max(6, width - 3))), 0);

function sheetOf({ name, note, heads, rows }: PrintedSheet): Sheet<FileContent> {
  const span = Math.min(heads.length, 8);
  const noteLines = Math.max(...heads.map((head) => linesIn(head.note, head.width)));
  const top: Row = [
    text(`${name}：${note}`, {
      fontWeight: 'bold',
      columnSpan: span,
      wrap: true,
      height: lineHeight * 2,
      alignVertical: 'center',
    }),
  ];
  const notes = heads.map((head) => text(head.note, { ...noteStyle, height: lineHeight * noteLines }));
  const titles = heads.map((head) =>
    text(head.title, {
      ...(head.input ? inputHeadStyle : headStyle),
      align: 'center',
      alignVertical: 'center',
      wrap: true,
      height: lineHeight * Math.max(...heads.map((one) => linesIn(one.title, one.width))) + 4,
    }),
  );
  const body = rows.map((row) => {
    const lines = Math.max(...row.map((cell, index) => linesIn(cell.text, heads[index]!.width)));
    return row.map((cell) =>
      text(cell.text, { ...(cell.input ? inputStyle : givenStyle), height: lineHeight * lines + 4 }),
    );
  });
  return {
    sheet: name,
    data: [top, notes, titles, ...body],
    columns: heads.map(({ width }) => ({ width })),
    stickyRowsCount: firstRow - 1,
    orientation: 'landscape',
  };
}

const rules = [
  '白色单元格由填写人填写；灰色单元格为模板所列，仅供查看；表头带 * 的必填。',
  '所有单元格为文本格式。编号、证件号码、报价、日期须保持文本，新增的行请复制上方空行。',
  '报价照投标文件原样填写，不得改写、补零或四舍五入。',
  '有下拉列表的单元格从列表中选择；列表显示“编号 名称”的，只填编号亦可。',
  '一格填写多项时用顿号分隔；某一项本身含顿号的，每项一行（Alt+Enter）。',
  '时间写作 2026-01-31 08:30:00，按北京时间；日期写作 2026-01-31。',
  '没有查看过的事项留空，不要填“否”；可填多项的单元格，经查看确实没有的填“无”。',
  '不要使用公式、合并单元格、宏；不要改动工作表名称与表头；不用的工作表可以删去。以 .xlsx 格式保存。',
];

function notesOf(title: string, tender: Tender, sheets: readonly PrintedSheet[]): Sheet<FileContent> {
  const plain = (left: string, right: string): Row => [
    text(left, { ...inputStyle }),
    text(right, { ...inputStyle, height: lineHeight * linesIn(right, 100) + 4 }),
  ];
  const head = (left: string, right: string): Row => [text(left, headStyle), text(right, headStyle)];
  return {
    sheet: notesSheet,
    data: [
      [text(title, { fontWeight: 'bold', fontSize: 14, columnSpan: 2, height: 26 })],
      plain('招标项目', `${tender.title}（${tender.number}）`),
      plain('招标规格', tender.id),
      head('序号', '填写规则'),
      ...rules.map((rule, index) => plain(String(index + 1), rule)),
      head('工作表', '用途'),
      ...sheets.map(({ name, note }) => plain(name, note)),
    ],
    columns: [{ width: 22 }, { width: 100 }],
    orientation: 'landscape',
  };
}

/**
 * One workbook of a round on this tender: an empty template, or with what `value` has, which then must have the shape of
 * the part's schema. Reading it gives the value back.
 */
export async function writeRoundWorkbook(
  part: WorkbookPart,
  tender: Tender,
  value?: unknown,
): Promise<WrittenFile> {
  const { name, tables } = workbooks[part];
  const sheets = tables.map((table) => printSheet(table, tender, value));
  const dropDowns = [[], ...sheets.map((sheet) => sheet.dropDowns)];
  const lists = listsOf(dropDowns);
  const longest = Math.max(...lists.map((list) => list.length));
  const options: Row[] = Array.from({ length: longest }, (_, row) =>
    lists.map((list) => text(list[row] ?? '', {})),
  );
  const book: Sheet<FileContent>[] = [
    notesOf(name.replace(/\.xlsx$/, ''), tender, sheets),
    ...sheets.map(sheetOf),
    { sheet: optionsSheet, data: options },
  ];
  const buffer = await writeExcelFile(book, {
    ...font,
    features: [dropDownFeature(dropDowns, lists)],
  }).toBuffer();
  return { name, bytes: new Uint8Array(buffer) };
}

/** Empty workbooks for all that people enter of a round, with the tender's own forms, criteria, clauses and items. */
export async function writeRoundTemplates(tender: Tender): Promise<WrittenFile[]> {
  return Promise.all(workbookParts.map((part) => writeRoundWorkbook(part, tender)));
}
