import type { Measurement } from '../../../spec/index.ts';
import { assertWritten, type DataSet, openDataSet, seededBytes } from '../../backup/data-set.ts';
import { restoreAndCompare } from '../../backup/restored.ts';
import type { Probe, ProbeContext } from '../../probe.ts';

/** One group of data: only one thing can make it smaller. */
interface Group {
  measurand: 'control-ratio' | 'deduplication-ratio' | 'compression-ratio';
  title: string;
  files(seed: string, size: number, copies: number): [string, Buffer][];
}

const groups: readonly Group[] = [
  {
    measurand: 'control-ratio',
    title: '对照：互不重复的随机数据',
    files: (seed, size) => [['control', seededBytes(`${seed} control`, size)]],
  },
  {
    measurand: 'deduplication-ratio',
    title: '重复：同一份随机数据，一半文件逐字节相同，一半偏移不同',
    files: (seed, size, copies) => {
      const body = seededBytes(`${seed} repeated`, size);
      return Array.from({ length: copies }, (_, index) => [
        `repeated-${index}`,
        // Half of them are the same files, which any product must see; where cuts fall in the others is chance.
        Buffer.concat([seededBytes(`${seed} front ${index}`, index < copies / 2 ? 0 : index * 1009), body]),
      ]);
    },
  },
  {
    measurand: 'compression-ratio',
    title: '可压缩：不重复的文本',
    files: (seed, size) => [
      ['text', Buffer.from(seededBytes(`${seed} text`, Math.ceil(size / 2)).toString('hex'))],
    ],
  },
];

/** Backs up three groups of data, each as a set of its own, and reads what each took on the backup storage. */
export const probe: Probe = {
  id: 'backup-reduction',
  version: 1,
  async gather(context) {
    const measurements: Measurement[] = [];
    const identical: boolean[] = [];
    for (const [index, group] of groups.entries()) {
      const data = await openDataSet(context, { suffix: String(index + 1) });
      if (!data?.product.has('backup-full', 'stored-bytes')) return { measurements };
      const { ratio, copy } = await backUp(context, data, group);
      let isWhole = true;
      if (data.product.has('restore-elsewhere', 'list-restored')) {
        const what = {
          operation: 'restore-elsewhere',
          inputs: { copy },
          place: 'elsewhere',
          label: `恢复（${group.title}）`,
        };
        isWhole = (await restoreAndCompare(context, data, what, data.written())).identical;
        identical.push(isWhole);
      }
      // What was lost takes no room either: of a copy that cannot be restored no ratio is given.
      if (ratio !== undefined && isWhole)
        measurements.push({ measurand: group.measurand, unit: 'ratio', values: [ratio] });
    }
    if (identical.length > 0)
      measurements.push({ measurand: 'restored-identical', values: [identical.every(Boolean)] });
    return { measurements };
  },
};

/** Bytes of the source over bytes that the storage grew by; no ratio when the storage did not grow at all. */
async function backUp(
  context: ProbeContext,
  data: DataSet,
  group: Group,
): Promise<{ ratio: number | undefined; copy: string }> {
  const stored = async () => (await data.product.call('stored-bytes', { set: data.name })).number('bytes');
  const files = group.files(data.name, Number(context.inputs.sizeMB) * 1e6, Number(context.inputs.copies));
  const bytes = files.reduce((sum, [, content]) => sum + content.length, 0);
  const before = await stored();
  for (const [path, content] of files) await data.write(path, content);
  await assertWritten(data);
  const copy = (await data.product.call('backup-full', { set: data.name })).text('copy');
  const grown = (await stored()) - before;
  context.step(group.title, `源数据 ${bytes} 字节，备份存储增加 ${grown} 字节`);
  if (grown > 0) return { ratio: bytes / grown, copy };
  context.note(`${group.title}：备份存储没有增加，无法算出比值`);
  return { ratio: undefined, copy };
}
