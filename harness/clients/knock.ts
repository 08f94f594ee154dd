import { connect } from 'node:net';
import { Fault } from '../../spec/index.ts';
import { asTargetFault } from './http.ts';

const bannerBytes = 255;

/**
 * The first line that a TCP service says of itself, at most 255 bytes; empty when it waits for the client to begin.
 * With `hello` the client begins, and whatever comes first is the answer.
 * Throws TARGET_* when no connection comes about within the limit (ms).
 */
export function knock(
  host: string,
  port: number,
  signal: AbortSignal,
  limitMs: number,
  hello?: Uint8Array,
): Promise<string> {
  const where = `${host}:${port}`;
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    let said = '';
    let connected = false;
    const settle = (act: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      socket.destroy();
      act();
    };
    const answer = () => settle(() => resolve(said.split(/\r?\n/)[0]!.trim()));
    const stop = () => settle(() => reject(signal.reason as Error));
    const timer = setTimeout(
      () => (connected ? answer() : settle(() => reject(new Fault('TARGET_TIMED_OUT', where)))),
      limitMs,
    );
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    socket.once('connect', () => {
      connected = true;
      if (hello) socket.write(hello);
    });
    socket.on('data', (bytes: Buffer) => {
      said += bytes.toString('latin1');
      if (hello || said.includes('\n') || said.length >= bannerBytes) {
        said = said.slice(0, bannerBytes);
        answer();
      }
    });
    socket.once('end', answer);
    socket.once('error', (error) => settle(() => reject(asTargetFault(error, where) ?? error)));
  });
}
