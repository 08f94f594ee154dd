import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { Fault } from '../../spec/index.ts';
import { openZip } from '../zip.ts';

/** A node as the parser gives it with `preserveOrder`: one key for the element, `:@` for its attributes. */
type Node = Record<string, unknown>;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: true,
  htmlEntities: false,
});

const nameOf = (node: Node): string => Object.keys(node).find((key) => key !== ':@') ?? '';
const childrenOf = (node: Node): Node[] => {
  const inside = node[nameOf(node)];
  return Array.isArray(inside) ? (inside as Node[]) : [];
};
const attribute = (node: Node, name: string): string | undefined => {
  const value = (node[':@'] as Record<string, unknown> | undefined)?.[name];
  return value === undefined ? undefined : String(value);
};
const child = (node: Node, name: string): Node | undefined =>
  childrenOf(node).find((one) => nameOf(one) === name);

/** Deleted text and what Word shows twice (the fallback of a drawing) are no wording; insertions stay. */
const dropped = new Set([
  'del',
  'moveFrom',
  'delText',
  'instrText',
  'Fallback',
  'pPr',
  'rPr',
  'footnoteReference',
]);

function wordingOf(node: Node): string {
  const name = nameOf(node);
  if (dropped.has(name)) return '';
  if (name === '#text') return '';
  if (name === 't')
    return childrenOf(node)
      .map((one) => String(one['#text'] ?? ''))
      .join('');
  if (name === 'tab') return '\t';
  if (name === 'br' || name === 'cr') return '\n';
  if (name === 'noBreakHyphen') return '-';
  // A box of text inside a paragraph is a line of its own.
  if (name === 'txbxContent') return `\n${linesOf(childrenOf(node)).join('\n')}\n`;
  return childrenOf(node).map(wordingOf).join('');
}

/** A paragraph whose mark was deleted in a tracked change runs on into the next one. */
const runsOn = (paragraph: Node): boolean => {
  const properties = child(paragraph, 'pPr');
  const mark = properties && child(properties, 'rPr');
  return mark !== undefined && (child(mark, 'del') !== undefined || child(mark, 'moveFrom') !== undefined);
};

function rowOf(row: Node): string | undefined {
  const properties = child(row, 'trPr');
  if (properties && child(properties, 'del')) return undefined;
  const cells: string[] = [];
  const walk = (nodes: Node[]) => {
    for (const cell of nodes) {
      if (['sdt', 'sdtContent', 'ins', 'customXml'].includes(nameOf(cell))) walk(childrenOf(cell));
      if (nameOf(cell) !== 'tc') continue;
      const cellProperties = child(cell, 'tcPr');
      const span = cellProperties && child(cellProperties, 'gridSpan');
      const text = linesOf(childrenOf(cell)).join(' ').replace(/\s+/g, ' ').trim();
      cells.push(
        text,
        ...Array.from({ length: Math.min(Number(span && attribute(span, 'val')) || 1, 64) - 1 }, () => ''),
      );
    }
  };
  walk(childrenOf(row));
  // One cell alone would not be told from a paragraph.
  return cells.length === 1 ? `${cells[0]}\t` : cells.join('\t');
}

function linesOf(blocks: Node[]): string[] {
  const lines: string[] = [];
  let carried = '';
  for (const block of blocks) {
    const name = nameOf(block);
    if (name === 'p') {
      const text = carried + wordingOf(block);
      carried = '';
      if (runsOn(block)) carried = text;
      // A tab inside a paragraph is spacing, not a table.
      else lines.push(...text.replaceAll('\t', ' ').split('\n'));
    } else if (name === 'tbl') {
      const rows = (nodes: Node[]): void => {
        for (const node of nodes) {
          if (nameOf(node) === 'tr') {
            const row = rowOf(node);
            if (row !== undefined) lines.push(row);
          } else if (['sdt', 'sdtContent', 'ins', 'customXml'].includes(nameOf(node))) rows(childrenOf(node));
        }
      };
      rows(childrenOf(block));
      lines.push('');
    } else if (['sdt', 'sdtContent', 'customXml', 'ins', 'moveTo', 'smartTag'].includes(name))
      lines.push(...linesOf(childrenOf(block)));
  }
  if (carried !== '') lines.push(carried);
  return lines;
}

/** List numbers that Word writes itself are not in the text; without them clauses cannot be placed. */
function countAutomaticNumbers(nodes: Node[]): number {
  let count = 0;
  for (const node of nodes) {
    const properties = nameOf(node) === 'p' ? child(node, 'pPr') : undefined;
    const list = properties && child(properties, 'numPr');
    const id = list && child(list, 'numId');
    if (id && attribute(id, 'val') !== '0') count++;
    else count += countAutomaticNumbers(childrenOf(node));
  }
  return count;
}

/**
 * Paragraphs and table rows of a DOCX document as lines, cells by tab. Tracked insertions count, deletions do not.
 * Throws INTAKE_UNREADABLE for .doc, macros, encryption, archives out of bounds and damaged content.
 */
export function readDocx(file: string, bytes: Uint8Array): { text: string; notes: string[] } {
  const unreadable = (message: string, remedy: string): never => {
    throw new Fault('INTAKE_UNREADABLE', [{ file, message, remedy }]);
  };
  const opened = openZip(bytes);
  if (opened.refusal)
    return unreadable(
      opened.refusal.message.replace('不是 XLSX 文件', '不是 DOCX 文件'),
      '用文字处理软件重新打开并另存为 .docx 后提交',
    );
  const { entries } = opened;
  if (entries.some(({ name }) => /vbaProject|activeX/i.test(name)))
    unreadable('文档含有宏或控件', '另存为不含宏的 .docx 后提交');
  const entry = entries.find(({ name }) => name === 'word/document.xml');
  if (!entry) return unreadable('压缩包内没有正文，不是 DOCX 文件', '提交 .docx 格式的文档');
  const content = entry.read();
  let xml: string | undefined;
  try {
    xml = content && new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    xml = undefined;
  }
  if (xml === undefined || /<!DOCTYPE/i.test(xml) || XMLValidator.validate(xml) !== true)
    return unreadable('word/document.xml 损坏', '用文字处理软件重新打开并另存为 .docx 后提交');
  const document = (parser.parse(xml) as Node[]).find((node) => nameOf(node) === 'document');
  const body = document && child(document, 'body');
  if (!body) return unreadable('文档没有正文', '用文字处理软件重新打开并另存为 .docx 后提交');
  const automatic = countAutomaticNumbers(childrenOf(body));
  return {
    text: linesOf(childrenOf(body)).join('\n'),
    notes:
      automatic === 0
        ? []
        : [
            `有 ${automatic} 段使用自动编号，编号不在正文中，位置可能认不出；请先在文字处理软件中转换为固定编号`,
          ],
  };
}
