import type { Measurement } from '../../../spec/index.ts';
import { assertWritten, type DataSet, openDataSet, seededBytes } from '../../backup/data-set.ts';
import { restoreAndCompare } from '../../backup/restored.ts';
import type { Probe, ProbeContext } from '../../probe.ts';

const fileCount = 20;
const rounds = 2;
const nameOf = (index: number) => `file-${String(index).padStart(3, '0')}`;

/** A copy, and what the data were when it was made. */
interface Copy {
  id: string;
  wanted: ReadonlyMap<string, string>;
  /** Bytes that the backup storage grew by; undefined when they cannot be read. */
  grown: number | undefined;
}

/** Takes a full and two incremental backups of known data and restores each point in time. */
export const probe: Probe = {
  id: 'backup-modes',
  version: 1,
  async gather(context) {
    const data = await openDataSet(context);
    const measurements: Measurement[] = [];
    if (!data?.product.has('backup-full', 'restore-elsewhere', 'list-restored')) return { measurements };
    const bytes = Math.max(1, Math.round((Number(context.inputs.sizeMB) * 1e6) / fileCount));
    for (let index = 0; index < fileCount; index++)
      await data.write(nameOf(index), seededBytes(`${data.name} 0 ${index}`, bytes));
    const full = await back(context, data, 'backup-full', '全量备份');
    const increments: Copy[] = [];
    if (data.product.has('backup-incremental', 'remove-file'))
      for (let round = 1; round <= rounds; round++) {
        await change(context, data, round, bytes);
        increments.push(await back(context, data, 'backup-incremental', `第 ${round} 次增量备份`));
      }
    measurements.push({ measurand: 'full-restored', values: [await holds(context, data, full, '全量')] });
    const restored: boolean[] = [];
    for (const [index, copy] of increments.entries())
      restored.push(await holds(context, data, copy, `第 ${index + 1} 次增量`));
    if (restored.length > 0)
      measurements.push({ measurand: 'incremental-restored', values: [restored.every(Boolean)] });
    const shares = sharesOf(full, increments);
    if (shares.length > 0) measurements.push({ measurand: 'incremental-share', unit: '%', values: shares });
    return { measurements };
  },
};

async function stored(data: DataSet): Promise<number | undefined> {
  if (!data.product.has('stored-bytes')) return undefined;
  return (await data.product.call('stored-bytes', { set: data.name })).number('bytes');
}

async function back(context: ProbeContext, data: DataSet, operation: string, label: string): Promise<Copy> {
  await assertWritten(data);
  const before = await stored(data);
  const id = (await data.product.call(operation, { set: data.name })).text('copy');
  const after = await stored(data);
  const grown = before === undefined || after === undefined ? undefined : after - before;
  context.step(label, `副本 ${id}${grown === undefined ? '' : `，备份存储增加 ${grown} 字节`}`);
  return { id, wanted: data.written(), grown };
}

/** Rewrites the share that is asked for, takes one file away and adds one. */
async function change(context: ProbeContext, data: DataSet, round: number, bytes: number): Promise<void> {
  const share = Number(context.inputs.changedPercent) / 100;
  const changed = Math.min(fileCount - rounds, Math.max(1, Math.round(fileCount * share)));
  for (let index = 0; index < changed; index++)
    await data.write(nameOf(index), seededBytes(`${data.name} ${round} ${index}`, bytes));
  await data.remove(nameOf(fileCount - round));
  await data.write(`added-${round}`, seededBytes(`${data.name} added ${round}`, bytes));
}

async function holds(context: ProbeContext, data: DataSet, copy: Copy, label: string): Promise<boolean> {
  const what = {
    operation: 'restore-elsewhere',
    inputs: { copy: copy.id },
    place: `p-${copy.id.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 24)}`,
    label: `由${label}备份恢复到新位置`,
  };
  return (await restoreAndCompare(context, data, what, copy.wanted)).identical;
}

/** Of a full backup that took no room nothing is a share. */
function sharesOf(full: Copy, increments: readonly Copy[]): number[] {
  const whole = full.grown;
  if (whole === undefined || whole <= 0) return [];
  return increments.flatMap(({ grown }) => (grown === undefined || grown < 0 ? [] : [(grown / whole) * 100]));
}
