import { createHash } from 'node:crypto';
import { connect } from 'node:tls';
import { Fault } from '../../../spec/index.ts';
import { asTargetFault } from '../http.ts';

/**
 * SHA-256 of the public key (base64) of a server whose certificate the given CA vouches for by our own handshake: a browser
 * cannot be handed a CA, but a key. Throws TARGET_CERTIFICATE when the CA does not vouch for it.
 */
export function vouchedKey(address: URL, ca: string, signal: AbortSignal): Promise<string> {
  const host = address.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port: Number(address.port) || 443,
      ca,
      // A literal address is no name to indicate.
      ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
    });
    const fail = (error: unknown) => {
      socket.destroy();
      reject(error as Error);
    };
    const stop = () => fail(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    socket.setTimeout(15_000, () => fail(new Fault('TARGET_TIMED_OUT', address.host)));
    socket.once('error', (error) => fail(asTargetFault(error, address.host) ?? error));
    socket.once('secureConnect', () => {
      signal.removeEventListener('abort', stop);
      const key = socket.getPeerX509Certificate()?.publicKey.export({ type: 'spki', format: 'der' });
      socket.destroy();
      if (key === undefined) return reject(new Fault('TARGET_TLS', `${address.host}：没有证书`));
      resolve(createHash('sha256').update(key).digest('base64'));
    });
  });
}
