import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { kpiRows, priceRows, readTenderDocument } from '../../../intake/index.ts';
import { normaliseClause } from '../../../spec/index.ts';
import { expected, lakeside, lakesideFile } from './lakeside.ts';
import { asDocx, asPdf } from './printing.ts';

const folder = mkdtempSync(join(tmpdir(), 'biaochi-text-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const keep = (name: string, bytes: Uint8Array | string) => {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
};
/** What a document says, whatever it was printed on. */
async function contentOf(file: string) {
  const text = await readTenderDocument(file);
  return {
    clauses: text.clauses
      .filter(({ place }) => place.part === 2)
      .map(({ place, starred, lines: [first, last] }) => ({
        place,
        starred,
        wording: normaliseClause(
          text.lines
            .slice(first - 1, last)
            .map((line) => line.text)
            .join('\n'),
        ),
      })),
    prices: priceRows(text).map(({ section, labels, unit, price }) => ({ section, labels, unit, price })),
    points: kpiRows(text).map(({ title, target, points }) => ({ title, target, points })),
  };
}
const plain = await contentOf(lakesideFile);
const refused = (name: string, bytes: Uint8Array | string) => readTenderDocument(keep(name, bytes));

it('has the plain text to hold the others against', () => {
  expect(plain.clauses).toHaveLength(expected.length + 4);
  expect(plain.prices).toHaveLength(6);
  expect(plain.points).toHaveLength(5);
});

describe('plain text', () => {
  it.each([
    ['UTF-8 with a mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(lakeside)])],
    ['UTF-16LE', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(lakeside, 'utf16le')])],
    ['UTF-16BE', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(lakeside, 'utf16le').swap16()])],
    ['lines ended by CR LF', Buffer.from(lakeside.replaceAll('\n', '\r\n'))],
  ])('%s gives the same clauses', async (name, bytes) => {
    expect(await contentOf(keep(`${name}.txt`, bytes))).toEqual(plain);
  });

  it('GB 18030 is found out without being told', async () => {
    // 二、技术要求 / 1.1 可用。
    const bytes = Buffer.from('b6fea1a2bcbccaf5d2aac7f30a312e3120bfc9d3c3a1a30a', 'hex');
    const { clauses, headings } = await readTenderDocument(keep('gb.txt', bytes));
    expect(headings.map(({ title }) => title)).toEqual(['技术要求']);
    expect(clauses.map(({ text }) => text)).toEqual(['可用。']);
  });

  it('what is no text is refused', async () => {
    await expect(refused('noise.bin', new Uint8Array([1, 2, 3, 0, 255, 254]))).rejects.toMatchObject({
      code: 'INTAKE_UNREADABLE',
    });
    await expect(readTenderDocument(join(folder, 'absent.txt'))).rejects.toThrow('无法读取');
  });
});

describe('DOCX', () => {
  it('gives the same clauses, prices and points', async () => {
    expect(await contentOf(keep('lakeside.docx', await asDocx(lakeside)))).toEqual(plain);
  });

  it('keeps tracked insertions and drops tracked deletions', async () => {
    const revised = lakeside
      .replace('不少于 1200 核', '不少于 [-900-][+1200+] 核')
      .replace('支持健康检查', '支持健康检查[-与探活-]');
    expect(await contentOf(keep('revised.docx', await asDocx(revised)))).toEqual(plain);
  });

  it('macros, encryption, bombs, other archives and damage are refused', async () => {
    const parts = unzipSync(await asDocx('一、甲'));
    await expect(
      refused('macro.docx', zipSync({ ...parts, 'word/vbaProject.bin': strToU8('x') })),
    ).rejects.toThrow('宏');
    await expect(refused('other.zip', zipSync({ 'a.txt': strToU8('x') }))).rejects.toThrow('没有正文');
    await expect(
      refused('bomb.docx', zipSync({ 'word/document.xml': new Uint8Array(40_000_000) }, { level: 9 })),
    ).rejects.toThrow('压缩炸弹');
    await expect(
      refused('damaged.docx', zipSync({ ...parts, 'word/document.xml': strToU8('<w:document><w:body>') })),
    ).rejects.toThrow('损坏');
    await expect(
      refused(
        'entities.docx',
        zipSync({ ...parts, 'word/document.xml': strToU8('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>') }),
      ),
    ).rejects.toThrow('损坏');
    await expect(
      refused('old.doc', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])),
    ).rejects.toThrow('.doc');
  });

  it('says that numbers which Word writes itself were not read', async () => {
    const parts = unzipSync(await asDocx('一、甲'));
    const xml = new TextDecoder()
      .decode(parts['word/document.xml'])
      .replace('<w:p>', '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr></w:pPr>');
    const { notes } = await readTenderDocument(
      keep('auto.docx', zipSync({ ...parts, 'word/document.xml': strToU8(xml) })),
    );
    expect(notes.join()).toContain('1 段使用自动编号');
  });
});

describe('PDF', () => {
  it('gives the same clauses, prices and points, however narrow the page', async () => {
    for (const columns of [60, 34]) {
      expect(await contentOf(keep(`lakeside-${columns}.pdf`, await asPdf(lakeside, { columns })))).toEqual(
        plain,
      );
    }
  });

  it('a page without text is named, and a scan is said to be one', async () => {
    const { notes } = await readTenderDocument(keep('page.pdf', await asPdf(lakeside, { scanned: [2] })));
    expect(notes[0]).toBe('第 2 页没有文字，可能是扫描页，其内容没有读到');
    // What stands on the other pages is read; a table that may have come apart is said to be in doubt.
    expect(notes[1]).toContain('折行');
    expect(notes).toHaveLength(2);
    const { PDFDocument } = await import('pdf-lib');
    const empty = await PDFDocument.create();
    empty.addPage();
    await expect(refused('scan.pdf', await empty.save())).rejects.toThrow('扫描件');
  });

  it('damage is refused', async () => {
    await expect(refused('damaged.pdf', '%PDF-1.7\nnothing')).rejects.toMatchObject({
      code: 'INTAKE_UNREADABLE',
    });
  });
});
