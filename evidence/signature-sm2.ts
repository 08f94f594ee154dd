import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The identity that GB/T 35276 sets where none is agreed on. Node.js cannot name one, so openssl does the work. */
const identity = ['-sigopt', 'distid:1234567812345678'];
const limit = { timeout: 30_000, maxBuffer: 1 << 20 };

let present: boolean | undefined;
/** Is there an openssl program that knows SM2? */
export function hasSm2Program(): boolean {
  present ??= /\bSM2\b/i.test(
    spawnSync('openssl', ['list', '-public-key-algorithms'], { ...limit, encoding: 'utf8' }).stdout ?? '',
  );
  return present;
}

/** Runs openssl with files that hold nothing secret. */
function withFiles<T>(
  files: Record<string, string | Uint8Array>,
  use: (path: (name: string) => string) => T,
): T {
  const folder = mkdtempSync(join(tmpdir(), 'biaochi-sm2-'));
  try {
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    return use((name) => join(folder, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** SM2 signature over SM3, DER; the key goes in through a pipe. Undefined when openssl refuses, with its words. */
export function signSm2(privateKey: string, data: Uint8Array): { signature?: Buffer; complaint: string } {
  return withFiles({ data }, (path) => {
    const done: SpawnSyncReturns<Buffer> = spawnSync(
      // What Node.js gives as standard input is a socket, which cannot be opened by name; what cat gives is a pipe.
      'sh',
      ['-c', 'cat | openssl dgst -sm3 -sign /dev/stdin "$@"', 'sh', ...identity, path('data')],
      { ...limit, input: privateKey },
    );
    const signed = done.status === 0 && done.stdout.length > 0;
    return {
      ...(signed ? { signature: done.stdout } : {}),
      complaint: done.error?.message ?? done.stderr.toString(),
    };
  });
}

/** True or false as openssl found; undefined when there is no openssl that could say. */
export function verifySm2(publicKey: string, data: Uint8Array, signature: Uint8Array): boolean | undefined {
  if (!hasSm2Program()) return undefined;
  return withFiles({ key: publicKey, data, signature }, (path) => {
    const { status, stdout } = spawnSync(
      'openssl',
      ['dgst', '-sm3', '-verify', path('key'), ...identity, '-signature', path('signature'), path('data')],
      { ...limit, encoding: 'utf8' },
    );
    if (status === 0 && /Verified OK/.test(stdout)) return true;
    return /Verification failure/i.test(stdout) || status === 1 ? false : undefined;
  });
}
