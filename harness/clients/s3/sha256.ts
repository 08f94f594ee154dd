import { createHash, createHmac } from 'node:crypto';

type Source = string | ArrayBuffer | ArrayBufferView;
const bytesOf = (source: Source): Uint8Array | string =>
  typeof source === 'string'
    ? source
    : ArrayBuffer.isView(source)
      ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
      : new Uint8Array(source);

/** The signer asks for a constructor of hashes; this one is Node's own SHA-256, or its HMAC when a secret is given. */
export class Sha256 {
  readonly #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;
  constructor(secret?: Source) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }

  update(source: Source): void {
    this.#hash.update(bytesOf(source));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}
