import type { Checkable } from '../../spec/index.ts';
import { type Passage, placeKey } from './passage.ts';

/** A checkable that is bound to a passage by digest. */
export type Bound = Checkable & { clause: { digest: string } };
export interface Matches {
  bound: { checkable: Bound; passage: Passage }[];
  /** Same digest at another place. */
  moved: { checkable: Bound; passage: Passage }[];
  /** Same place, other digest. */
  changed: { checkable: Bound; passage: Passage }[];
  boundTwice: { checkable: Bound; other: Bound; passage: Passage }[];
  missing: Bound[];
  unbound: Passage[];
}

/** First of a list that fulfils; taken out of it. */
function takeOut<T>(list: T[], wanted: (one: T) => boolean): T | undefined {
  const at = list.findIndex(wanted);
  return at < 0 ? undefined : list.splice(at, 1)[0];
}

/**
 * Pairs what data bind with what a text holds, by place and digest, never by line: first both agree, then the
 * digest alone, then the place alone. Rows of a table have no number of their own: their order is their place.
 */
export function match(
  checkables: Bound[],
  passages: Passage[],
  seek: (digest: string) => Passage[],
): Matches {
  const matches: Matches = { bound: [], moved: [], changed: [], boundTwice: [], missing: [], unbound: [] };
  const free = [...passages];
  let left = [...checkables];
  const pass = (into: Matches['bound'], wanted: (checkable: Bound, passage: Passage) => boolean) => {
    left = left.filter((checkable) => {
      const passage = takeOut(free, (one) => wanted(checkable, one));
      if (passage) into.push({ checkable, passage });
      return !passage;
    });
  };
  const samePlace = (checkable: Bound, passage: Passage) =>
    placeKey(checkable.clause) === placeKey(passage.place);
  const sameDigest = (checkable: Bound, passage: Passage) => checkable.clause.digest === passage.digest;
  pass(matches.bound, (c, p) => samePlace(c, p) && sameDigest(c, p));
  left = left.filter((checkable) => {
    const twin = matches.bound.find(
      ({ checkable: other, passage }) => samePlace(checkable, passage) && sameLines(checkable, other),
    );
    if (twin) matches.boundTwice.push({ checkable, other: twin.checkable, passage: twin.passage });
    return !twin;
  });
  pass(matches.moved, sameDigest);
  const isRow = (checkable: Bound) => checkable.kind === 'tariff' || checkable.kind === 'kpi';
  pass(matches.changed, (c, p) => !isRow(c) && p.kind === 'clause' && samePlace(c, p));
  left = left.filter((checkable) => {
    if (isRow(checkable)) return true;
    // A duty may stand in a sentence that is bound already; a requirement has a passage of its own.
    const found = seek(checkable.clause.digest).find(
      (one) => checkable.kind === 'obligation' || !matches.bound.some(({ passage }) => overlap(passage, one)),
    );
    if (!found) return true;
    matches.bound.push({ checkable, passage: found });
    return false;
  });
  for (const kind of ['tariff', 'kpi'] as const) pairRows(kind);
  matches.missing = left;
  const prose = matches.bound.filter(({ passage }) => passage.kind === 'prose');
  matches.unbound = free.filter((one) => !prose.some(({ passage }) => overlap(passage, one)));
  return matches;

  /** What is left of a table between the same bound neighbours belongs together in its order. */
  function pairRows(kind: 'tariff' | 'kpi') {
    const order = checkables.filter((checkable) => checkable.kind === kind);
    const inText = passages.filter((passage) => passage.kind === kind);
    const known = new Map([...matches.bound, ...matches.moved].map((pair) => [pair.checkable, pair.passage]));
    for (const checkable of left.filter((one) => one.kind === kind)) {
      const at = order.indexOf(checkable);
      const above = order.slice(0, at).findLast((one) => known.has(one));
      const below = order.slice(at).find((one) => known.has(one));
      const from = above ? inText.indexOf(known.get(above)!) : -1;
      const to = below ? inText.indexOf(known.get(below)!) : inText.length;
      const passage = takeOut(free, (one) => {
        const index = inText.indexOf(one);
        return index > from && index < to;
      });
      if (!passage) continue;
      known.set(checkable, passage);
      matches.changed.push({ checkable, passage });
      left.splice(left.indexOf(checkable), 1);
    }
  }
}

const overlap = (a: Passage, b: Passage): boolean => a.lines[0] <= b.lines[1] && b.lines[0] <= a.lines[1];
const sameLines = (a: Bound, b: Bound): boolean =>
  a.kind === b.kind &&
  a.clause.digest === b.clause.digest &&
  String(a.clause.lines) === String(b.clause.lines);
