import { createHash, getHashes, type Hash } from 'node:crypto';

/** SM3 comes with the OpenSSL of Node.js; some builds leave it out. */
export const hasSm3 = getHashes().includes('sm3');

/** A running SM3; undefined where this Node.js has none. */
export function createSm3(): Hash | undefined {
  return hasSm3 ? createHash('sm3') : undefined;
}
