import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';

const iterations = 4096;
const hmac = (key: Uint8Array, text: string) => createHmac('sha256', key).update(text).digest();

/** The server's half of SCRAM-SHA-256 (RFC 5802, RFC 7677) for one password and one login. */
export function openScram(password: string) {
  const salt = randomBytes(16);
  let firstBare = '';
  let serverFirst = '';
  return {
    /** Answers the client's first message. */
    first(message: string): string {
      firstBare = message.replace(/^[^,]*,[^,]*,/, '');
      const nonce = /r=([^,]+)/.exec(firstBare)?.[1] ?? '';
      serverFirst = `r=${nonce}${randomBytes(18).toString('base64')},s=${salt.toString('base64')},i=${iterations}`;
      return serverFirst;
    },
    /** Answers the client's last message with the server's signature; undefined when the proof is of another password. */
    last(message: string): string | undefined {
      const [, withoutProof = '', proof = ''] = /^(.*),p=(.*)$/.exec(message) ?? [];
      const exchanged = `${firstBare},${serverFirst},${withoutProof}`;
      const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
      const clientKey = hmac(salted, 'Client Key');
      const stored = createHash('sha256').update(clientKey).digest();
      const signature = hmac(stored, exchanged);
      const wanted = Buffer.from(clientKey.map((byte, index) => byte ^ signature[index]!));
      const given = Buffer.from(proof, 'base64');
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
      return `v=${hmac(hmac(salted, 'Server Key'), exchanged).toString('base64')}`;
    },
  };
}
