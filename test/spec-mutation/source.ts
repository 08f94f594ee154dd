import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkSource } from '../../cli/source-check.ts';
import { readTenderDocument } from '../../intake/index.ts';
import type { Quantity, Tender } from '../../spec/index.ts';
import type { Leaf } from './leaves.ts';
import type { Slip } from './slips.ts';

/** The tender's own text is not ours to publish: it is looked for by environment or beside the checkout. */
export function officialTextOf(id: string): string | undefined {
  const beside = fileURLToPath(new URL(`../../../shared/domain/tender-${id}.txt`, import.meta.url));
  return [process.env.BIAOCHI_TENDER_SOURCE, beside].find((file) => file && existsSync(file));
}

interface Change {
  leaf: Leaf;
  slip: Slip;
}
/** What `tender check --source` reads: prices, points of indicators, figures of whatever is bound. */
const isRead = ({ file, row, member }: Leaf) =>
  !row.replace(/^items\//, '').includes('/') &&
  (member.startsWith('figures.') ||
    (file === 'tariff.yaml' && member === 'price') ||
    (file === 'kpi.yaml' && member === 'points'));
const ownerOf = ({ row }: Leaf) => row.replace(/^items\//, '');

/** The tender with one change of each owner. */
function changed(tender: Tender, changes: Map<string, Change>): Tender {
  const to = (id: string, member: string) => {
    const change = changes.get(id);
    return change?.leaf.member === member ? String(change.slip.value) : undefined;
  };
  return {
    ...tender,
    tariff: tender.tariff.map((row) => ({ ...row, price: to(row.id, 'price') ?? row.price })),
    kpis: tender.kpis.map((item) => ({ ...item, points: to(item.id, 'points') ?? item.points })),
    checkables: tender.checkables.map((one) => {
      const change = changes.get(one.id);
      if (!change?.leaf.member.startsWith('figures.')) return one;
      const name = change.leaf.member.slice('figures.'.length);
      return { ...one, figures: { ...one.figures, [name]: change.slip.value as Quantity } };
    }),
  };
}

/**
 * Which changes the official text contradicts, as `tender check --source` sees it; those that it does not read are left
 * out. Changes of different rows do not touch each other, so one comparison weighs one of every row at once.
 */
export async function contradictions<C extends Change>(
  tender: Tender,
  file: string,
  all: readonly C[],
): Promise<Map<C, boolean>> {
  const text = await readTenderDocument(file);
  const answers = new Map<C, boolean>();
  const waiting = all.filter(({ leaf }) => isRead(leaf));
  while (waiting.length > 0) {
    const batch = new Map<string, C>();
    for (const change of [...waiting]) {
      const owner = ownerOf(change.leaf);
      if (batch.has(owner)) continue;
      batch.set(owner, change);
      waiting.splice(waiting.indexOf(change), 1);
    }
    const { prices, points, figures } = checkSource(changed(tender, batch), text, file);
    const named = new Set([...prices, ...points, ...figures].map(({ id }) => id));
    for (const [owner, change] of batch) answers.set(change, named.has(owner));
  }
  return answers;
}
