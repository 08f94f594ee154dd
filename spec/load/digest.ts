import { createHash } from 'node:crypto';
import { canonicalJson } from '../index.ts';

/** `sha256:<64 hex>` of bytes or of UTF-8 text. */
export function digestOf(bytes: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** Digest of a value's canonical JSON. */
export function digestOfJson(value: unknown): string {
  return digestOf(canonicalJson(value));
}
