import { execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { probes } from '../../../harness/index.ts';
import { arrivalsIn, flowed, longestGap } from '../../../harness/probes/operating-system-bonding/flow.ts';
import { seenTrue, sight, testTarget, valuesOf, writeTarget } from '../../probes/support.ts';
import { type Sshd, type SshdOptions, startSshd } from './server.ts';

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const running: Sshd[] = [];
async function host(options: SshdOptions = {}): Promise<Sshd> {
  const started = await startSshd(options);
  running.push(started);
  return started;
}
afterEach(async () => {
  for (const one of running.splice(0)) await one.close();
});

/** What a probe of ours may have left on this machine. */
const remains = () => ({
  folders: readdirSync('/var/tmp').filter((name) => name.startsWith('biaochi-')),
  mounts: readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .filter((line) => line.includes('biaochi-')),
  loops: execFileSync('losetup', ['-l', '-n', '-O', 'BACK-FILE'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('biaochi-')),
});
const nothing = { folders: [], mounts: [], loops: [] };

describe('file systems of Debian over its own sshd', () => {
  it('makes, mounts, fills and reads back what the kernel of this machine has', async () => {
    const seen = await (await host()).see('operating-system-file-systems');
    console.log(seen.steps.map(({ label, detail }) => `${label}：${detail}`).join('\n'));
    expect(seen.state).toBe('completed');
    expect(seenTrue(seen)).toEqual(['ext3-works', 'ext4-works', 'ntfs-works', 'xfs-works']);
    expect(remains()).toEqual(nothing);
  });

  it('catches an Ext3 that is none, a system without XFS tools, and a check that fails', async () => {
    const planted = await host({
      programs: {
        'mkfs.ext3': 'exec /usr/sbin/mkfs.ext2 "$@"',
        'mkfs.xfs': 'exit 127',
        e2fsck: 'echo "unexpected inconsistency" >&2; exit 4',
      },
    });
    const seen = await planted.see('operating-system-file-systems');
    expect(valuesOf(seen, 'ext3-works')).toEqual([false]);
    expect(valuesOf(seen, 'ext4-works')).toEqual([false]);
    expect(valuesOf(seen, 'xfs-works')).toBeUndefined();
    expect(valuesOf(seen, 'ntfs-works')).toEqual([true]);
    expect(remains()).toEqual(nothing);
  });
});

describe('chips over sshd', () => {
  it('says nothing of a make that no clause asks for', async () => {
    const seen = await (await host()).see('operating-system-chips');
    expect(seen.state).toBe('completed');
    expect(String(valuesOf(seen, 'release'))).toContain('Debian');
    const vendor = /vendor_id\s*:\s*(\S+)/.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1];
    expect(seen.notes.join() + seenTrue(seen).join()).toMatch(new RegExp(`${vendor}|runs-on-`));
  });

  it('sees a Hygon processor where the kernel names one, and a system that computes wrongly on it', async () => {
    const cpuinfo = 'processor\t: 0\nvendor_id\t: HygonGenuine\nmodel name\t: Hygon C86 7285\n';
    const good = await (await host({ cpuinfo })).see('operating-system-chips');
    expect(valuesOf(good, 'runs-on-hygon')).toEqual([true]);
    const bad = await (await host({ cpuinfo, programs: { factor: 'echo "$1: $1"' } })).see(
      'operating-system-chips',
    );
    expect(valuesOf(bad, 'runs-on-hygon')).toEqual([false]);
  });
});

describe('bonding over sshd', () => {
  const knowsBonds = () => {
    const name = `biaochi-try-${process.pid}`;
    execFileSync('ip', ['netns', 'add', name]);
    try {
      execFileSync('ip', ['-n', name, 'link', 'add', 'bond0', 'type', 'bond'], { stdio: 'pipe' });
      return true;
    } catch (error) {
      expect(String((error as { stderr?: Buffer }).stderr)).toContain('Unknown device type');
      return false;
    } finally {
      execFileSync('ip', ['netns', 'del', name]);
    }
  };

  it('counts the modes of this kernel; one without the driver has none', async () => {
    const seen = await (await host()).see('operating-system-bonding');
    console.log(seen.steps.map(({ label, detail }) => `${label}：${detail}`).join('\n'));
    expect(seen.state).toBe('completed');
    const [count] = valuesOf(seen, 'mode-count') as number[];
    if (knowsBonds()) expect(count).toBeGreaterThanOrEqual(2);
    else expect(count).toBe(0);
    expect(seen.resources.filter((r) => r.state !== 'removed')).toEqual([]);
    expect(execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' })).not.toContain('biaochi-');
  });
});

describe('the flow that bonding is tried with', () => {
  it('shows a cut of known length in what the ping of Debian prints', async () => {
    const name = `biaochi-flow-${process.pid}`;
    const ip = (...words: string[]) => execFileSync('ip', words, { encoding: 'utf8' });
    ip('netns', 'add', name);
    ip('netns', 'add', `${name}-b`);
    try {
      ip(
        'link',
        'add',
        'name',
        'p0',
        'netns',
        name,
        'type',
        'veth',
        'peer',
        'name',
        'p0',
        'netns',
        `${name}-b`,
      );
      ip('-n', name, 'addr', 'add', '198.18.0.1/30', 'dev', 'p0');
      ip('-n', `${name}-b`, 'addr', 'add', '198.18.0.2/30', 'dev', 'p0');
      for (const side of [name, `${name}-b`]) ip('-n', side, 'link', 'set', 'p0', 'up');
      const words = ['netns', 'exec', name, 'ping', '-n', '-D', '-i', '0.02', '-w', '4', '198.18.0.2'];
      const child = spawn('ip', words, { stdio: ['ignore', 'pipe', 'ignore'] });
      let printed = '';
      child.stdout.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
      });
      await wait(800);
      const cut = Date.now();
      ip('-n', `${name}-b`, 'link', 'set', 'p0', 'down');
      await wait(1000);
      ip('-n', `${name}-b`, 'link', 'set', 'p0', 'up');
      const restored = Date.now();
      await new Promise((resolve) => child.once('close', resolve));
      const flow = arrivalsIn(printed);
      expect(flow.length).toBeGreaterThan(30);
      expect(longestGap(flow)).toBeGreaterThanOrEqual(950);
      expect(flowed(flow, cut / 1000 + 0.3, restored / 1000 - 0.05)).toBe(false);
      expect(flowed(flow, restored / 1000, restored / 1000 + 2)).toBe(true);
    } finally {
      ip('netns', 'del', name);
      ip('netns', 'del', `${name}-b`);
    }
  });
});

describe('the login itself', () => {
  it('sends nothing to a server with another key', async () => {
    const one = await host();
    const other = await host();
    const { targetFile, remove } = writeTarget(
      testTarget({ ...one.component, hostKey: other.component.hostKey }),
    );
    const seen = await sight(probes.get('operating-system-chips')!, targetFile);
    remove();
    expect(seen.fault?.code).toBe('TARGET_CERTIFICATE');
  });

  it('is refused with a key that the server does not know', async () => {
    const one = await host();
    const other = await host();
    const { targetFile, remove } = writeTarget(
      testTarget({ ...one.component, credentials: other.component.credentials }),
    );
    const seen = await sight(probes.get('operating-system-chips')!, targetFile);
    remove();
    expect(seen.fault?.code).toBe('TARGET_UNAUTHORISED');
  });
});
