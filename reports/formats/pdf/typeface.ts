import { readFileSync } from 'node:fs';
import * as fontkit from 'fontkit';
import type { PDFDocument, PDFFont } from 'pdf-lib';

/** A face of the document: what pdf-lib draws with, and widths in em by character. */
export interface Typeface {
  font: PDFFont;
  has(char: string): boolean;
  /** In em; a character without a glyph takes the room of its box, one em. */
  widthOf(char: string): number;
}

type Fontkit = Parameters<PDFDocument['registerFontkit']>[0];
type Stream = { on(event: string, listener: (bytes: Uint8Array) => void): Stream };

/**
 * fontkit 2 writes its subset with `encode`, pdf-lib 1 reads it through `encodeStream`: this fits one to the other.
 * (The fork that pdf-lib names drops glyphs from small subsets without a word.)
 */
const fittedFontkit = {
  create(bytes: Uint8Array): fontkit.Font {
    const font = fontkit.create(bytes);
    const createSubset = font.createSubset.bind(font);
    font.createSubset = () => {
      const subset = createSubset();
      const stream: Stream = {
        on(event, listener) {
          if (event === 'data' || event === 'end')
            listener(event === 'data' ? subset.encode() : new Uint8Array());
          return stream;
        },
      };
      return Object.assign(subset, { encodeStream: () => stream });
    };
    return font;
  },
} as unknown as Fontkit;

export function registerFontkit(pdf: PDFDocument): void {
  pdf.registerFontkit(fittedFontkit);
}

/** Embeds the characters that get drawn, without ligatures, so that each character stays one glyph. */
export async function embedTypeface(pdf: PDFDocument, file: string): Promise<Typeface> {
  const bytes = readFileSync(file);
  // A font of its own for measuring: looking glyphs up leaves traces in the one that is embedded.
  const measure = fontkit.create(bytes);
  const widths = new Map<string, number>();
  const has = (char: string): boolean => measure.hasGlyphForCodePoint(char.codePointAt(0)!);
  return {
    font: await pdf.embedFont(bytes, { subset: true, features: { liga: false, dlig: false, clig: false } }),
    has,
    widthOf(char) {
      let width = widths.get(char);
      if (width === undefined) {
        width = has(char)
          ? measure.glyphForCodePoint(char.codePointAt(0)!).advanceWidth / measure.unitsPerEm
          : 1;
        widths.set(char, width);
      }
      return width;
    },
  };
}
