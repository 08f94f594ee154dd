import { createHash, randomBytes } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';

/** A file with what a machine knows of it. */
export interface StoredFile {
  bytes: Buffer;
  mode: string;
  mtime: number;
}
export type Files = Map<string, StoredFile>;

/** The chunks of one data set, each kept once and compressed. */
export interface ChunkStore {
  /** Keeps a file's bytes; answers nothing that was not asked. `salt` keeps equal bytes apart. */
  keep(bytes: Buffer, salt: string): void;
  /** A record about one version of one file. */
  note(): void;
  bytes(): number;
}

const recordBytes = 64;
const smallest = 4096;
const largest = 65_536;
/** One place in 4096 is a cut. */
const cut = 0;
/** Fixed numbers without order, one for each byte, for the rolling sum. */
const gear = Uint32Array.from({ length: 256 }, (_, byte) =>
  createHash('sha256').update(String(byte)).digest().readUInt32LE(0),
);

/** Cuts where the content says so, so that what was moved within a file is cut alike. */
function* chunksOf(bytes: Buffer): Generator<Buffer> {
  let start = 0;
  let sum = 0;
  for (let at = 0; at < bytes.length; at++) {
    sum = ((sum << 1) + gear[bytes[at]!]!) >>> 0;
    const length = at + 1 - start;
    // The upper bits depend on the last 32 bytes, the lower ones only on the last few.
    if ((length >= smallest && sum >>> 20 === cut) || length >= largest) {
      yield bytes.subarray(start, at + 1);
      start = at + 1;
      sum = 0;
    }
  }
  if (start < bytes.length) yield bytes.subarray(start);
}

export function openChunkStore(compresses: boolean): ChunkStore {
  const sizes = new Map<string, number>();
  let records = 0;
  return {
    keep(bytes, salt) {
      for (const chunk of chunksOf(bytes)) {
        const key = createHash('sha1').update(salt).update(chunk).digest('base64');
        if (sizes.has(key)) continue;
        const size = compresses
          ? Math.min(chunk.length, deflateRawSync(chunk, { level: 1 }).length)
          : chunk.length;
        sizes.set(key, size);
      }
    },
    note: () => {
      records += recordBytes;
    },
    bytes: () => [...sizes.values()].reduce((sum, size) => sum + size, records),
  };
}

export const newId = (prefix: string) => `${prefix}-${randomBytes(4).toString('hex')}`;

/** The lines in which a machine lists its files. */
export const listing = (files: Files): string =>
  [...files]
    .map(
      ([path, { bytes, mode, mtime }]) =>
        `${createHash('sha256').update(bytes).digest('hex')} ${mode} ${mtime} ${path}\n`,
    )
    .join('');
