import { createHash } from 'node:crypto';
import { normalisation, normaliseClause } from '../../spec/index.ts';

/** One place where a wording differs; `was` or `is` is empty where something was only added or taken away. */
export interface Difference {
  before: string;
  was: string;
  is: string;
}

const contextLength = 8;

/** Where two wordings differ once normalised, character by character, with what stands before each place. */
export function differencesOf(was: string, is: string): Difference[] {
  const [a, b] = [[...normaliseClause(was)], [...normaliseClause(is)]];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let tail = 0;
  while (tail < a.length - start && tail < b.length - start && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const [x, y] = [a.slice(start, a.length - tail), b.slice(start, b.length - tail)];
  if (x.length === 0 && y.length === 0) return [];
  const before = (at: number) => b.slice(Math.max(0, at - contextLength), at).join('');
  if (x.length * y.length > 4_000_000) return [{ before: before(start), was: x.join(''), is: y.join('') }];
  // Longest common subsequence of what lies between; `kept[i][j]` counts it from i and j on.
  const kept = Array.from({ length: x.length + 1 }, () => new Uint16Array(y.length + 1));
  for (let i = x.length - 1; i >= 0; i--)
    for (let j = y.length - 1; j >= 0; j--)
      kept[i]![j] = x[i] === y[j] ? kept[i + 1]![j + 1]! + 1 : Math.max(kept[i + 1]![j]!, kept[i]![j + 1]!);
  const found: Difference[] = [];
  let open: Difference | undefined;
  let [i, j] = [0, 0];
  while (i < x.length || j < y.length) {
    if (i < x.length && j < y.length && x[i] === y[j]) {
      open = undefined;
      i++;
      j++;
      continue;
    }
    if (!open) {
      open = { before: before(start + j), was: '', is: '' };
      found.push(open);
    }
    if (j >= y.length || (i < x.length && kept[i + 1]![j]! >= kept[i]![j + 1]!)) open.was += x[i++];
    else open.is += y[j++];
  }
  return found;
}

/**
 * The wording behind a digest, where one small change of a figure or one run of added characters explains it.
 * Proven by the digest itself, so it needs no copy of the original; undefined when nothing so small does.
 */
export function recoverWording(digest: string, offered: string): string | undefined {
  const text = normaliseClause(offered);
  const fits = (candidate: string) =>
    digest === `${normalisation}-sha256:${createHash('sha256').update(candidate).digest('hex')}`;
  for (let from = 0; from < text.length; from++)
    for (let to = from + 1; to <= Math.min(text.length, from + 24); to++) {
      const candidate = text.slice(0, from) + text.slice(to);
      if (fits(candidate)) return candidate;
    }
  const symbols = [...'0123456789.%<>=×/、，,。；;：:()不▲'];
  for (let at = 0; at <= text.length; at++)
    for (const symbol of symbols)
      for (const skipped of [0, 1]) {
        const candidate = text.slice(0, at) + symbol + text.slice(at + skipped);
        if (fits(candidate)) return candidate;
      }
  for (const match of text.matchAll(/\d+/g))
    for (let value = 0; value < 20_000; value++) {
      const candidate = text.slice(0, match.index) + value + text.slice(match.index + match[0].length);
      if (fits(candidate)) return candidate;
    }
  return undefined;
}
