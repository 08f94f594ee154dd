import { crc32 } from 'node:zlib';
import { Inflate } from 'fflate';

/** Why an archive is not taken; `message` and `remedy` are for people. */
interface ZipRefusal {
  message: string;
  remedy: string;
}
export type ZipResult =
  | { entries: ZipEntry[]; refusal?: undefined }
  | { entries?: undefined; refusal: ZipRefusal };

interface ZipEntry {
  name: string;
  /** Unpacks; never more than the directory declared. Undefined when content and declaration disagree. */
  read(): Uint8Array | undefined;
}

/** What an office document of people's making stays far below. */
export const zipLimits = { fileBytes: 20_000_000, entries: 2_000, unpackedBytes: 32_000_000 };

const endSignature = 0x06054b50;
const directorySignature = 0x02014b50;
const localSignature = 0x04034b50;
const damaged: ZipRefusal = {
  message: '压缩结构损坏，或不是 XLSX 文件',
  remedy: '用电子表格软件重新打开并另存为 .xlsx 后提交',
};
const refuse = (message: string, remedy: string): ZipResult => ({ refusal: { message, remedy } });

/** Reads the directory of an archive and bounds it before anything is unpacked. */
export function openZip(bytes: Uint8Array): ZipResult {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length > zipLimits.fileBytes) {
    return refuse(`文件超过 ${zipLimits.fileBytes / 1e6} MB`, '删去与清单无关的内容后重新提交');
  }
  const end = findEnd(view);
  if (end === undefined) return { refusal: damaged };
  const count = view.getUint16(end + 10, true);
  if (count > zipLimits.entries) {
    return refuse(
      `压缩包内有 ${count} 个文件，超过 ${zipLimits.entries} 个`,
      '提交由电子表格软件直接保存的 .xlsx',
    );
  }
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let unpacked = 0;
  let at = view.getUint32(end + 16, true);
  for (let index = 0; index < count; index++) {
    if (at + 46 > end || view.getUint32(at, true) !== directorySignature) return { refusal: damaged };
    const packed = view.getUint32(at + 20, true);
    const size = view.getUint32(at + 24, true);
    const nameLength = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    if (view.getUint16(at + 8, true) & 1)
      return refuse(`压缩包内的 ${name} 已加密`, '取消文件的打开密码后重新保存');
    // Zip64 writes all ones here; nothing of that size would be taken anyway.
    unpacked += size;
    if (unpacked > zipLimits.unpackedBytes) {
      return refuse(
        `解压后超过 ${zipLimits.unpackedBytes / 1e6} MB，疑为压缩炸弹或夹带了其他内容`,
        '只保留资产清单所需的工作表与内容后重新保存',
      );
    }
    if (names.has(name)) return refuse(`压缩包内的 ${name} 出现两次，内容有歧义`, damaged.remedy);
    names.add(name);
    const entry = {
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed,
      size,
      offset: view.getUint32(at + 42, true),
    };
    entries.push({ name, read: () => unpack(bytes, view, entry) });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return { entries };
}

function findEnd(view: DataView): number | undefined {
  const lowest = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= lowest; at--) {
    if (view.getUint32(at, true) === endSignature) return at;
  }
  return undefined;
}

function unpack(
  bytes: Uint8Array,
  view: DataView,
  entry: { method: number; crc: number; packed: number; size: number; offset: number },
): Uint8Array | undefined {
  const { method, crc, packed, size, offset } = entry;
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== localSignature) return undefined;
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + packed > bytes.length) return undefined;
  const content = bytes.subarray(start, start + packed);
  const plain = method === 0 ? content : method === 8 ? inflate(content, size) : undefined;
  return plain?.length === size && crc32(plain) === crc ? plain : undefined;
}

const pieceBytes = 16_384;

/** Inflates piece by piece, so that content which is larger than declared is dropped at the first piece too many. */
function inflate(content: Uint8Array, size: number): Uint8Array | undefined {
  const plain = new Uint8Array(size);
  let length = 0;
  let tooLong = false;
  const stream = new Inflate((chunk) => {
    tooLong ||= length + chunk.length > size;
    if (!tooLong) plain.set(chunk, length);
    length += chunk.length;
  });
  try {
    for (let at = 0; at < content.length && !tooLong; at += pieceBytes) {
      stream.push(content.subarray(at, at + pieceBytes), at + pieceBytes >= content.length);
    }
  } catch {
    return undefined;
  }
  return tooLong || length !== size ? undefined : plain;
}
