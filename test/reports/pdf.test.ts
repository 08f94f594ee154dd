import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type PrintedPdf, renderPdf } from '../../reports/formats/pdf.ts';
import { testReport } from '../../reports/index.ts';
import type { Block, Cell, Document } from '../../spec/index.ts';
import { sample } from './fixture.ts';
import { pageTexts, readPdf } from './pdf-page.ts';

const document = testReport(sample);
let printed: PrintedPdf;
let pdf: PDFDocumentProxy;
let pages: string[];

beforeAll(async () => {
  printed = await renderPdf(document);
  pdf = await readPdf(printed.bytes);
  pages = await pageTexts(pdf);
});

const bare = (text: string): string => text.replace(/\s/g, '');

function single(...blocks: Block[]): Document {
  return {
    title: '试印',
    pageMarks: [],
    createdAt: '2026-03-02T03:00:00Z',
    cover: [],
    sections: [{ id: 'one', heading: '试印', level: 1, blocks }],
  };
}

describe('pdf', () => {
  it('carries the text of every chapter and cell', () => {
    const whole = bare(pages.join(''));
    for (const { heading } of document.sections) expect(whole).toContain(bare(heading));
    expect(whole).toContain(bare('未签名'));
    expect(whole).toContain(bare('物理核数：7992 核（要求 ≥ 8000 核，样本 3，未达到）').slice(0, 9));
    expect(whole).toContain('<script>alert("名")</script>');
  });

  it('puts the page marks and the page number on every page', () => {
    expect(pages.length).toBeGreaterThan(8);
    for (const [index, page] of pages.entries()) {
      expect(bare(page)).toContain('对象为仿真平台，不作为验收依据·未签名');
      expect(bare(page)).toContain(`第${index + 1}页共${pages.length}页`);
    }
  });

  it('repeats the head of a table that goes over the page', () => {
    const withHead = pages.filter((page) => bare(page).includes('条款号要求测试方法实测结果结论证据编号'));
    expect(withHead.length).toBeGreaterThan(1);
  });

  it('names the page of each chapter in the contents', () => {
    const chapter = pages.findIndex((page, index) => index > 1 && bare(page).includes('5逐条结果'));
    expect(bare(pages[1]!)).toContain(`5逐条结果${chapter + 1}`);
  });

  it('has bookmarks for chapters and sections', async () => {
    const outline = await pdf.getOutline();
    const chapters = document.sections.filter((section) => section.level === 1);
    expect(outline.map((entry) => entry.title)).toEqual(chapters.map((section) => section.heading));
    const within = (chapter: number) =>
      document.sections.filter(({ level, heading }) => level === 2 && heading.startsWith(`${chapter + 1}.`));
    chapters.forEach((_, chapter) => {
      const titles = outline[chapter]!.items.map((entry: { title: string }) => entry.title);
      expect(titles).toEqual(within(chapter).map(({ heading }) => heading));
    });
    expect(within(0).length).toBeGreaterThan(0);
  });

  it('tells title, language and the pinned instant', async () => {
    const { info } = await pdf.getMetadata();
    expect(info).toHaveProperty('Title', '测试报告 某市政务云服务采购项目（示例）');
    expect(info).toHaveProperty('Language', 'zh-CN');
    expect(info).toHaveProperty('CreationDate', 'D:20260302030000Z');
  });

  it('reports the characters that no font has and says so in print', () => {
    expect(printed.missing).toEqual(['😀', '𠮷']);
    expect(bare(pages.at(-1)!)).toContain('U+1F600、U+20BB7');
  });

  it('reports nothing when every character can be drawn', async () => {
    expect((await renderPdf(single({ kind: 'paragraph', text: '甲乙 ABC ≥ ▲●■◆○□' }))).missing).toEqual([]);
  });

  it('gives equal bytes for equal documents', async () => {
    const again = await renderPdf(testReport(sample));
    expect(Buffer.compare(again.bytes, printed.bytes)).toBe(0);
    const other = await renderPdf({ ...document, createdAt: '2026-03-02T03:00:01Z' });
    expect(Buffer.compare(other.bytes, printed.bytes)).not.toBe(0);
  });

  it('prints 1,800 rows with many characters in a few seconds and loses none', async () => {
    const columns = ['条款号', '要求', '测试方法', '实测结果'].map((title) => ({ title, width: 1 }));
    const rows = Array.from({ length: 1800 }, (_, index): Cell[] => [
      { text: `行${index + 1}止` },
      {
        text: String.fromCodePoint(
          ...Array.from({ length: 20 }, (_, place) => 0x4e00 + ((index * 20 + place) % 2000)),
        ),
      },
      { text: '经云管接口申请云主机，待其可用后逐项读回' },
      { outcome: 'satisfied', text: '符合' },
    ]);
    const started = performance.now();
    const { bytes, missing } = await renderPdf(single({ kind: 'table', columns, rows }));
    expect(performance.now() - started).toBeLessThan(12_000);
    expect(missing).toEqual([]);
    const text = bare((await pageTexts(await readPdf(bytes))).join(''));
    const found = [...text.matchAll(/行(\d+)止/g)].map((match) => Number(match[1]));
    expect(found).toEqual(Array.from({ length: 1800 }, (_, index) => index + 1));
  });
});
