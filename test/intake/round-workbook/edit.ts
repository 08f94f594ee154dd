import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { listTenders, loadCatalogue, loadTender } from '../../../spec/load/index.ts';

export const tender = loadTender(listTenders()[0]!, { catalogue: loadCatalogue() });

/** The parts of a workbook as text, and where each sheet stands. */
export function partsOf(bytes: Uint8Array): {
  parts: Record<string, string>;
  pathOf: (sheet: string) => string;
} {
  const parts = Object.fromEntries(
    Object.entries(unzipSync(bytes)).map(([name, content]) => [name, strFromU8(content)]),
  );
  const names = [...parts['xl/workbook.xml']!.matchAll(/<sheet [^>]*sheetId="(\d+)"[^>]*name="([^"]+)"/g)];
  const pathOf = (sheet: string) => {
    const found = names.find((match) => match[2] === sheet);
    if (!found) throw new Error(`no sheet ${sheet}`);
    return `xl/worksheets/sheet${found[1]}.xml`;
  };
  return { parts, pathOf };
}

/** What is put into a cell: text, a number, or XML in which `@` is the address. */
type Content = string | number | { xml: string };

function cellXml(address: string, content: Content): string {
  if (typeof content === 'object') return content.xml.replace('@', address);
  if (typeof content === 'number') return `<c r="${address}"><v>${content}</v></c>`;
  const text = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<c r="${address}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}

const order = (address: string) => [address.replace(/\d/g, '').length, address.replace(/\d/g, '')].join('');

/** Puts cells into a workbook as a spreadsheet would: `{ '报价': { C4: '85.50%' } }`. */
export function edit(
  bytes: Uint8Array,
  changes: Record<string, Record<string, Content>>,
  more: (parts: Record<string, string>, pathOf: (sheet: string) => string) => void = () => undefined,
): Uint8Array {
  const { parts, pathOf } = partsOf(bytes);
  for (const [sheet, cells] of Object.entries(changes)) {
    const path = pathOf(sheet);
    for (const [address, content] of Object.entries(cells)) {
      const row = /\d+$/.exec(address)![0];
      const cell = cellXml(address, content);
      const rowPattern = new RegExp(`(<row r="${row}"[^>]*?)(/>|>(.*?)</row>)`, 's');
      const found = rowPattern.exec(parts[path]!);
      const present = [...(found?.[3] ?? '').matchAll(/<c r="([A-Z]+\d+)".*?(?:\/>|<\/c>)/gs)]
        .filter((match) => match[1] !== address)
        .map((match) => ({ address: match[1]!, xml: match[0] }));
      const cellsXml = [...present, { address, xml: cell }]
        .sort((a, b) => (order(a.address) < order(b.address) ? -1 : 1))
        .map(({ xml }) => xml)
        .join('');
      parts[path] = found
        ? parts[path]!.replace(rowPattern, () => `${found[1]}>${cellsXml}</row>`)
        : parts[path]!.replace('</sheetData>', () => `<row r="${row}">${cellsXml}</row></sheetData>`);
    }
  }
  more(parts, pathOf);
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])), {
    level: 1,
  });
}
