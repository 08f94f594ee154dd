import type { ResourceEntry } from '../../spec/index.ts';
import { bears, type Holding, type HoldingKind, type Listing, ledgerKinds, madeAlong } from './kinds.ts';

/** What the ledger and the platform say together. */
export interface SortedOut {
  /** Proven ours: the ledger knows it and it carries the marker. */
  ours: { holding: Holding; entry: ResourceEntry }[];
  /** Bears our marker or our id, but not both: left standing and said. */
  strange: { holding: Holding; entry?: ResourceEntry; why: string }[];
  /** Lines of which nothing stands any more. */
  settled: { entry: ResourceEntry; state: 'removed' | 'absent' }[];
  /** Lines of which nothing can be concluded. */
  unknown: { entry: ResourceEntry; why: string }[];
}

const answers = (entry: ResourceEntry, holding: Holding): boolean => {
  if (entry.id === undefined) return false;
  if (entry.id === holding.id) return true;
  // Several servers of one order share its name, to which the platform adds a number.
  return (
    holding.kind === 'server' &&
    (holding.name === entry.id ||
      (holding.name.startsWith(`${entry.id}-`) && /^\d+$/.test(holding.name.slice(entry.id.length + 1))))
  );
};

/**
 * Proves what on one component is ours. A thing is, when its id is in the ledger and it carries that line's marker; or
 * when it carries the marker of an intent whose answer was lost and there are no more such things than such intents.
 * Pure; nothing without a marker is ever ours, whatever its name.
 */
export function sortOut(
  listing: Listing,
  ledger: readonly ResourceEntry[],
  isOpen: (entry: ResourceEntry) => boolean,
): SortedOut {
  const sorted: SortedOut = { ours: [], strange: [], settled: [], unknown: [] };
  const open = ledger.filter(isOpen);
  const markers = [...new Set(ledger.map((entry) => entry.marker))];
  const kindOf = (entry: ResourceEntry): HoldingKind | undefined => ledgerKinds[entry.kind];
  const seen = new Set<ResourceEntry>();
  const lost: { holding: Holding; marker: string }[] = [];

  for (const holding of listing.holdings) {
    if (holding.partOf) continue;
    const marker = markers.find((each) => holding.texts.some((text) => bears(text, each)));
    if (marker === undefined) {
      const entry = open.find((each) => kindOf(each) === holding.kind && answers(each, holding));
      if (!entry) continue;
      seen.add(entry);
      sorted.strange.push({ holding, entry, why: '标识在清单中，但不带测试标记，未予删除' });
      continue;
    }
    const lines = ledger.filter((entry) => entry.marker === marker);
    const known = lines.find((entry) => kindOf(entry) === holding.kind && answers(entry, holding));
    if (known) {
      // What is kept for a later collection stays, and is no stranger.
      if (known.state === 'kept' && !isOpen(known)) continue;
      seen.add(known);
      sorted.ours.push({ holding, entry: known });
      continue;
    }
    // Not its name but its metadata carry the marker, which nobody else writes there.
    const order = holding.kind === 'server' && lines.find((entry) => kindOf(entry) === 'server');
    if (order) {
      seen.add(order);
      sorted.ours.push({ holding, entry: order });
      continue;
    }
    const parent = lines.find((entry) => madeAlong[holding.kind]?.includes(kindOf(entry) as HoldingKind));
    if (parent) sorted.ours.push({ holding, entry: parent });
    else lost.push({ holding, marker });
  }

  for (const { holding, marker } of lost) {
    const alike = lost.filter((each) => each.marker === marker && each.holding.kind === holding.kind);
    const intents = open.filter(
      (entry) => entry.marker === marker && entry.id === undefined && kindOf(entry) === holding.kind,
    );
    if (intents.length === 0)
      sorted.strange.push({ holding, why: '带有测试标记，但清单中没有它的标识，未予删除' });
    else if (alike.length > intents.length) {
      for (const entry of intents) seen.add(entry);
      const why = `带有测试标记的有 ${alike.length} 个，未得到答复的申请只有 ${intents.length} 个，无法分清，未予删除`;
      sorted.strange.push({ holding, entry: intents[0]!, why });
    } else {
      const entry = intents[alike.findIndex((each) => each.holding === holding)]!;
      seen.add(entry);
      sorted.ours.push({ holding, entry });
    }
  }

  for (const holding of listing.holdings.filter((each) => each.partOf)) {
    const whole = sorted.ours.find(
      (each) => each.holding.kind === holding.partOf!.kind && each.holding.id === holding.partOf!.id,
    );
    if (!whole) continue;
    const entry = open.find(
      (each) => each.marker === whole.entry.marker && kindOf(each) === holding.kind && !seen.has(each),
    );
    if (entry) seen.add(entry);
    sorted.ours.push({ holding, entry: entry ?? whole.entry });
  }

  for (const entry of open.filter((each) => !seen.has(each))) {
    const kind = kindOf(entry);
    const unlisted = kind && listing.unlisted.get(kind);
    if (kind === undefined) sorted.unknown.push({ entry, why: `清理程序不认识“${entry.kind}”这一类型` });
    else if (unlisted !== undefined) sorted.unknown.push({ entry, why: `无法列出：${unlisted}` });
    else sorted.settled.push({ entry, state: entry.id === undefined ? 'absent' : 'removed' });
  }
  return sorted;
}
