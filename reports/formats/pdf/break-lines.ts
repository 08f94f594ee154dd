/** Characters that must not begin a line, and those that must not end one. */
const neverFirst = new Set('，。、；：？！）》〉」』】〕”’％‰℃…—～·,.;:!?)]}%>');
const neverLast = new Set('（《〈「『【〔“‘([{<￥$');
const latin = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}_@#&+=/\\.:\-~'"^|*]/u;
const wide = /[\p{Script=Han}\u3000-\u30ff\uff00-\uffef\u2460-\u24ff\u2160-\u217f]/u;

interface Cluster {
  chars: string[];
  width: number;
}

/**
 * Breaks text into lines no wider than `room` (same unit as `widthOf`). Runs of Latin letters and figures stay
 * whole unless longer than a line; no line begins with a closing mark or ends with an opening one; line feeds break.
 */
export function breakLines(text: string, room: number, widthOf: (char: string) => number): string[] {
  return text.split('\n').flatMap((paragraph) => fill(clustersOf(paragraph, widthOf), room, widthOf));
}

function clustersOf(text: string, widthOf: (char: string) => number): Cluster[] {
  const clusters: Cluster[] = [];
  let before = '';
  for (const char of text) {
    const last = clusters.at(-1);
    if (last !== undefined && staysWith(before, char)) {
      last.chars.push(char);
      last.width += widthOf(char);
    } else clusters.push({ chars: [char], width: widthOf(char) });
    before = char;
  }
  return clusters;
}

function staysWith(before: string, char: string): boolean {
  if (before === ' ' || char === ' ') return false;
  if (neverFirst.has(char) || neverLast.has(before)) return true;
  return isLatin(before) && isLatin(char);
}

function isLatin(char: string): boolean {
  return latin.test(char) && !wide.test(char);
}

function fill(clusters: Cluster[], room: number, widthOf: (char: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const close = (): void => {
    lines.push(line.trimEnd());
    line = '';
    used = 0;
  };
  for (const { chars, width } of clusters) {
    if (line === '' && chars[0] === ' ' && lines.length > 0) continue;
    if (used + width <= room) {
      line += chars.join('');
      used += width;
      continue;
    }
    if (chars[0] === ' ') continue;
    if (width <= room) {
      close();
      line = chars.join('');
      used = width;
      continue;
    }
    // Longer than a whole line: goes on where the line stands, broken between any two characters.
    for (const char of chars) {
      const next = widthOf(char);
      if (used + next > room && line !== '') close();
      line += char;
      used += next;
    }
  }
  close();
  return lines;
}
