import { describe, expect, it } from 'vitest';
import { hostDefects } from '../../scenarios/platform/host.ts';
import { brokenHosts, seenOn, seenOnBroken, seenOnHost } from './host-shown.ts';
import { seenTrue, valuesOf } from './support.ts';

const id = 'operating-system-file-systems';
const all = ['ext3-works', 'ext4-works', 'ntfs-works', 'xfs-works'];

describe('a conforming host', () => {
  it('makes, fills, checks and reads back all four, and keeps nothing', async () => {
    const seen = await seenOnHost(id);
    expect(seen.state).toBe('completed');
    expect(seenTrue(seen)).toEqual(all);
    expect(seen.resources.map((r) => [r.kind, r.state])).toEqual([['主机目录', 'removed']]);
    expect(seen.resources[0]!.id).toContain('biaochi-');
    const transcript = [...seen.captured.values()].join();
    for (const program of [
      'mkfs.ext3',
      'mkfs.ext4',
      'mkfs.xfs',
      'mkfs.ntfs',
      'e2fsck',
      'xfs_repair',
      'ntfsfix',
    ])
      expect(transcript).toContain(program);
  });
});

describe('a violating host', () => {
  const defects = hostDefects.filter(({ turns }) => turns.some((turn) => turn.probe === id));

  it.each(defects.map(({ name, turns }) => [name, turns[0]!.measurands] as const))(
    '%s turns its measurand and no other',
    async (name, measurands) => {
      const seen = await seenOnHost(id, { defects: [name] });
      expect(seen.state).toBe('completed');
      for (const measurand of measurands) expect(valuesOf(seen, measurand)).toEqual([false]);
      expect(seenTrue(seen)).toEqual(all.filter((one) => !measurands.includes(one)));
      expect(seen.resources.map((r) => r.state)).toEqual(['removed']);
    },
  );
});

describe('what is not seen is neither true nor false', () => {
  const root = (line: string) => (line.includes("'id'") ? { code: 0, stdout: '0\n' } : undefined);

  it('an empty host without the tools gives no sample, and says which is missing', async () => {
    const seen = await seenOn(id, (line) => {
      if (line.includes('mkfs')) return { code: 127, stderr: 'not found' };
      if (line.includes('--show')) return { code: 0, stdout: '/dev/loop3\n' };
      return root(line) ?? { code: 0 };
    });
    expect(seen.state).toBe('completed');
    expect(seen.measurements).toEqual([]);
    expect(seen.notes.join()).toContain('mkfs.xfs');
  });

  it('a host without loop devices could not be tried', async () => {
    const seen = await seenOn(id, (line) => {
      if (line.includes('losetup')) return { code: 1, stderr: 'losetup: cannot find an unused loop device' };
      return root(line) ?? { code: 0 };
    });
    expect(seen.fault?.code).toBe('TARGET_PREREQUISITE');
    expect(seen.measurements).toEqual([]);
  });

  it('an account that may not act as root is not the fault of the system', async () => {
    const seen = await seenOn(id, (line) => {
      if (line.includes("'id'")) return { code: 0, stdout: '1000\n' };
      return { code: 1, stderr: 'sudo: a password is required' };
    });
    expect(seen.fault?.code).toBe('TARGET_UNAUTHORISED');
    expect(seen.resources).toEqual([]);
  });

  it('a folder that cannot be removed is said', async () => {
    const seen = await seenOn(id, (line) => {
      if (line.includes("'rm' -rf")) return { code: 1, stderr: 'rm: read-only' };
      if (line.includes('mkfs')) return { code: 127 };
      if (line.includes('--show')) return { code: 0, stdout: '/dev/loop3\n' };
      return root(line) ?? { code: 0 };
    });
    expect(seen.resources.map((r) => r.state)).toEqual(['left']);
    expect(seen.notes.join()).toContain('未能清理');
  });
});

describe('a broken host', () => {
  it.each(brokenHosts)('%s gives no measurement', async (kind) => {
    const seen = await seenOnBroken(id, kind);
    expect(seen.state).not.toBe('completed');
    expect(seen.fault?.code).not.toBe('DEFECT');
    expect(seen.measurements).toEqual([]);
  });
});
