/** Text in the form in which rules read it, with the way back to the line as published. */
export interface Folded {
  text: string;
  /** `at[i]` is the offset in the published line of character i; one more entry for the end. */
  at: number[];
}

const tag = /<\/?[a-zA-Z][^<>]{0,200}>/y;
const tex = /\\(geq?|leq?|geqslant|leqslant|times|text|%|_)\s*\{?/y;
const spoken: Record<string, string> = { times: '×', '%': '%', _: '_', text: '' };

/**
 * NFKC without white space, tags and TeX. Tabs stay as the border of cells, and a paragraph tag
 * becomes a line break, so that sentences of one cell do not run together.
 */
export function fold(line: string): Folded {
  let text = '';
  const at: number[] = [];
  const push = (piece: string, offset: number) => {
    text += piece;
    for (let i = 0; i < piece.length; i++) at.push(offset);
  };
  for (let i = 0; i < line.length; ) {
    const char = line[i]!;
    const skipped = char === '<' ? matchAt(tag, line, i) : undefined;
    if (skipped) {
      if (/^<\/?(p|div|br|li|tr)\b/i.test(skipped[0])) push('\n', i);
      i += skipped[0].length;
      continue;
    }
    const operator = char === '\\' ? matchAt(tex, line, i) : undefined;
    if (operator) {
      const name = operator[1]!;
      push(spoken[name] ?? (name.startsWith('g') ? '>=' : '<='), i);
      i += operator[0].length;
      continue;
    }
    if (char === '\t') push('\t', i);
    else if (char === '≥') push('>=', i);
    else if (char === '≤') push('<=', i);
    else if (!/[\s$\\]/.test(char)) push(char.normalize('NFKC').replace(/\s/g, ''), i);
    i += 1;
  }
  at.push(line.length);
  return { text, at };
}

function matchAt(pattern: RegExp, line: string, index: number): RegExpExecArray | undefined {
  pattern.lastIndex = index;
  return pattern.exec(line) ?? undefined;
}
