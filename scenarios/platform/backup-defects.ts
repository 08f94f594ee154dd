import type { Defect, Turn } from './defect.ts';

const of =
  (probe: string) =>
  (...measurands: string[]): Turn => ({ probe, measurands });
const modes = of('backup-modes');
const restore = of('backup-restore');
const reduction = of('backup-reduction');
const archive = of('backup-cold-archive');
const recall = of('backup-cold-recall');
const ratios = ['control-ratio', 'deduplication-ratio', 'compression-ratio'];

/** What may be wrong with the backup product. */
export const backupDefects: Defect[] = [
  {
    name: 'backup-full-partial',
    title: '全量备份漏掉部分文件',
    turns: [
      modes('full-restored'),
      restore('restored-in-place', 'restored-elsewhere', 'restore-time'),
      archive('archive-identical'),
      recall('recalled-identical', 'recall-time'),
      reduction('restored-identical', ...ratios),
    ],
  },
  {
    name: 'backup-incremental-stale',
    title: '增量备份没有取到改动',
    turns: [modes('incremental-restored')],
  },
  {
    name: 'backup-incremental-whole',
    title: '增量备份每次写入全部数据',
    turns: [modes('incremental-share')],
  },
  {
    name: 'backup-restore-ignored',
    title: '恢复到原位置的任务报告完成而无效果',
    turns: [restore('restored-in-place')],
  },
  {
    name: 'backup-restore-loses-permissions',
    title: '恢复到新位置的文件权限改变',
    turns: [restore('restored-elsewhere')],
  },
  {
    name: 'backup-restore-fails',
    title: '恢复到新位置的任务失败',
    turns: [
      modes('full-restored', 'incremental-restored'),
      restore('restored-elsewhere', 'restore-time'),
      archive('archive-identical'),
      recall('recalled', 'recalled-identical', 'recall-time'),
      reduction('restored-identical', ...ratios),
    ],
  },
  {
    name: 'backup-archive-warm',
    title: '归档后的副本仍在热存储',
    turns: [archive('archived-to-cold')],
  },
  {
    name: 'backup-archive-hollow',
    title: '冷副本只是指向源副本的索引',
    turns: [archive('archive-identical'), recall('recalled', 'recalled-identical', 'recall-time')],
  },
  {
    name: 'backup-recall-refused',
    title: '不能反向复制',
    turns: [recall('recalled', 'recalled-identical', 'recall-time')],
  },
  {
    name: 'backup-recall-corrupt',
    title: '反向复制的数据有误',
    turns: [recall('recalled-identical', 'recall-time')],
  },
  {
    name: 'backup-no-deduplication',
    title: '备份存储没有重复数据删除',
    turns: [reduction('deduplication-ratio')],
  },
  { name: 'backup-no-compression', title: '备份存储没有压缩', turns: [reduction('compression-ratio')] },
];
