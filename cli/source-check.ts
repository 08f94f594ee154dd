import type { TenderDocument } from '../intake/index.ts';
import type { Checkable, Place, Tender } from '../spec/index.ts';
import { type Difference, differencesOf, recoverWording } from './source-check/difference.ts';
import { figuresNotIn } from './source-check/figures.ts';
import { type Bound, match } from './source-check/match.ts';
import { type Passage, passagesOf, seeker, wordingAt } from './source-check/passage.ts';

interface Located {
  id: string;
  kind: Checkable['kind'];
  lines: number[];
}
export interface SourceCheck {
  file: string;
  format: TenderDocument['format'];
  /** Whether the file is the very copy that the data were bound to. */
  isBoundCopy: boolean;
  notes: string[];
  counts: Record<
    'clauses' | 'tariff' | 'kpis',
    { bound: number; encoded: number; inText: number; stated?: number }
  >;
  /** By part and chapter, for those that hold requirements. */
  chapters: { part: number; chapter: number; title: string; bound: number; inText: number }[];
  bound: Located[];
  changed: (Located & {
    offered: string;
    differences?: Difference[];
    figures: string[];
    isStarOnly?: boolean;
  })[];
  moved: (Located & { from: string; to: string })[];
  missing: { id: string; kind: Checkable['kind']; place: string }[];
  boundTwice: (Located & { other: string })[];
  unbound: { lines: number[]; place: string; wording: string }[];
  prices: (Located & { encoded: string; offered: string })[];
  points: (Located & { encoded: string; offered: string })[];
  /** Figures of the data that the bound wording does not state. */
  figures: (Located & { figures: string[] })[];
  differs: boolean;
}

const chapterOf = ({ part, chapter }: Pick<Place, 'part' | 'chapter'>): string => `${part}/${chapter}`;
/** Finding a change out of a digest takes up to a second each: not worth it for another text altogether. */
const recoverable = 20;
const requirementKinds: readonly Checkable['kind'][] = ['clause', 'commercial', 'other'];

/** A place as people say it. */
export function sayPlace(place: Partial<Place>): string {
  return [
    `第${place.part ?? 1}部分第${place.chapter ?? 1}章`,
    place.annex === undefined ? '' : `附件${place.annex}`,
    place.section ?? '',
    place.item === undefined || place.item === '' ? '' : `第 ${place.item} 项`,
  ]
    .filter(Boolean)
    .join(' ');
}

/**
 * Holds every bound passage, price, point and figure of a tender against a text that was parsed on its own.
 * `original` is the copy that the data were bound to, for saying which characters differ; without it small changes
 * are still found out from the digests.
 */
export function checkSource(
  tender: Tender,
  text: TenderDocument,
  file: string,
  original?: TenderDocument,
): SourceCheck {
  const checkables = tender.checkables.filter((one): one is Bound => one.clause.digest !== undefined);
  const passages = passagesOf(text);
  const matches = match(checkables, passages, seeker(text));
  const bindings = [...matches.bound, ...matches.moved, ...matches.changed];
  const requirementParts = new Set(
    tender.checkables.filter((one) => requirementKinds.includes(one.kind)).map((one) => one.clause.part),
  );
  const technical = new Set(
    tender.checkables.filter((one) => one.kind === 'clause').map((one) => chapterOf(one.clause)),
  );
  /** Only where requirements stand must every clause be bound; a row of a table always. */
  const isWanted = (passage: Passage) =>
    passage.kind !== 'clause' ||
    passage.starred ||
    (requirementParts.has(passage.place.part) && passage.place.annex === undefined);
  const wanted = passages.filter(isWanted);
  const located = ({ checkable, passage }: { checkable: Bound; passage: Passage }): Located => ({
    id: checkable.id,
    kind: checkable.kind,
    lines: passage.lines,
  });
  const isStarred = ({ checkable, passage }: { checkable: Bound; passage: Passage }) =>
    passage.kind !== 'clause' || checkable.starred === passage.starred;
  const count = (kinds: readonly Checkable['kind'][], passageKind: Passage['kind'], stated?: number) => {
    const is = (one: { kind: Checkable['kind'] }) => kinds.includes(one.kind);
    return {
      bound: matches.bound.filter(({ checkable }) => is(checkable)).length,
      encoded: tender.checkables.filter(is).length,
      inText: wanted.filter(
        ({ kind, place }) => kind === passageKind && (kind !== 'clause' || technical.has(chapterOf(place))),
      ).length,
      ...(stated === undefined ? {} : { stated }),
    };
  };
  /** A table row with the row above whose cell reaches down to it, changed or not. */
  const wholeWording = ({ checkable, passage }: (typeof bindings)[number]) => {
    const above = bindings.find((one) => one.checkable.clause.digest === checkable.mergedCell?.digest);
    return above ? `${above.passage.wording}\n${passage.wording}` : passage.wording;
  };
  const tariff = new Map(tender.tariff.map((row) => [row.id, row.price]));
  const points = new Map(tender.kpis.map((item) => [item.id, item.points]));
  const compared = (
    values: Map<string, string>,
    kind: 'tariff' | 'kpi',
    of: (passage: Passage) => string | undefined,
  ) =>
    bindings.flatMap((binding) => {
      const encoded = values.get(binding.checkable.id);
      const offered = of(binding.passage);
      if (binding.checkable.kind !== kind || encoded === undefined || offered === undefined) return [];
      return Number(encoded) === Number(offered) ? [] : [{ ...located(binding), encoded, offered }];
    });
  const check: Omit<SourceCheck, 'differs'> = {
    file,
    format: text.format,
    isBoundCopy: text.digest === tender.source.digest,
    notes: text.notes,
    counts: {
      clauses: count(['clause'], 'clause', tender.counts.technicalClauses),
      tariff: count(['tariff'], 'tariff', tender.counts.tariffRows),
      kpis: count(['kpi'], 'kpi', tender.counts.kpis),
    },
    chapters: chaptersOf(
      text,
      wanted,
      matches.bound.map(({ passage }) => passage),
    ),
    bound: matches.bound.filter(isStarred).map(located),
    changed: [
      ...matches.changed.map((binding) => ({
        ...located(binding),
        offered: binding.passage.digest,
        figures: figuresNotIn(binding.checkable, wholeWording(binding)),
        ...sayDifference(binding.checkable, binding.passage, original, matches.changed.length <= recoverable),
      })),
      ...[...matches.bound, ...matches.moved]
        .filter((binding) => !isStarred(binding))
        .map((binding) => ({
          ...located(binding),
          offered: binding.passage.digest,
          figures: [],
          differences: [
            { before: '', was: binding.checkable.starred ? '▲' : '', is: binding.passage.starred ? '▲' : '' },
          ],
          isStarOnly: true,
        })),
    ],
    moved: matches.moved.map((binding) => ({
      ...located(binding),
      from: sayPlace(binding.checkable.clause),
      to: sayPlace(binding.passage.place),
    })),
    missing: matches.missing.map(({ id, kind, clause }) => ({ id, kind, place: sayPlace(clause) })),
    boundTwice: matches.boundTwice.map((twin) => ({ ...located(twin), other: twin.other.id })),
    unbound: matches.unbound
      .filter(isWanted)
      .map(({ lines, place, wording }) => ({ lines, place: sayPlace(place), wording: wording.trim() })),
    prices: compared(tariff, 'tariff', (passage) => passage.price),
    points: compared(points, 'kpi', (passage) => passage.points),
    figures: matches.bound.flatMap((binding) => {
      const figures = figuresNotIn(binding.checkable, wholeWording(binding));
      return figures.length === 0 ? [] : [{ ...located(binding), figures }];
    }),
  };
  const faults = [
    check.changed,
    check.moved,
    check.missing,
    check.boundTwice,
    check.unbound,
    check.prices,
    check.points,
  ];
  return { ...check, differs: faults.some((list) => list.length > 0) || check.figures.length > 0 };
}

function sayDifference(
  checkable: Bound,
  passage: Passage,
  original: TenderDocument | undefined,
  isFew: boolean,
): { differences?: Difference[] } {
  const { lines, digest } = checkable.clause;
  const was =
    original && lines
      ? wordingAt(original, lines)
      : isFew
        ? recoverWording(digest, passage.wording)
        : undefined;
  return was === undefined ? {} : { differences: differencesOf(was, passage.wording) };
}

/** How many clauses each chapter of requirements has, and how many of them are bound. */
function chaptersOf(text: TenderDocument, wanted: Passage[], bound: Passage[]): SourceCheck['chapters'] {
  const chapters = new Map<string, SourceCheck['chapters'][number]>();
  for (const passage of wanted) {
    if (passage.kind !== 'clause') continue;
    const { part, chapter } = passage.place;
    const key = chapterOf(passage.place);
    const heading = text.headings.findLast(({ line, level }) => level <= 3 && line <= passage.lines[0]);
    const entry = chapters.get(key) ?? { part, chapter, title: heading?.title ?? '', bound: 0, inText: 0 };
    entry.inText++;
    if (
      bound.includes(passage) ||
      bound.some(
        (one) => one.kind === 'prose' && one.lines[0] <= passage.lines[0] && one.lines[1] >= passage.lines[1],
      )
    )
      entry.bound++;
    chapters.set(key, entry);
  }
  return [...chapters.values()];
}
