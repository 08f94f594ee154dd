import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync, inflateSync } from 'node:zlib';
import { unzipSync } from 'fflate';

/** The forms in which a canary is looked for; its base64 also where other bytes stand before it. */
export function searchedForms(canary: string): string[] {
  const bytes = Buffer.from(canary);
  const shifted = [1, 2].map((by) =>
    Buffer.concat([Buffer.alloc(by), bytes])
      .toString('base64')
      .slice(4, -4),
  );
  const json = JSON.stringify(canary).slice(1, -1);
  return [
    ...new Set([
      canary,
      encodeURIComponent(canary),
      json,
      JSON.stringify(json).slice(1, -1),
      bytes.toString('base64').replace(/=+$/, '').slice(0, -1),
      bytes.toString('base64url').slice(0, -1),
      ...shifted,
      bytes.toString('hex'),
    ]),
  ].filter((form) => form.length >= 8);
}

/** What a file holds: its bytes, and those that are packed in it (ZIP members, PDF streams, base64 of binary bodies). */
export function unpacked(bytes: Uint8Array): Uint8Array[] {
  const buffer = Buffer.from(bytes);
  const found: Uint8Array[] = [buffer];
  if (buffer.subarray(0, 4).equals(Buffer.from('PK\x03\x04'))) found.push(...Object.values(unzipSync(bytes)));
  if (buffer.subarray(0, 5).toString() === '%PDF-') found.push(...pdfStreams(buffer));
  for (const [, text] of buffer.toString('latin1').matchAll(/base64:([A-Za-z0-9+/=]{8,})/g))
    found.push(Buffer.from(text!, 'base64'));
  return found;
}

function pdfStreams(pdf: Buffer): Buffer[] {
  const streams: Buffer[] = [];
  for (let at = pdf.indexOf('stream'); at >= 0; at = pdf.indexOf('stream', at + 6)) {
    if (pdf.subarray(at - 3, at).toString() === 'end') continue;
    const start = at + (pdf[at + 6] === 13 ? 8 : 7);
    const body = pdf.subarray(start, pdf.indexOf('endstream', start));
    for (const inflate of [inflateSync, inflateRawSync]) {
      try {
        streams.push(inflate(body));
        break;
      } catch {
        // Not packed that way; the raw bytes are searched as they are.
      }
    }
  }
  return streams;
}

export function filesUnder(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}

export interface Search {
  canaries: number;
  outputs: number;
  bytes: number;
  hits: { canary: string; form: string; where: string; around: string }[];
}

/** Looks for every form of every canary in every output. */
export function searchAll(
  canaries: ReadonlyMap<string, string>,
  outputs: ReadonlyMap<string, Uint8Array>,
): Search {
  const search: Search = { canaries: canaries.size, outputs: outputs.size, bytes: 0, hits: [] };
  const forms = [...canaries].flatMap(([value, what]) =>
    searchedForms(value).map((form) => ({ what, form, bytes: Buffer.from(form) })),
  );
  for (const [where, packed] of outputs)
    for (const bytes of unpacked(packed)) {
      const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      search.bytes += buffer.length;
      for (const { what, form, bytes: wanted } of forms) {
        const at = buffer.indexOf(wanted);
        if (at >= 0)
          search.hits.push({
            canary: what,
            form,
            where,
            around: buffer.subarray(Math.max(0, at - 60), at + 60).toString('utf8'),
          });
      }
    }
  return search;
}

export function outputsOf(directory: string): Map<string, Uint8Array> {
  return new Map(filesUnder(directory).map((file) => [file.slice(directory.length + 1), readFileSync(file)]));
}
