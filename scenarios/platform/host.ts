import { createHash, generateKeyPairSync } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import ssh2, { type ServerChannel } from 'ssh2';
import type { Defect } from './defect.ts';
import { bondingPrograms } from './host/bonding.ts';
import { lastCommand } from './host/command-line.ts';
import { fileSystemPrograms } from './host/file-systems.ts';
import { filePrograms } from './host/files.ts';
import type { HostModel, Program, Reply } from './host/model.ts';
import { systemPrograms } from './host/system.ts';
import { standInName } from './http-service.ts';

const fileSystems = (...measurands: string[]) => [{ probe: 'operating-system-file-systems', measurands }];

const bonding = (...measurands: string[]) => [{ probe: 'operating-system-bonding', measurands }];

/** What may be wrong with the operating system that the hosts run. */
export const hostDefects: Defect[] = [
  {
    name: 'host-miscalculates',
    title: '测试主机上的自检运算结果有误',
    turns: [{ probe: 'operating-system-chips', measurands: ['runs-on-kunpeng', 'runs-on-hygon'] }],
  },
  { name: 'ext3-without-journal', title: '名为 Ext3 的文件系统实为 Ext2', turns: fileSystems('ext3-works') },
  { name: 'ext4-loses-data', title: 'Ext4 重新挂载后文件内容改变', turns: fileSystems('ext4-works') },
  { name: 'xfs-unsupported', title: '内核不支持挂载 XFS', turns: fileSystems('xfs-works') },
  { name: 'ntfs-loses-files', title: 'NTFS 重新挂载后文件丢失', turns: fileSystems('ntfs-works') },
  {
    name: 'bonding-single-mode',
    title: '网卡聚合只有主备一种模式',
    turns: bonding('modes-working', 'mode-count'),
  },
  {
    name: 'bonding-without-failover',
    title: '网卡聚合断开一口后流量中断',
    turns: bonding('modes-working', 'mode-count', 'longest-gap'),
  },
  { name: 'bonding-slow-failover', title: '网卡聚合断开一口后久未切换', turns: bonding('longest-gap') },
];

const programs: Record<string, Program> = {
  ...systemPrograms,
  ...filePrograms,
  ...fileSystemPrograms,
  ...bondingPrograms,
};

export interface HostProfile {
  name: string;
  architecture: string;
  cpuinfo: string;
}

/** The two test machines: one with the ARM processor, one with the x86 one. */
export const testMachines: readonly HostProfile[] = [
  {
    name: 'host-kunpeng',
    architecture: 'aarch64',
    cpuinfo:
      'processor\t: 0\nCPU implementer\t: 0x48\nCPU architecture: 8\nCPU variant\t: 0x1\nCPU part\t: 0xd01\n',
  },
  {
    name: 'host-hygon',
    architecture: 'x86_64',
    cpuinfo:
      'processor\t: 0\nvendor_id\t: HygonGenuine\ncpu family\t: 24\nmodel name\t: Hygon C86 7285 32-core Processor\n',
  },
];

export interface Host {
  /** `ssh://127.0.0.1:port`. */
  url: string;
  /** Fingerprint of its key. */
  hostKey: string;
  close(): Promise<void>;
}

export interface HostOptions extends HostProfile {
  username: string;
  password: string;
  defects?: ReadonlySet<string> | undefined;
}

function modelOf({ name, architecture, cpuinfo, defects }: HostOptions): HostModel {
  return {
    ...{ name, architecture, cpuinfo },
    has: (defect) => defects?.has(defect) === true,
    release:
      'NAME="Stand-in Linux"\nPRETTY_NAME="Stand-in Linux 10 (simulated)"\nID=stand-in\nVERSION_ID="10"\n',
    files: new Map(),
    folders: new Set(),
    loops: new Map(),
    volumes: new Map(),
    mounts: new Map(),
    namespaces: new Map(),
  };
}

async function answer(model: HostModel, line: string, stdin: Buffer): Promise<Reply> {
  const words = lastCommand(line);
  const program = Object.hasOwn(programs, words[0] ?? '') ? programs[words[0]!] : undefined;
  return program
    ? program(words, model, stdin)
    : { code: 127, stderr: `sh: ${words[0] ?? ''}: command not found\n` };
}

function serve(channel: ServerChannel, model: HostModel, line: string): void {
  const chunks: Buffer[] = [];
  channel.on('error', () => undefined);
  channel.on('data', (chunk: Buffer) => chunks.push(chunk));
  channel.on('end', () => {
    answer(model, line, Buffer.concat(chunks)).then(
      ({ code, stdout, stderr }) => {
        if (channel.destroyed) return;
        if (stderr) channel.stderr.write(stderr);
        if (stdout) channel.write(stdout);
        channel.exit(code);
        channel.end();
      },
      // A defect of the stand-in itself: loud, and without an exit code never mistaken for an answer.
      (error: unknown) => {
        console.error(error);
        channel.close();
      },
    );
  });
}

/** A modelled host behind a real SSH server on loopback: it answers the commands it knows and executes none. */
export async function startHost(options: HostOptions): Promise<Host> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = privateKey.export({ type: 'sec1', format: 'pem' }).toString();
  const parsed = ssh2.utils.parseKey(key);
  if (parsed instanceof Error) throw parsed;
  const model = modelOf(options);
  const open = new Set<{ end(): void }>();
  const server = new ssh2.Server({ hostKeys: [key], ident: standInName }, (client) => {
    open.add(client);
    // The types leave it out. Without it each of the many small packets waits for the acknowledgement of the last.
    (client as unknown as { setNoDelay(isOn: boolean): void }).setNoDelay(true);
    client.on('error', () => undefined);
    client.on('close', () => open.delete(client));
    client.on('authentication', (attempt) => {
      const isRight =
        attempt.method === 'password' &&
        attempt.username === options.username &&
        attempt.password === options.password;
      if (isRight) attempt.accept();
      else attempt.reject(['password']);
    });
    client.on('session', (accept) => {
      accept().on('exec', (acceptExec, _, { command }) => serve(acceptExec(), model, command));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  const digest = createHash('sha256').update(parsed.getPublicSSH());
  return {
    url: `ssh://127.0.0.1:${port}`,
    hostKey: `SHA256:${digest.digest('base64').replace(/=+$/, '')}`,
    close: () =>
      new Promise((resolve) => {
        for (const client of open) client.end();
        server.close(() => resolve());
      }),
  };
}
