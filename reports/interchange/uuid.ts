import { createHash } from 'node:crypto';

/** Of our names; made once. */
const biaochiNamespace = 'f2d0a6a4-3f0e-4c57-9d1c-5a0f6f7f9b52';

/** RFC 9562 version 5: the same name in the same namespace is the same UUID, on every machine. */
export function nameUuid(name: string, namespace: string = biaochiNamespace): string {
  const bytes = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
    .subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
