/** Version of the normalisation behind clause digests; it stands in front of each digest. */
export const normalisation = 'n1';

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
    .replace(/[≥]/g, '>=')
    .replace(/[≤]/g, '<=')
    .replace(/[$\\]/g, '')
    .replace(/\s+/g, '')
    .replace(/^[-*]?▲?(?:\(\d+\)|\d+(?:\.\d+)*[.、]?(?=\D))?▲?/, '');
}
