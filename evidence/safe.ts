import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type EvidenceItem, Fault } from '../spec/index.ts';
import { digestOf } from '../spec/load/index.ts';

function placeOf(directory: string, digest: string): { folder: string; file: string } {
  const hex = digest.replace(/^sha256:/, '');
  if (!/^[0-9a-f]{64}$/.test(hex)) throw new Fault('RECORD_INVALID', `证据摘要格式不对：${digest}`);
  const folder = join(directory, 'evidence', hex.slice(0, 2));
  return { folder, file: join(folder, hex) };
}

/** Writes bytes under their digest, durably, once; equal bytes are one file. */
export async function putEvidence(
  directory: string,
  label: string,
  mediaType: string,
  bytes: Uint8Array,
): Promise<EvidenceItem> {
  const digest = digestOf(bytes);
  const { folder, file } = placeOf(directory, digest);
  const item: EvidenceItem = { digest, mediaType, label, bytes: bytes.length };
  if (
    await stat(file).then(
      () => true,
      () => false,
    )
  )
    return item;
  await mkdir(folder, { recursive: true });
  const draft = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  const handle = await open(draft, 'wx');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
  return item;
}

/** Reads evidence and proves that the bytes still have their digest. */
export async function readEvidence(directory: string, digest: string): Promise<Uint8Array> {
  const { file } = placeOf(directory, digest);
  const bytes = await readFile(file).catch(() => {
    throw new Fault('RECORD_INVALID', [
      { file, message: '证据文件不存在', remedy: '从备份恢复整个测试目录' },
    ]);
  });
  if (digestOf(bytes) !== digest) {
    throw new Fault('RECORD_INVALID', [
      { file, message: '证据内容与摘要不符，可能被改动', remedy: '从备份恢复整个测试目录' },
    ]);
  }
  return bytes;
}
