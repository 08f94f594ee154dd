/** Pairs of neighbouring characters: the words of a language that writes no spaces. */
export function bigrams(text: string): Set<string> {
  const plain = text.replace(/[\p{P}\p{S}\s]/gu, '');
  const found = new Set<string>();
  for (let i = 0; i + 1 < plain.length; i++) found.add(plain.slice(i, i + 2));
  return found;
}

/** Share of common bigrams, 0 to 1. */
export function likeness(one: Set<string>, other: Set<string>): number {
  if (one.size === 0 || other.size === 0) return 0;
  let common = 0;
  for (const pair of one) if (other.has(pair)) common += 1;
  return common / (one.size + other.size - common);
}

/** The longest stretch that both texts hold. */
export function commonStretch(one: string, other: string): string {
  let best = '';
  let row = new Array<number>(other.length + 1).fill(0);
  for (let i = 1; i <= one.length; i++) {
    const next = new Array<number>(other.length + 1).fill(0);
    for (let j = 1; j <= other.length; j++) {
      if (one[i - 1] !== other[j - 1]) continue;
      next[j] = row[j - 1]! + 1;
      if (next[j]! > best.length) best = one.slice(i - next[j]!, i);
    }
    row = next;
  }
  return best;
}

/** Least number of single characters to change, add or drop; stops counting above `limit`. */
export function editDistance(one: string, other: string, limit = 3): number {
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++)
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1));
    row = next;
  }
  return row.at(-1)!;
}
