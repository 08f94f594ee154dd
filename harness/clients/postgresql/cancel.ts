import { connect } from 'node:net';
import { asTargetFault } from '../http.ts';
import type { SqlSession } from '../postgresql.ts';
import type { DatabaseContext } from './connect.ts';

const requestCode = 80877102;
const defaultPort = 5432;
const limitMs = 5_000;

/** Asks the server, over a connection of its own as the protocol has it, to end the statement that a session runs. */
export function cancelRequest(
  context: Pick<DatabaseContext, 'permit'>,
  endpoint: string,
  { client }: SqlSession,
): Promise<void> {
  context.permit(endpoint);
  const { processID, secretKey } = client as unknown as { processID: number; secretKey: number };
  const request = Buffer.alloc(16);
  [16, requestCode, processID, secretKey].forEach(
    (word, index) => void request.writeInt32BE(word, index * 4),
  );
  const { hostname, port } = new URL(endpoint);
  return new Promise((resolve, reject) => {
    const host = hostname.replace(/^\[|\]$/g, '');
    const socket = connect({ host, port: port === '' ? defaultPort : Number(port) }, () =>
      socket.write(request),
    );
    socket.setTimeout(limitMs, () => socket.destroy());
    socket.on('data', () => undefined);
    socket.on('error', (error) => reject(asTargetFault(error, endpoint) ?? error));
    socket.on('close', () => resolve());
  });
}
