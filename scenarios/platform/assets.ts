import writeExcelFile from 'write-excel-file/node';
import type { Asset } from '../../spec/index.ts';

const gib = 1024 ** 3;
const terabyte = 1e12;
const purposes: Record<Asset['purpose'], string> = { compute: '计算', storage: '存储', mixed: '计算存储' };

/** The columns of an asset list as a supplier hands it in, and what each takes of a machine. */
const columns: { title: string; width: number; of: (asset: Asset) => string | number | undefined }[] = [
  { title: '序列号', width: 20, of: (asset) => asset.serial },
  { title: '型号', width: 16, of: (asset) => asset.model },
  { title: '用途', width: 10, of: (asset) => purposes[asset.purpose] },
  { title: '路数', width: 8, of: (asset) => asset.sockets },
  { title: '核数', width: 8, of: (asset) => asset.cores },
  { title: '线程数', width: 8, of: (asset) => asset.threads },
  { title: '内存(GiB)', width: 12, of: (asset) => asset.memoryBytes / gib },
  { title: '数据盘容量(TB)', width: 16, of: (asset) => asset.diskBytes / terabyte },
  { title: '副本系数', width: 10, of: (asset) => asset.replicaFactor },
  { title: '带外地址', width: 60, of: (asset) => asset.controllerUrl },
];

/** Writes an asset list as XLSX, one machine a row, text always as text. */
export async function writeAssetList(file: string, assets: readonly Asset[]): Promise<void> {
  const head = columns.map(({ title }) => ({ value: title, type: String, fontWeight: 'bold' as const }));
  const rows = assets.map((asset) =>
    columns.map(({ of }) => {
      const value = of(asset);
      if (value === undefined) return null;
      return typeof value === 'number' ? { value, type: Number } : { value, type: String };
    }),
  );
  await writeExcelFile([head, ...rows], {
    sheet: '资产清单',
    columns: columns.map(({ width }) => ({ width })),
  }).toFile(file);
}
