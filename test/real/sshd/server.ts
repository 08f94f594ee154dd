import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Probe, probes } from '../../../harness/index.ts';
import type { HostComponent } from '../../../spec/index.ts';
import { type SightResult, sight, testTarget, writeTarget } from '../../probes/support.ts';

export interface Sshd {
  component: HostComponent;
  see(probe: string): Promise<SightResult>;
  close(): Promise<void>;
}

export interface SshdOptions {
  /** Text that stands in /proc/cpuinfo for this server and what it starts. */
  cpuinfo?: string;
  /** Programs that go before the system's own, by name. */
  programs?: Record<string, string>;
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('data', () => resolve(true)).once('error', () => resolve(false));
    socket.once('data', () => socket.destroy());
  });

const keygen = (file: string, passphrase: string) =>
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-f', file]);

/** Debian's OpenSSH server on a loopback port, with a configuration and keys of its own. */
export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  const folder = mkdtempSync(join(tmpdir(), 'biaochi-sshd-'));
  const inFolder = (name: string) => join(folder, name);
  keygen(inFolder('host-key'), '');
  keygen(inFolder('login-key'), 'a-phrase');
  writeFileSync(inFolder('authorized'), readFileSync(inFolder('login-key.pub')));
  writeFileSync(inFolder('phrase'), 'a-phrase\n');
  mkdirSync(inFolder('bin'));
  for (const [name, text] of Object.entries(options.programs ?? {})) {
    writeFileSync(inFolder(`bin/${name}`), `#!/bin/sh\n${text}\n`);
    chmodSync(inFolder(`bin/${name}`), 0o755);
  }
  mkdirSync('/run/sshd', { recursive: true });
  const port = await freePort();
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${inFolder('host-key')}`,
    `AuthorizedKeysFile ${inFolder('authorized')}`,
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'StrictModes no',
    'UsePAM no',
    'PidFile none',
    `SetEnv PATH=${inFolder('bin')}:/usr/local/bin:/usr/bin:/bin`,
  ];
  writeFileSync(inFolder('config'), `${lines.join('\n')}\n`);
  const daemon = ['/usr/sbin/sshd', '-D', '-e', '-f', inFolder('config')];
  if (options.cpuinfo !== undefined) writeFileSync(inFolder('cpuinfo'), options.cpuinfo);
  const script = `mount --bind '${inFolder('cpuinfo')}' /proc/cpuinfo && exec "$@"`;
  const [program, ...args] =
    options.cpuinfo === undefined ? daemon : ['unshare', '-m', 'sh', '-c', script, 'sh', ...daemon];
  const child: ChildProcess = spawn(program!, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr!.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const close = async () => {
    child.kill('SIGTERM');
    while (child.exitCode === null && child.signalCode === null) await wait(20);
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tries = 0; !(await answers(port)); tries++) {
    if (tries < 100 && child.exitCode === null) {
      await wait(50);
      continue;
    }
    await close();
    throw new Error(`sshd did not start: ${said}`);
  }
  const told = execFileSync('ssh-keygen', ['-lf', inFolder('host-key.pub')], { encoding: 'utf8' });
  const component: HostComponent = {
    id: 'host',
    role: 'host',
    endpoint: `ssh://127.0.0.1:${port}`,
    hostKey: told.split(' ')[1]!,
    credentials: {
      username: 'root',
      privateKey: { file: inFolder('login-key') },
      passphrase: { file: inFolder('phrase') },
    },
  };
  return {
    component,
    close,
    async see(id) {
      const probe: Probe = probes.get(id)!;
      const { targetFile, remove } = writeTarget(testTarget(component));
      try {
        return await sight(probe, targetFile);
      } finally {
        remove();
      }
    },
  };
}
