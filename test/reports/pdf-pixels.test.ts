import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fontkit from 'fontkit';
import { PDFDocument, rgb } from 'pdf-lib';
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import pixelmatch from 'pixelmatch';
import { describe, expect, it } from 'vitest';
import { renderPdf } from '../../reports/formats/pdf.ts';
import type { Document } from '../../spec/index.ts';
import { type Raster, rasterise, readPdf } from './pdf-page.ts';

const folder = '@expo-google-fonts/noto-sans-sc';
const files = {
  regular: `${folder}/400Regular/NotoSansSC_400Regular.ttf`,
  bold: `${folder}/700Bold/NotoSansSC_700Bold.ttf`,
};
const scale = 2;
/** After cover and contents. */
const textPage = 3;
/** The ink of the text. */
const color = rgb(0x1b / 255, 0x24 / 255, 0x30 / 255);

/** A bold face that is used for a heading only: the case in which a subset may lose glyphs without a word. */
function page(heading: string, text: string): Document {
  return {
    title: '试印',
    pageMarks: [],
    createdAt: '2026-03-02T03:00:00Z',
    cover: [],
    sections: [{ id: 'one', heading, level: 1, blocks: [{ kind: 'paragraph', text }] }],
  };
}

/** Each print's own texts, drawn again at their places with whole fonts: nothing there to be lost. */
async function references(prints: readonly PDFDocumentProxy[]): Promise<PDFDocumentProxy> {
  const pdf = await PDFDocument.create();
  pdf.registerFontkit(fontkit as unknown as Parameters<PDFDocument['registerFontkit']>[0]);
  const load = (file: string) =>
    pdf.embedFont(readFileSync(createRequire(import.meta.url).resolve(file)), {
      features: { liga: false, dlig: false, clig: false },
    });
  const fonts = { regular: await load(files.regular), bold: await load(files.bold) };
  for (const print of prints) {
    const drawn = pdf.addPage([595.28, 841.89]);
    const { items } = await (await print.getPage(textPage)).getTextContent();
    for (const item of items) {
      if (!('str' in item) || item.str.trim() === '') continue;
      const [size, , , , x, y] = item.transform as number[];
      const font = size! > 14 ? fonts.bold : fonts.regular;
      drawn.drawText(item.str, { x: x!, y: y!, size: size!, font, color });
    }
  }
  return readPdf(await pdf.save());
}

/** The area in points around the heading and the text below it, away from rules and margins. */
function dark(
  { width, data }: Raster,
  area: { left: number; top: number; right: number; bottom: number },
): Raster {
  const [left, top] = [area.left * scale, area.top * scale];
  const [w, h] = [(area.right - area.left) * scale, (area.bottom - area.top) * scale];
  const cut = new Uint8ClampedArray(w * h * 4).fill(255);
  for (let y = 0; y < h; y += 1)
    for (let x = 0; x < w; x += 1) {
      const at = ((top + y) * width + left + x) * 4;
      const ink = data[at]! + data[at + 1]! + data[at + 2]! < 384 ? 0 : 255;
      cut.fill(ink, (y * w + x) * 4, (y * w + x) * 4 + 3);
    }
  return { width: w, height: h, data: cut };
}

const heading = { left: 50, top: 66, right: 540, bottom: 88 };
const body = { left: 50, top: 98, right: 540, bottom: 122 };
const inkIn = ({ data }: Raster): number =>
  data.reduce((sum, value, index) => sum + (index % 4 === 0 && value === 0 ? 1 : 0), 0);
const differing = (a: Raster, b: Raster): number =>
  pixelmatch(a.data, b.data, undefined, a.width, a.height, { threshold: 0.1 });

const cases: [heading: string, text: string][] = [
  ['测试报告', '标尺'],
  ['10 编制、审核与批准', '是否验收由采购人组织的验收小组决定。'],
  ['5 逐条结果 Ab1', '▲5.1.1.1（10）≥ 8000 核，99.99%'],
  ['鑫', '一'],
];
const print = async (title: string, text: string): Promise<PDFDocumentProxy> =>
  readPdf((await renderPdf(page(title, text))).bytes);

describe('pixels of a pdf page', () => {
  it('draws every glyph of small subsets, bold and regular', async () => {
    const prints: PDFDocumentProxy[] = [];
    for (const [title, text] of cases) prints.push(await print(title, text));
    const whole = await references(prints);
    for (const [index, [title, text]] of cases.entries()) {
      const [ours, expected] = [
        await rasterise(prints[index]!, textPage, scale),
        await rasterise(whole, index + 1, scale),
      ];
      for (const [area, chars] of [
        [heading, title],
        [body, text],
      ] as const) {
        const [seen, due] = [dark(ours, area), dark(expected, area)];
        expect(inkIn(due)).toBeGreaterThan([...chars].length * 20);
        expect(differing(seen, due)).toBe(0);
      }
    }
  });

  it('would see one glyph that is not drawn', async () => {
    const full = await rasterise(await print('测试报告', '标尺'), textPage, scale);
    const short = await rasterise(await print('测试\u3000告', '标尺'), textPage, scale);
    const [a, b] = [dark(full, heading), dark(short, heading)];
    expect(differing(a, b)).toBeGreaterThan(inkIn(a) * 0.1);
  });

  it('draws a box where no font has the character', async () => {
    const drawn = dark(await rasterise(await print('标', '𠮷'), textPage, scale), body);
    const blank = dark(await rasterise(await print('标', '\u3000'), textPage, scale), body);
    expect(inkIn(drawn)).toBeGreaterThan(20);
    expect(inkIn(blank)).toBe(0);
  });
});
