import { type Dirent, constants as flags } from 'node:fs';
import { lstat, open, opendir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Fault } from '../../spec/index.ts';
import type { Complaints } from './complaints.ts';

const formats = { '.yaml': 'yaml', '.json': 'json', '.xlsx': 'xlsx' } as const;

export interface FoundFile {
  /** From the folder of the round. */
  file: string;
  path: string;
  /** What it must be named for: the id of a bid or a member, or the kind of the file. */
  stem: string;
  format: (typeof formats)[keyof typeof formats];
}
export interface FoundBid extends FoundFile {
  /** Where the texts of the bid may stand, from the folder of the round. */
  folder: string;
}
export const singleFiles = ['round', 'admission', 'proceedings', 'signing', 'freeze'] as const;
export type SingleFile = (typeof singleFiles)[number];
/** Lies beside a round and is no part of it: what its simulation assumes, by the name that the guide gives it. */
const besides = 'assumptions';
export interface RoundFolder {
  single: Partial<Record<SingleFile, FoundFile>>;
  /** What they hold their sheets tell, whatever they are named. */
  workbooks: FoundFile[];
  bids: FoundBid[];
  sheets: FoundFile[];
}

const entriesRead = 2000;
const layout =
  '文件夹内放 round.yaml、admission.yaml、proceedings.yaml、signing.yaml、freeze.json（或填好的模板 .xlsx）及 bids、scores 两个文件夹';

/** Finds what a folder holds of a round; links, unknown and doubled files are complained of. Reads no content. */
export async function findRound(folder: string, complaints: Complaints): Promise<RoundFolder> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder)
    throw new Fault('INTAKE_UNREADABLE', [
      { file: folder, message: '没有这个文件夹', remedy: `检查路径；${layout}` },
    ]);
  const entries = await entriesOf(folder, '', complaints);
  const single: RoundFolder['single'] = {};
  const workbooks: FoundFile[] = [];
  for (const name of entries.files) {
    const found = foundFile(folder, name, complaints);
    if (!found) continue;
    const stem = singleFiles.find((one) => one === found.stem);
    if (found.format === 'xlsx') workbooks.push(found);
    else if (found.stem === besides) continue;
    else if (!stem) complaints.ofFile(name, '不认识的文件', `改正文件名；${layout}`);
    else if (single[stem])
      complaints.ofFile(name, `与 ${single[stem].file} 是同一内容的两份文件`, '只留一份');
    else single[stem] = found;
  }
  for (const name of entries.folders)
    if (/^(bids?|scores?|sheets?|marks?)$/i.test(name) && !['bids', 'scores'].includes(name))
      complaints.ofFile(`${name}/`, '不认识的文件夹', '投标文件放入 bids，评分表放入 scores');
  if (!entries.folders.includes('bids'))
    complaints.ofFile('bids/', '没有投标文件的文件夹', '建立 bids 文件夹；没有投标人时留空');
  return {
    single,
    workbooks,
    bids: entries.folders.includes('bids') ? await findBids(folder, complaints) : [],
    sheets: entries.folders.includes('scores') ? await findSheets(folder, complaints) : [],
  };
}

async function findBids(folder: string, complaints: Complaints): Promise<FoundBid[]> {
  const entries = await entriesOf(folder, 'bids', complaints);
  const bids = new Map<string, FoundBid>();
  const take = (found: FoundFile | undefined, id: string) => {
    if (!found) return;
    const before = bids.get(id);
    if (before) complaints.ofFile(found.file, `与 ${before.file} 是同一投标文件的两份`, '只留一份');
    else bids.set(id, { ...found, stem: id, folder: `bids/${id}` });
  };
  for (const name of entries.files) {
    const found = foundFile(folder, `bids/${name}`, complaints);
    if (found) take(found, found.stem);
  }
  for (const id of entries.folders) {
    let holdsBid = false;
    for (const extension of Object.keys(formats)) {
      const file = `bids/${id}/bid${extension}`;
      if (!(await lstat(join(folder, file)).catch(() => undefined))) continue;
      holdsBid = true;
      take(foundFile(folder, file, complaints), id);
    }
    if (!holdsBid && !bids.has(id))
      complaints.ofFile(`bids/${id}/`, '文件夹中没有 bid.yaml', '放入 bid.yaml、bid.json 或 bid.xlsx');
  }
  return [...bids.values()];
}

async function findSheets(folder: string, complaints: Complaints): Promise<FoundFile[]> {
  const entries = await entriesOf(folder, 'scores', complaints);
  for (const name of entries.folders)
    complaints.ofFile(
      `scores/${name}/`,
      '评分表不放在下级文件夹中',
      '移到 scores 文件夹，以评委编号为文件名',
    );
  return entries.files.flatMap((name) => foundFile(folder, `scores/${name}`, complaints) ?? []);
}

function foundFile(folder: string, file: string, complaints: Complaints): FoundFile | undefined {
  const extension = extname(file);
  const name = file.slice(file.lastIndexOf('/') + 1);
  const isData = /^\.(ya?ml|json|xls[xmb]?|csv|ods|et)$/i.test(extension);
  if (!isData && !file.includes('/')) return undefined;
  const format = formats[extension.toLowerCase() as keyof typeof formats];
  if (!format) {
    const remedy = /^\.xls/i.test(extension)
      ? '用电子表格软件另存为不含宏的 .xlsx'
      : /^\.yml$/i.test(extension)
        ? '扩展名改为 .yaml'
        : '用 .yaml、.json 或 .xlsx；附件放入该投标人的文件夹';
    complaints.ofFile(file, `不收 ${extension || '无扩展名的'} 文件`, remedy);
    return undefined;
  }
  return { file, path: join(folder, file), stem: name.slice(0, -extension.length), format };
}

/** Names in a folder, sorted; what is hidden or an editor's lock does not count. */
async function entriesOf(
  folder: string,
  below: string,
  complaints: Complaints,
): Promise<{ files: string[]; folders: string[] }> {
  const files: string[] = [];
  const folders: string[] = [];
  let count = 0;
  for await (const entry of await opendir(join(folder, below))) {
    if (/^(\.|~\$)/.test(entry.name)) continue;
    const shown = below === '' ? entry.name : `${below}/${entry.name}`;
    if (++count > entriesRead) {
      complaints.ofFile(`${below || '.'}/`, `文件超过 ${entriesRead} 个，其余未读`, '只放本次评审的文件');
      break;
    }
    if (entry.isDirectory()) folders.push(entry.name);
    else if (entry.isFile() && !/\.(md|txt)$/i.test(entry.name)) files.push(entry.name);
    else if (!entry.isFile()) complaints.ofFile(shown, ...oddEntry(entry));
  }
  return { files: files.sort(), folders: folders.sort() };
}

function oddEntry(entry: Dirent): [string, string] {
  return entry.isSymbolicLink()
    ? ['是符号链接，不予读取', '换成文件或文件夹本身']
    : ['不是普通文件', '删去或换成普通文件'];
}

/** The bytes of an ordinary file of bounded size; a link is not followed. Throws INTAKE_UNREADABLE. */
export async function boundedBytes(path: string, file: string, limit: number): Promise<Uint8Array> {
  const refuse = (message: string, remedy: string): never => {
    throw new Fault('INTAKE_UNREADABLE', [{ file, message, remedy }]);
  };
  // Neither a link nor a pipe that nobody writes to may hold us up; not every system has these flags.
  const handle = await open(path, flags.O_RDONLY | (flags.O_NOFOLLOW ?? 0) | (flags.O_NONBLOCK ?? 0)).catch(
    (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT'
        ? refuse('文件不存在', '检查路径')
        : error.code === 'ELOOP'
          ? refuse('是符号链接，不予读取', '换成文件本身')
          : refuse('文件无法读取', '检查权限'),
  );
  try {
    const { size, isFile } = await handle
      .stat()
      .then((found) => ({ size: found.size, isFile: found.isFile() }));
    if (!isFile) refuse('不是普通文件', '换成普通文件');
    if (size > limit) refuse(`文件超过 ${Math.floor(limit / 1e6)} MB`, '只留评审所需的内容');
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}
