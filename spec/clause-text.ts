/** Version of the normalisation behind clause digests; it stands in front of each digest. */
export const normalisation = 'n1';

/** `▲1.8`, `(1)`, `- ▲(4)`, `1、`, `3.3.`; a bare or dotted number before a unit is a figure, not a mark. */
const listMark =
  /^[-*]?[▲★]?(?:\(\d+\)|\d+(?:\.\d+)*[.、](?!\d)|\d{1,2}(?:\.\d{1,2})+(?=[▲★]|\p{Script=Han})(?![倍万亿元米秒分天年人度吨]|小时))?[▲★]?/u;

/**
 * Normalises a clause so that copies of one text agree: NFKC, no white space, no starred mark,
 * no list mark in front, no Markdown or TeX operators. Figures and words are untouched.
 */
export function normaliseClause(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\\(?:geq?|geqslant)\b/g, '>=')
    .replace(/\\(?:leq?|leqslant)\b/g, '<=')
    .replace(/\\times\b/g, '×')
    .replace(/\\text\{([^}]*)\}/g, '$1')
    .replace(/[≥]/g, '>=')
    .replace(/[≤]/g, '<=')
    .replace(/[$\\]/g, '')
    .replace(/\s+/g, '')
    .replace(listMark, '');
}
