// The part of fontkit 2 that we use; the package brings no types.
declare module 'fontkit' {
  export interface Subset {
    encode(): Uint8Array;
  }
  export interface Font {
    unitsPerEm: number;
    hasGlyphForCodePoint(codePoint: number): boolean;
    glyphForCodePoint(codePoint: number): { advanceWidth: number };
    createSubset(): Subset;
  }
  export function create(bytes: Uint8Array): Font;
}
