import { type Probe, probes } from '../../harness/index.ts';
import { startHost, testMachines } from '../../scenarios/platform/host.ts';
import type { Component, HostComponent } from '../../spec/index.ts';
import { type SshServerOptions, startSsh } from '../harness/ssh-server.ts';
import { type SightResult, sight, startBroken, testTarget, writeTarget } from './support.ts';

/** A host component whose password is the secret that `writeTarget` writes. */
export const hostAt = (url: string, hostKey: string): HostComponent => ({
  id: 'host',
  role: 'host',
  endpoint: url,
  hostKey,
  credentials: { username: 'root', password: { file: 'secret' } },
});

async function shown(id: string, component: Component, timeLimit?: number): Promise<SightResult> {
  const probe: Probe = probes.get(id)!;
  const { targetFile, remove } = writeTarget(testTarget(component));
  try {
    return await sight(probe, targetFile, timeLimit === undefined ? {} : { timeLimit });
  } finally {
    remove();
  }
}

/** What a probe sees of the stand-in's host with these defects. */
export async function seenOnHost(
  id: string,
  { defects = [], machine = 'host-kunpeng' }: { defects?: string[]; machine?: string } = {},
): Promise<SightResult> {
  const profile = testMachines.find(({ name }) => name === machine)!;
  const host = await startHost({
    ...profile,
    ...{ username: 'root', password: 'test-secret', defects: new Set(defects) },
  });
  try {
    return await shown(id, hostAt(host.url, host.hostKey));
  } finally {
    await host.close();
  }
}

/** What answers a command line: its code and output, or nothing ever. */
export type Answer = (
  line: string,
) => { code: number; stdout?: string; stderr?: string } | 'silent' | 'closing';

/** What a probe sees of a host that answers commands in a way of its own. */
export async function seenOn(id: string, answer: Answer, timeLimit = 5): Promise<SightResult> {
  const options: SshServerOptions = {
    authenticate: (method, secret) => method === 'password' && secret === 'test-secret',
    serve: (channel, line) => {
      channel.on('error', () => undefined);
      channel.resume();
      channel.on('end', () => {
        const reply = answer(line.replace(/^.*PATH; /, ''));
        if (reply === 'silent') return;
        if (reply === 'closing') return void channel.close();
        if (reply.stderr) channel.stderr.write(reply.stderr);
        if (reply.stdout) channel.write(reply.stdout);
        channel.exit(reply.code);
        channel.end();
      });
    },
  };
  const server = await startSsh(options);
  try {
    return await shown(id, hostAt(server.url, server.hostKey), timeLimit);
  } finally {
    await server.close();
  }
}

export const brokenHosts = [
  'refusing',
  'closing',
  'silent',
  'garbage',
  'other-key',
  'other-account',
  'commands-hang',
  'commands-close',
  'commands-garbage',
] as const;

/** What a probe sees of a host that is broken in one way. */
export async function seenOnBroken(id: string, kind: (typeof brokenHosts)[number]): Promise<SightResult> {
  const anyKey = `SHA256:${'A'.repeat(43)}`;
  if (kind === 'commands-hang') return seenOn(id, () => 'silent', 1);
  if (kind === 'commands-close') return seenOn(id, () => 'closing', 2);
  if (kind === 'commands-garbage') return seenOn(id, () => ({ code: 0, stdout: '\u0001\u0002garbage\n' }), 2);
  if (kind === 'other-key' || kind === 'other-account') {
    const server = await startSsh({ authenticate: () => false });
    try {
      return await shown(id, hostAt(server.url, kind === 'other-key' ? anyKey : server.hostKey), 2);
    } finally {
      await server.close();
    }
  }
  const broken = await startBroken(kind);
  try {
    return await shown(id, hostAt(broken.url.replace(/^http/, 'ssh'), anyKey), 1);
  } finally {
    await broken.close();
  }
}
