import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import ssh2, { type ServerChannel } from 'ssh2';

export interface SshServer {
  url: string;
  hostKey: string;
  /** Names that were tried to log in with, and command lines that were asked for. */
  logins: string[];
  lines: string[];
  /** Cuts every connection. */
  cut(): void;
  close(): Promise<void>;
}

export interface SshServerOptions {
  keys?: ('ed25519' | 'ecdsa' | 'rsa')[];
  /** Which of the keys the fingerprint is of. */
  pin?: number;
  authenticate?: (method: string, secret: string) => boolean;
  serve?: (channel: ServerChannel, line: string) => void;
}

/** The library strips zeros off a key and then cannot read it, once in a hundred times: drawn again. */
export function keyPair(kind: 'ed25519' | 'ecdsa' | 'rsa', passphrase?: string) {
  for (;;) {
    const pair = draw(kind, passphrase);
    if (!(ssh2.utils.parseKey(pair.private, passphrase) instanceof Error)) return pair;
  }
}

function draw(kind: 'ed25519' | 'ecdsa' | 'rsa', passphrase?: string) {
  // Typed as if always locked: the library takes an undefined passphrase for none.
  const lock = { passphrase, cipher: 'aes256-ctr', rounds: 2 } as {
    passphrase: string;
    cipher: string;
    rounds: number;
  };
  const options = passphrase === undefined ? undefined : lock;
  if (kind === 'ed25519') return ssh2.utils.generateKeyPairSync('ed25519', options as typeof lock);
  const bits = kind === 'rsa' ? 2048 : 256;
  return ssh2.utils.generateKeyPairSync(kind, { bits, ...options } as { bits: 256; comment: string });
}

export const fingerprint = (publicKey: string): string => {
  const bytes = Buffer.from(publicKey.split(' ')[1]!, 'base64');
  return `SHA256:${createHash('sha256').update(bytes).digest('base64').replace(/=+$/, '')}`;
};

const accepts = (method: string, secret: string) => method === 'password' && secret === 'right-password';

/** A server of the real protocol that executes nothing: `serve` answers each command line. */
export async function startSsh(options: SshServerOptions = {}): Promise<SshServer> {
  const keys = (options.keys ?? ['ed25519']).map((kind) => keyPair(kind));
  const authenticate = options.authenticate ?? accepts;
  const seen = { logins: [] as string[], lines: [] as string[] };
  const clients = new Set<{ end(): void }>();
  const server = new ssh2.Server({ hostKeys: keys.map((pair) => pair.private) }, (client) => {
    clients.add(client);
    client.on('close', () => clients.delete(client));
    client.on('error', () => undefined);
    client.on('authentication', (attempt) => {
      seen.logins.push(`${attempt.username}/${attempt.method}`);
      const secret =
        attempt.method === 'password'
          ? attempt.password
          : attempt.method === 'publickey'
            ? attempt.key.data.toString('base64')
            : '';
      if (authenticate(attempt.method, secret)) attempt.accept();
      else attempt.reject(['password', 'publickey']);
    });
    client.on('session', (accept) => {
      accept().on('exec', (acceptExec, _reject, { command }) => {
        seen.lines.push(command);
        options.serve?.(acceptExec(), command);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  const cut = () => {
    for (const client of clients) client.end();
  };
  return {
    url: `ssh://127.0.0.1:${port}`,
    hostKey: fingerprint(keys[options.pin ?? 0]!.public),
    ...seen,
    cut,
    close: async () => {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
