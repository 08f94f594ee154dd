import { describe, expect, it } from 'vitest';
import { processorIn, releaseIn } from '../../harness/probes/operating-system-chips/chip.ts';
import { testMachines } from '../../scenarios/platform/host.ts';
import { brokenHosts, seenOn, seenOnBroken, seenOnHost } from './host-shown.ts';
import { valuesOf } from './support.ts';

const id = 'operating-system-chips';
const cpuinfoOf = (machine: string) => testMachines.find(({ name }) => name === machine)!.cpuinfo;

describe('a conforming host', () => {
  it.each([
    ['host-kunpeng', 'runs-on-kunpeng'],
    ['host-hygon', 'runs-on-hygon'],
  ])('%s', async (machine, measurand) => {
    const seen = await seenOnHost(id, { machine });
    expect(seen.state).toBe('completed');
    expect(seen.measurements.map((m) => [m.measurand, m.values])).toEqual([
      ['release', ['Stand-in Linux 10 (simulated)']],
      [measurand, [true]],
    ]);
    expect([...seen.captured.values()].join()).toContain('factor');
    expect([...seen.captured.values()].join()).not.toContain('test-secret');
  });
});

describe('a violating host', () => {
  it('that computes wrongly turns its own chip and no other', async () => {
    const seen = await seenOnHost(id, { machine: 'host-hygon', defects: ['host-miscalculates'] });
    expect(valuesOf(seen, 'runs-on-hygon')).toEqual([false]);
    expect(valuesOf(seen, 'runs-on-kunpeng')).toBeUndefined();
  });
});

describe('what is not seen is neither true nor false', () => {
  const host = (cpuinfo: string, more: Record<string, { code: number; stdout?: string }> = {}) =>
    seenOn(id, (line) => {
      const known = Object.entries(more).find(([part]) => line.includes(part))?.[1];
      if (known) return known;
      if (line.includes('cpuinfo')) return { code: 0, stdout: cpuinfo };
      return { code: 127, stderr: 'not found' };
    });

  it('another make of processor is named in a remark', async () => {
    const seen = await host('processor: 0\nvendor_id\t: GenuineIntel\nmodel name\t: Xeon\n');
    expect(seen.state).toBe('completed');
    expect(seen.measurements).toEqual([]);
    expect(seen.notes.join()).toContain('GenuineIntel Xeon');
  });

  it('a processor that is software proves nothing', async () => {
    const seen = await host(cpuinfoOf('host-kunpeng'), {
      'systemd-detect-virt': { code: 0, stdout: 'qemu\n' },
    });
    expect(seen.measurements).toEqual([]);
    expect(seen.notes.join()).toContain('软件模拟');
  });

  it('an empty host without any program for the trial gives none', async () => {
    const seen = await host(cpuinfoOf('host-kunpeng'));
    expect(seen.state).toBe('completed');
    expect(seen.measurements).toEqual([]);
    expect(seen.notes.join()).toContain('没有可用于自检');
  });

  it('an empty answer for the processor is garbage', async () => {
    expect((await host('')).fault?.code).toBe('TARGET_GARBAGE');
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

describe('reading what the kernel says of processors', () => {
  it.each([
    ['CPU implementer\t: 0x48\nCPU part\t: 0xd01\n', 'kunpeng'],
    ['CPU implementer\t: 0x48\nCPU part\t: 0xd02\n', 'kunpeng'],
    ['CPU implementer\t: 0x70\nCPU part\t: 0x663\n', 'phytium'],
    ['CPU implementer\t: 0x41\nCPU part\t: 0xd0c\n', undefined],
    ['vendor_id\t: HygonGenuine\n', 'hygon'],
    ['vendor_id\t: AuthenticAMD\nmodel name\t: Hygon like\n', undefined],
    ['vendor_id\t:   Shanghai  \n', 'zhaoxin'],
    ['vendor_id\t: CentaurHauls\n', 'zhaoxin'],
    ['system type\t: generic-loongson-machine\nModel Name\t: Loongson-3A5000\n', 'loongson'],
  ])('%j is %s', (cpuinfo, chip) => {
    expect(processorIn(cpuinfo)?.chip).toBe(chip);
    expect(processorIn(cpuinfo)).toBeDefined();
  });

  it('takes two makes at once for unreadable', () => {
    expect(processorIn('vendor_id: HygonGenuine\nvendor_id: GenuineIntel\n')).toBeUndefined();
  });

  it.each([
    ['PRETTY_NAME="Kylin V10"\n', 'Kylin V10'],
    ["NAME='UOS'\n", 'UOS'],
    ['NAME=openEuler\n', 'openEuler'],
    ['', undefined],
  ])('release in %j', (text, release) => {
    expect(releaseIn(text)).toBe(release);
  });
});
