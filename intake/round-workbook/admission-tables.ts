import { sideLabels } from './labels.ts';
import { choice, column, type Table } from './table.ts';

const time = { note: '2026-01-31 08:30:00，北京时间', width: 24 };

/** What the platform and the agency record of each bid up to its import. */
export const admissionTables: Table[] = [
  {
    part: 'admission',
    layout: 'rows',
    sheet: '接收记录',
    note: '每份投标文件一行，按交易平台记录填写到秒',
    into: [],
    always: true,
    columns: [
      column('code', '投标编号', 'bid', { needed: true }),
      column('instant', '获取招标文件时间', 'obtainedAt', time),
      column('boolean', '平台记录未获取', 'notObtained', { note: '平台记录从未获取招标文件的填“是”' }),
      column('instant', '最后上传时间', 'uploadedAt', time),
      column('instant', '撤回时间', 'withdrawnAt', time),
      column('boolean', '用指定工具与本单位证书制作', 'madeWithTool', { width: 16 }),
      column('boolean', '加密与未加密文件同时生成', 'sameGeneration', { width: 16 }),
      column('instant', '签到时间', 'signedInAt', time),
      column('boolean', '平台记录未签到', 'noSignIn', { note: '平台记录无人签到的填“是”' }),
      column('instant', '解密时间', 'decryptedAt', time),
      choice('解密失败', 'decryptionFailed', sideLabels, { note: '未失败留空', width: 16 }),
      choice('导入失败', 'importFailed', sideLabels, { note: '未失败留空', width: 16 }),
      column('boolean', '是否导入', 'imported'),
    ],
  },
];
