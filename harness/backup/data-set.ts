import { createCipheriv, createHash } from 'node:crypto';
import { Fault } from '../../spec/index.ts';
import { type AdaptedProduct, openAdapted } from '../adapter/adapter.ts';
import type { ProbeContext } from '../probe.ts';

/** A file as a machine lists it. */
export interface ListedFile {
  path: string;
  sha256: string;
  /** Octal. */
  mode: string;
  /** Whole seconds since 1970. */
  mtime: number;
}

/** Test data of one observation: written by us, backed up and restored by the product, compared by digest. */
export interface DataSet {
  name: string;
  product: AdaptedProduct;
  write(path: string, bytes: Uint8Array): Promise<void>;
  remove(path: string): Promise<void>;
  /** Digest of every file as it was last written. */
  written(): ReadonlyMap<string, string>;
  listSource(): Promise<ListedFile[]>;
  /** The files that a restore put into a new place. */
  listRestored(place: string): Promise<ListedFile[]>;
}

/** Operations without which there is no test data at all. */
export const dataOperations = ['create-set', 'remove-set', 'write-file', 'list-source'] as const;

/** Bytes without any pattern, the same for the same key. */
export function seededBytes(key: string, length: number): Buffer {
  const cipher = createCipheriv('aes-256-ctr', createHash('sha256').update(key).digest(), Buffer.alloc(16));
  return cipher.update(Buffer.alloc(length));
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const line = /^([0-9a-f]{64}) ([0-7]{3,5}) (\d+) (.+)$/;

function parse(lines: readonly string[], operation: string): ListedFile[] {
  return lines.map((text) => {
    const found = line.exec(text);
    if (!found)
      throw new Fault(
        'TARGET_GARBAGE',
        `操作 ${operation}：“${text.slice(0, 80)}”不是“SHA-256 权限 修改时间 文件名”`,
      );
    const [, sha256 = '', mode = '', mtime, path = ''] = found;
    return { path, sha256, mode, mtime: Number(mtime) };
  });
}

/** What differs between digests as written and files as listed; undefined when nothing does. */
export function differenceOf(
  written: ReadonlyMap<string, string>,
  listed: readonly ListedFile[],
): string | undefined {
  const found = new Map(listed.map(({ path, sha256 }) => [path, sha256]));
  const named = (paths: string[]) => `${paths.slice(0, 3).join('、')}${paths.length > 3 ? ' 等' : ''}`;
  const missing = [...written.keys()].filter((path) => !found.has(path));
  const changed = [...written].filter(([path, sha]) => found.has(path) && found.get(path) !== sha);
  const strange = [...found.keys()].filter((path) => !written.has(path));
  const parts = [
    ...(missing.length > 0 ? [`缺 ${missing.length} 个文件（${named(missing)}）`] : []),
    ...(changed.length > 0
      ? [`${changed.length} 个文件内容不同（${named(changed.map(([path]) => path))}）`]
      : []),
    ...(strange.length > 0 ? [`多 ${strange.length} 个文件（${named(strange)}）`] : []),
  ];
  return parts.length === 0 ? undefined : parts.join('，');
}

/**
 * Prepares test data on the product of an observation, or only names it when an earlier attempt has prepared it;
 * undefined, with a note, when the adapter does not say how.
 */
export async function openDataSet(
  context: ProbeContext,
  { earlier, suffix }: { earlier?: string; suffix?: string } = {},
): Promise<DataSet | undefined> {
  const product = openAdapted(context);
  const lacks = dataOperations.filter((operation) => !product.has(operation));
  if (lacks.length > 0) {
    context.note(`适配器未声明操作 ${lacks.join('、')}，无法准备测试数据`);
    return undefined;
  }
  const name = earlier ?? (suffix === undefined ? context.marker : `${context.marker}-${suffix}`);
  const set = { set: name };
  const written = new Map<string, string>();
  const removal = async () => void (await product.call('remove-set', set));
  if (earlier === undefined)
    await context.resources.create(
      dataSetKind,
      () => product.call('create-set', set),
      () => name,
      removal,
    );
  else context.resources.adopt(dataSetKind, name, removal);
  return {
    name,
    product,
    async write(path, bytes) {
      await product.call('write-file', {
        ...set,
        path,
        content: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
      });
      written.set(path, sha256Of(bytes));
    },
    async remove(path) {
      await product.call('remove-file', { ...set, path });
      written.delete(path);
    },
    written: () => new Map(written),
    listSource: async () => parse((await product.call('list-source', set)).list('files'), 'list-source'),
    listRestored: async (place) =>
      parse((await product.call('list-restored', { ...set, place })).list('files'), 'list-restored'),
  };
}

/** The kind as the ledger names it. */
export const dataSetKind = '备份测试数据集';

/** Throws TARGET_PREREQUISITE when the protected machine does not hold what we wrote: then no restore says anything. */
export async function assertWritten(data: DataSet): Promise<ListedFile[]> {
  const listed = await data.listSource();
  const difference = differenceOf(data.written(), listed);
  if (difference !== undefined)
    throw new Fault('TARGET_PREREQUISITE', `受保护的机器上读回的测试数据与所写不符：${difference}`);
  return listed;
}
