import type { ProbeContext } from '../probe.ts';
import { type DataSet, differenceOf, type ListedFile } from './data-set.ts';

/** A restore to a new place: whether it holds what it should, and how long it took until it could be read. */
export interface Restored {
  identical: boolean;
  files: ListedFile[];
  seconds: number;
}

/**
 * Restores to a new place by the operation named and compares every file with what was written at the time.
 * That the product refuses or fails to restore is seen as such; whatever else goes wrong is a fault.
 */
export async function restoreAndCompare(
  context: ProbeContext,
  data: DataSet,
  what: { operation: string; inputs: Record<string, string>; place: string; label: string },
  wanted: ReadonlyMap<string, string>,
): Promise<Restored> {
  const { operation, inputs, place, label } = what;
  const started = performance.now();
  const { refused } = await data.product.ask(operation, { set: data.name, ...inputs, place });
  if (refused !== undefined) {
    context.step(`${label}：备份系统答复未能恢复`, refused);
    return { identical: false, files: [], seconds: (performance.now() - started) / 1000 };
  }
  const files = await data.listRestored(place);
  const seconds = (performance.now() - started) / 1000;
  const difference = differenceOf(wanted, files);
  context.step(label, difference ?? `${files.length} 个文件逐字节一致，用时 ${seconds.toFixed(2)} 秒`);
  return { identical: difference === undefined, files, seconds };
}
