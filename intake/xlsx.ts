import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { Fault } from '../spec/index.ts';
import { openZip } from './zip.ts';

type CellValue = string | number | boolean;

/** One cell that holds something; white space is nothing. */
export interface Cell {
  /** E.g. `C7`. */
  address: string;
  /** 1-based. */
  row: number;
  /** 1-based: A is 1. */
  column: number;
  /** The stored value; of a formula, what was last computed. Absent when the cell holds only a formula or an error. */
  value?: CellValue;
  formula?: string;
  /** E.g. `#DIV/0!`. */
  error?: string;
}

export interface Sheet {
  name: string;
  hidden: boolean;
  /** Cells in the order of the sheet. */
  cells: Cell[];
  /** Merged ranges, e.g. `A1:C1`. */
  merges: string[];
}

type Xml = Record<string, unknown>;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  removeNSPrefix: true,
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  isArray: (name) => ['sheet', 'Relationship', 'row', 'c', 'si', 'r', 't', 'mergeCell'].includes(name),
});

const compoundFile = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/**
 * Reads the sheets of an XLSX workbook; formulas and merged cells are told, not resolved.
 * Throws INTAKE_UNREADABLE for .xls, macros, encryption, archives out of bounds and damaged content.
 */
export function readWorkbook(file: string, bytes: Uint8Array): Sheet[] {
  const unreadable = (message: string, remedy: string): never => {
    throw new Fault('INTAKE_UNREADABLE', [{ file, message, remedy }]);
  };
  if (compoundFile.every((byte, index) => bytes[index] === byte)) {
    // An encrypted workbook is wrapped in the old container and names its stream in UTF-16.
    const encrypted = Buffer.from(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le'));
    if (encrypted) unreadable('工作簿设有打开密码，无法读取', '取消打开密码后重新保存为 .xlsx');
    unreadable('这是旧版 .xls 格式', '用电子表格软件另存为 .xlsx 后提交');
  }
  const { entries, refusal } = openZip(bytes);
  if (refusal) return unreadable(refusal.message, refusal.remedy);
  if (entries.some(({ name }) => /vbaProject|macrosheets|activeX/i.test(name))) {
    unreadable('工作簿含有宏或控件', '另存为不含宏的 .xlsx 后提交');
  }
  const read = (name: string): Xml => {
    const entry = entries.find((one) => one.name === name);
    const content = entry?.read();
    const xml = content === undefined ? undefined : parseXml(content);
    return (
      xml ??
      unreadable(`${name} ${entry ? '损坏' : '缺失'}，不是完整的 XLSX 文件`, '用电子表格软件重新保存后提交')
    );
  };
  const root = list(child(read('_rels/.rels'), 'Relationships').Relationship);
  const main = root.find((relation) => attribute(relation, 'Type').endsWith('/officeDocument'));
  const path = attribute(main ?? {}, 'Target').replace(/^\//, '');
  const workbook = read(path).workbook;
  if (!isXml(workbook)) return unreadable('压缩包内没有工作簿，不是电子表格', '提交 .xlsx 格式的电子表格');
  const [folder, name] = [path.slice(0, path.lastIndexOf('/') + 1), path.slice(path.lastIndexOf('/') + 1)];
  const relations = list(child(read(`${folder}_rels/${name}.rels`), 'Relationships').Relationship);
  const pathOf = (relation: Xml) => {
    const target = attribute(relation, 'Target');
    return target.startsWith('/') ? target.slice(1) : folder + target;
  };
  const shared = relations.find((relation) => attribute(relation, 'Type').endsWith('/sharedStrings'));
  const strings = shared ? list(child(read(pathOf(shared)), 'sst').si).map(textOf) : [];
  return list(child(workbook, 'sheets').sheet).flatMap((sheet) => {
    const relation = relations.find((one) => attribute(one, 'Id') === attribute(sheet, 'id'));
    // Chart sheets hold no cells.
    if (!relation || !attribute(relation, 'Type').endsWith('/worksheet')) return [];
    const worksheet = child(read(pathOf(relation)), 'worksheet');
    return [
      {
        name: attribute(sheet, 'name'),
        hidden: ['hidden', 'veryHidden'].includes(attribute(sheet, 'state')),
        cells: cellsOf(worksheet, strings),
        merges: list(child(worksheet, 'mergeCells').mergeCell).map((merge) => attribute(merge, 'ref')),
      },
    ];
  });
}

/** `AB` is 28; NaN for what is no column. */
export function columnNumber(letters: string): number {
  if (!/^[A-Z]{1,3}$/.test(letters)) return Number.NaN;
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

export function columnLetters(column: number): string {
  const rest = Math.floor((column - 1) / 26);
  return (rest > 0 ? columnLetters(rest) : '') + String.fromCharCode(65 + ((column - 1) % 26));
}

function cellsOf(worksheet: Xml, strings: readonly string[]): Cell[] {
  const cells: Cell[] = [];
  let row = 0;
  for (const rowXml of list(child(worksheet, 'sheetData').row)) {
    // Both addresses may be left out; then each follows the one before.
    row = Number(attribute(rowXml, 'r') || row + 1);
    let column = 0;
    for (const cellXml of list(rowXml.c)) {
      const letters = /^[A-Z]+/.exec(attribute(cellXml, 'r'))?.[0];
      column = letters === undefined ? column + 1 : columnNumber(letters);
      const cell = cellOf(cellXml, strings, { address: `${columnLetters(column)}${row}`, row, column });
      if (cell) cells.push(cell);
    }
  }
  return cells;
}

function cellOf(xml: Xml, strings: readonly string[], place: Cell): Cell | undefined {
  const type = attribute(xml, 't') || 'n';
  const stored = xml.v === undefined ? '' : textOf({ t: [xml.v] });
  const formula = xml.f === undefined ? {} : { formula: textOf({ t: [xml.f] }) || '（共享公式）' };
  if (type === 'e') return { ...place, ...formula, error: stored };
  const value = type === 'inlineStr' ? textOf(child(xml, 'is')) : storedValue(type, stored, strings);
  if (Number.isNaN(value) || (type === 's' && value === undefined)) {
    return { ...place, ...formula, error: `内容损坏：${stored}` };
  }
  const blank = value === undefined || (typeof value === 'string' && value.trim() === '');
  if (blank) return 'formula' in formula ? { ...place, ...formula } : undefined;
  return { ...place, ...formula, value };
}

function storedValue(type: string, stored: string, strings: readonly string[]): CellValue | undefined {
  if (type === 's') return strings[Number(stored)];
  if (type === 'b') return stored === '1';
  if (type === 'str' || type === 'd') return stored;
  return stored.trim() === '' ? undefined : Number(stored);
}

/** The text of `<t>` or of rich `<r><t>` runs; phonetic readings beside them are left out. */
function textOf(xml: Xml): string {
  const runs = Array.isArray(xml.t)
    ? xml.t
    : list(xml.r).flatMap((run) => (Array.isArray(run.t) ? run.t : []));
  return runs.map((run: unknown) => decode(isXml(run) ? run['#text'] : run)).join('');
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** XML's five entities and character references, then the `_x000D_` escapes of spreadsheets. */
function decode(text: unknown): string {
  if (typeof text !== 'string') return '';
  const character = (code: number, whole: string) =>
    code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  return text
    .replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return named[name] ?? whole;
      return character(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16), whole);
    })
    .replace(/_x([0-9A-F]{4})_/gi, (whole, hex: string) => character(Number.parseInt(hex, 16), whole));
}

/** Undefined for what is not well-formed UTF-8 XML, and for any document type: its entities could multiply. */
function parseXml(content: Uint8Array): Xml | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content);
    if (/<!DOCTYPE/i.test(text) || XMLValidator.validate(text) !== true) return undefined;
    const parsed: unknown = parser.parse(text);
    return isXml(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

const isXml = (value: unknown): value is Xml =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** An element without attributes and content parses as text; it keeps its place. */
const list = (value: unknown): Xml[] =>
  Array.isArray(value) ? value.map((one) => (isXml(one) ? one : {})) : [];
const child = (xml: Xml, name: string): Xml => (isXml(xml[name]) ? (xml[name] as Xml) : {});
const attribute = (xml: Xml, name: string): string => decode(xml[`@${name}`]);
