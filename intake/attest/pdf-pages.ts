import { packedObjects } from './pdf-actions.ts';

const reach = 4096;

/**
 * How many pages a PDF says it has, by the greatest count of its page trees; undefined where none is found.
 * An earlier version within the file may have had more, so that this is never too few.
 */
export function pdfPages(bytes: Uint8Array): number | undefined {
  const text = Buffer.from(bytes).toString('latin1');
  const packed = packedObjects(bytes, text);
  const all = 'refusal' in packed ? text : `${text}\n${packed.objects}`;
  let most: number | undefined;
  for (const { index } of all.matchAll(/\/Type\s*\/Pages(?![A-Za-z])/g)) {
    const before = all.slice(Math.max(0, index - reach), index);
    const own = before.slice(Math.max(before.lastIndexOf(' obj'), before.lastIndexOf('/Type')) + 1);
    const after = all.slice(index + 5, index + reach).split(/endobj|\/Type(?![A-Za-z])/)[0]!;
    const count = /\/Count\s+(\d{1,9})(?!\d)/.exec(after) ?? /\/Count\s+(\d{1,9})(?!\d)/.exec(own);
    if (count) most = Math.max(most ?? 0, Number(count[1]));
  }
  return most;
}
