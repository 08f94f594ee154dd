import { XMLParser } from 'fast-xml-parser';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../../reports/formats/html.tsx';
import { renderXlsx } from '../../../reports/formats/xlsx.ts';
import { formatNames, render, roundReports } from '../../../reports/index.ts';
import type { Document } from '../../../spec/index.ts';
import { digestOf, hostile, input } from './fixture.ts';

const reports = roundReports(input);
const summary = reports.find(({ id }) => id === 'score-summary')!.document;

/** Texts of a workbook by sheet, in the order of their cells, and all its parts. */
async function workbook(document: Document) {
  const bytes = await renderXlsx(document);
  const files = Object.fromEntries(
    Object.entries(unzipSync(bytes)).map(([name, data]) => [name, strFromU8(data)]),
  );
  const parser = new XMLParser({
    ignoreAttributes: false,
    processEntities: true,
    trimValues: false,
    parseTagValue: false,
  });
  const shared = parser.parse(files['xl/sharedStrings.xml']!, true).sst.si as {
    t: string | { '#text': string };
  }[];
  const texts = [shared].flat().map(({ t }) => (typeof t === 'string' ? t : t['#text']));
  const sheets = [...files['xl/workbook.xml']!.matchAll(/<sheet [^>]*?name="([^"]*)"/g)].map(
    (match) => match[1]!,
  );
  const cells = sheets.map((_, index) => {
    const xml = files[`xl/worksheets/sheet${index + 1}.xml`]!;
    return [...xml.matchAll(/<c r="([A-Z]+\d+)"[^>]*? t="(\w+)"[^>]*><v>(\d+)<\/v>/g)].map((match) => ({
      at: match[1]!,
      type: match[2]!,
      text: texts[Number(match[3])]!,
    }));
  });
  return { bytes, files, sheets, cells };
}

const tricky = [
  '=1+1',
  '+86',
  '-5',
  '@SUM(A1)',
  '\t=2',
  '007',
  '1.50',
  '1E5',
  'a]]>&<b>',
  '甲\u0000乙\ud800',
];
const single: Document = {
  title: '试印',
  pageMarks: ['模拟数据', '=标识'],
  createdAt: '2026-06-05T10:00:00+08:00',
  cover: [{ label: '摘要', value: digestOf('9') }],
  sections: [
    {
      id: 'one',
      heading: '1 很长的章名：含有/不许的*字符[以及]超过三十一个字符的部分应当截短而且不得重复出现',
      level: 1,
      blocks: [
        {
          kind: 'table',
          columns: [
            { title: '文', width: 1 },
            { title: '摘要', width: 1 },
          ],
          rows: tricky.map((text) => [{ text }, { digest: digestOf('8') }]),
        },
        { kind: 'list', items: ['=甲', '乙'], ordered: true },
        { kind: 'signatures', roles: ['=编制'] },
      ],
    },
    {
      id: 'two',
      heading: '1 很长的章名：含有/不许的*字符[以及]超过三十一个字符的部分应当截短而且不得重复出现',
      level: 1,
      blocks: [],
    },
    { id: 'three', heading: '下级', level: 2, blocks: [{ kind: 'paragraph', text: '=段落' }] },
  ],
};

describe('workbook', () => {
  it('has a sheet for the cover and for each chapter, each with the marks in its head', async () => {
    const { sheets, cells } = await workbook(single);
    expect(sheets).toHaveLength(3);
    expect(new Set(sheets.map((name) => name.toLowerCase())).size).toBe(3);
    for (const name of sheets) {
      expect(name.length).toBeLessThanOrEqual(31);
      expect(name).not.toMatch(/[\\/?*[\]:]/);
    }
    for (const sheet of cells)
      expect(sheet.slice(0, 2).map(({ text }) => text)).toEqual(['试印', '模拟数据　·　=标识']);
    expect(cells[2]!.map(({ text }) => text)).toContain('=段落');
  });

  it('keeps what begins like a formula as text, digits as written and digests whole', async () => {
    const { files, cells } = await workbook(single);
    const texts = cells.flat().map(({ text }) => text);
    for (const text of [
      '=1+1',
      '+86',
      '-5',
      '@SUM(A1)',
      ' =2',
      '007',
      '1.50',
      '1E5',
      'a]]>&<b>',
      '甲乙〓',
      '=编制',
    ])
      expect(texts).toContain(text);
    expect(texts).toContain(digestOf('8'));
    expect(texts).toContain(digestOf('9'));
    expect(cells.flat().every(({ type }) => type === 's')).toBe(true);
    for (const [name, xml] of Object.entries(files)) {
      expect([name, /<f[ >]/.test(xml)]).toEqual([name, false]);
      expect(() => new XMLParser().parse(xml, true)).not.toThrow();
    }
  });

  it('gives equal bytes for equal documents', async () => {
    expect(Buffer.compare(await renderXlsx(summary), await renderXlsx(structuredClone(summary)))).toBe(0);
  });

  it('tells the bars of points in words', async () => {
    const { cells } = await workbook(summary);
    expect(
      cells
        .flat()
        .map(({ text }) => text)
        .join('\n'),
    ).toContain('报价部分 9.57，商务部分 27，技术部分 55.71，合计 92.28');
  });
});

describe('every paper in every format', () => {
  it('renders, with the hostile name escaped in the page', async () => {
    for (const { document } of reports) {
      const html = renderHtml(document);
      expect(html).not.toContain('<script');
      expect(html).toContain('演练，非评审结果');
    }
    expect(renderHtml(summary)).toContain(
      hostile.replaceAll('<', '&lt;').replaceAll('"', '&quot;').slice(0, 20),
    );
    const heads = { html: '<!doctype', pdf: '%PDF-', docx: 'PK', json: '{', xlsx: 'PK' };
    for (const { document } of reports.filter(({ id }) => /^(opening|clari|low|letter-y)/.test(id)))
      for (const format of formatNames)
        expect(
          Buffer.from(await render(format, document))
            .toString('latin1')
            .startsWith(heads[format]),
        ).toBe(true);
  });

  it('gives equal bytes for equal rounds', async () => {
    const again = roundReports(structuredClone({ ...input }));
    for (const id of ['letter-yi', 'candidates'])
      for (const format of formatNames) {
        const [a, b] = [reports, again].map((all) => all.find((one) => one.id === id)!.document);
        expect(Buffer.compare(await render(format, a!), await render(format, b!))).toBe(0);
      }
  });
});
