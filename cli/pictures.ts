import { readEvidence } from '../evidence/index.ts';
import type { Picture, RunRecord } from '../spec/index.ts';

const largestBytes = 2 * 1024 * 1024;
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The screenshots that observations left in the safe, by digest. What is no PNG, or larger than 2 MiB, is left out. */
export async function picturesOf(directory: string, record: RunRecord): Promise<Map<string, Picture>> {
  const items = record.observations
    .flatMap(({ evidence }) => evidence)
    .filter(({ mediaType, bytes }) => mediaType === 'image/png' && bytes <= largestBytes);
  const pictures = new Map<string, Picture>();
  for (const { digest } of items) {
    const bytes = Buffer.from(await readEvidence(directory, digest));
    if (bytes.length < 24 || !bytes.subarray(0, 8).equals(signature)) continue;
    // The header chunk comes first, by the format.
    const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
    if (width > 0 && height > 0) pictures.set(digest, { png: bytes.toString('base64'), width, height });
  }
  return pictures;
}
