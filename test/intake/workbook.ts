import { strToU8, zipSync } from 'fflate';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/package/2006/relationships';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export const head = [
  '序列号',
  '型号',
  '用途',
  '路数',
  '核数',
  '线程数',
  '内存(GiB)',
  '数据盘容量(TB)',
  '副本系数',
  '带外地址',
];
/** A row that has nothing wrong with it. */
export const machine = (serial: string): (string | number)[] => [
  serial,
  'R6250',
  '计算存储',
  2,
  64,
  128,
  512,
  96,
  3,
  `https://bmc.example/redfish/v1/Systems/${serial}`,
];

export interface SheetParts {
  name?: string;
  /** Text becomes inline strings, numbers numbers, null nothing; an object is put in as it is. */
  rows: (string | number | null | { xml: string })[][];
  merges?: string[];
  state?: string;
}

const inXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

function sheetXml({ rows, merges = [] }: SheetParts): string {
  const body = rows.map((row, index) => {
    const cells = row.map((cell, column) => {
      const address = `${String.fromCharCode(65 + column)}${index + 1}`;
      if (cell === null) return '';
      if (typeof cell === 'object') return cell.xml.replace('@', address);
      if (typeof cell === 'number') return `<c r="${address}"><v>${cell}</v></c>`;
      return `<c r="${address}" t="inlineStr"><is><t xml:space="preserve">${inXml(cell)}</t></is></c>`;
    });
    return `<row r="${index + 1}">${cells.join('')}</row>`;
  });
  const merged = merges.map((range) => `<mergeCell ref="${range}"/>`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="${main}"><sheetData>${body.join('')}</sheetData>${
    merged && `<mergeCells>${merged}</mergeCells>`
  }</worksheet>`;
}

/** The parts of a workbook by path; `more` adds or replaces some. */
export function partsOf(sheets: SheetParts[], more: Record<string, string> = {}): Record<string, string> {
  const names = sheets.map(({ name, state }, index) => {
    const shown = state ? ` state="${state}"` : '';
    return `<sheet name="${name ?? `Sheet${index + 1}`}" sheetId="${index + 1}"${shown} r:id="rId${index + 1}"/>`;
  });
  const links = sheets.map(
    (_, index) =>
      `<Relationship Id="rId${index + 1}" Type="${office}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  );
  return {
    '[Content_Types].xml': '<?xml version="1.0"?><Types/>',
    '_rels/.rels': `<Relationships xmlns="${relations}"><Relationship Id="r" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${names.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${relations}">${links.join('')}<Relationship Id="rIdS" Type="${office}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>`,
    'xl/sharedStrings.xml': `<sst xmlns="${main}"><si><t>序列号</t></si></sst>`,
    ...Object.fromEntries(
      sheets.map((sheet, index) => [`xl/worksheets/sheet${index + 1}.xml`, sheetXml(sheet)]),
    ),
    ...more,
  };
}

export function zipOf(parts: Record<string, string>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])));
}

export const workbookOf = (...sheets: SheetParts[]) => zipOf(partsOf(sheets));
