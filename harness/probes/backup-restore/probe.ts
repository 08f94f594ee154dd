import type { Measurement } from '../../../spec/index.ts';
import {
  assertWritten,
  type DataSet,
  type ListedFile,
  openDataSet,
  seededBytes,
} from '../../backup/data-set.ts';
import { restoreAndCompare } from '../../backup/restored.ts';
import type { Probe, ProbeContext } from '../../probe.ts';

const largeFiles = 6;

/** Backs up files of all sizes, spoils the originals, and restores them in place and to a new place. */
export const probe: Probe = {
  id: 'backup-restore',
  version: 1,
  async gather(context) {
    const data = await openDataSet(context);
    const measurements: Measurement[] = [];
    if (!data?.product.has('backup-full')) return { measurements };
    for (const [path, bytes] of filesOf(data.name, Number(context.inputs.sizeMB) * 1e6))
      await data.write(path, bytes);
    const original = await assertWritten(data);
    const wanted = data.written();
    const copy = (await data.product.call('backup-full', { set: data.name })).text('copy');
    context.step('备份', `副本 ${copy}，${original.length} 个文件`);
    if (data.product.has('restore-in-place', 'remove-file')) {
      const value = await restoredInPlace(context, data, copy, original);
      measurements.push({ measurand: 'restored-in-place', values: [value] });
    }
    if (data.product.has('restore-elsewhere', 'list-restored')) {
      const what = {
        operation: 'restore-elsewhere',
        inputs: { copy },
        place: 'elsewhere',
        label: '恢复到新位置',
      };
      const restored = await restoreAndCompare(context, data, what, wanted);
      const value = restored.identical && sameAttributes(context, original, restored.files);
      measurements.push({ measurand: 'restored-elsewhere', values: [value] });
      // How long it takes to bring back something else is of no interest.
      if (restored.identical)
        measurements.push({ measurand: 'restore-time', unit: 's', values: [restored.seconds] });
    }
    return { measurements };
  },
};

/** Empty, tiny, odd and large ones, a long name and one in Chinese. */
function filesOf(seed: string, total: number): [string, Buffer][] {
  const sizes: [string, number][] = [
    ['empty', 0],
    ['one-byte', 1],
    ['odd', 4097],
    [`long-${'n'.repeat(195)}`, 10_000],
    ['文件名含 空格', 20_000],
  ];
  const rest = Math.max(1, total - sizes.reduce((sum, [, size]) => sum + size, 0));
  for (let index = 0; index < largeFiles; index++)
    sizes.push([`large-${index}`, Math.max(1, Math.round(rest / largeFiles))]);
  return sizes.map(([path, size]) => [path, seededBytes(`${seed} ${path}`, size)]);
}

async function restoredInPlace(
  context: ProbeContext,
  data: DataSet,
  copy: string,
  original: readonly ListedFile[],
): Promise<boolean> {
  // What was written stays known to the caller; here the machine's copy is spoilt.
  for (const [index, { path }] of original.entries()) {
    if (index % 2 === 0) await data.remove(path);
    else await data.write(path, seededBytes(`${data.name} spoilt ${path}`, 777));
  }
  await assertWritten(data);
  context.step('改写与删除原件', `${original.length} 个文件均已不同于备份时`);
  const { refused } = await data.product.ask('restore-in-place', { set: data.name, copy });
  if (refused !== undefined) {
    context.step('恢复到原位置：备份系统答复未能恢复', refused);
    return false;
  }
  const now = new Map((await data.listSource()).map((file) => [file.path, file]));
  return sameAttributes(
    context,
    original,
    [...now.values()].filter(({ path }) => original.some((file) => file.path === path)),
    '恢复到原位置',
  );
}

/** Contents, permissions and times of modification, file by file. */
function sameAttributes(
  context: ProbeContext,
  original: readonly ListedFile[],
  found: readonly ListedFile[],
  label = '核对新位置的权限与修改时间',
): boolean {
  const byPath = new Map(found.map((file) => [file.path, file]));
  const differing = original.flatMap((file) => {
    const other = byPath.get(file.path);
    if (!other) return [`${file.path}：没有`];
    const what = [
      ...(other.sha256 === file.sha256 ? [] : ['内容']),
      ...(Number.parseInt(other.mode, 8) === Number.parseInt(file.mode, 8)
        ? []
        : [`权限 ${file.mode} → ${other.mode}`]),
      ...(other.mtime === file.mtime ? [] : ['修改时间']),
    ];
    return what.length === 0 ? [] : [`${file.path}：${what.join('、')}不同`];
  });
  context.step(label, differing.length === 0 ? '一致' : differing.slice(0, 5).join('；'));
  return differing.length === 0;
}
