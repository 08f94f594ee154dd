import { describe, expect, it } from 'vitest';
import { arrivalsIn, flowed, longestGap } from '../../harness/probes/operating-system-bonding/flow.ts';
import { modes } from '../../harness/probes/operating-system-bonding/trial.ts';
import { hostDefects } from '../../scenarios/platform/host.ts';
import { brokenHosts, seenOn, seenOnBroken, seenOnHost } from './host-shown.ts';
import { valuesOf } from './support.ts';

const id = 'operating-system-bonding';

describe('a conforming host', () => {
  it('keeps the flow in every mode, and nothing of what was made stays', async () => {
    const seen = await seenOnHost(id);
    expect(seen.state).toBe('completed');
    expect(valuesOf(seen, 'modes-working')).toEqual([[...modes]]);
    expect(valuesOf(seen, 'mode-count')).toEqual([7]);
    const gaps = valuesOf(seen, 'longest-gap') as number[];
    expect(gaps).toHaveLength(7);
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(60);
    for (const gap of gaps) expect(gap).toBeLessThan(400);
    expect(seen.resources).toHaveLength(14);
    expect(seen.resources.filter((r) => r.state !== 'removed')).toEqual([]);
  });
});

describe('a violating host', () => {
  it('with one mode only counts one', async () => {
    const seen = await seenOnHost(id, { defects: ['bonding-single-mode'] });
    expect(valuesOf(seen, 'modes-working')).toEqual([['active-backup']]);
    expect(valuesOf(seen, 'mode-count')).toEqual([1]);
  });

  it('that loses the flow has no mode, and no gap was measured', async () => {
    const seen = await seenOnHost(id, { defects: ['bonding-without-failover'] });
    expect(seen.state).toBe('completed');
    expect(valuesOf(seen, 'modes-working')).toEqual([[]]);
    expect(valuesOf(seen, 'mode-count')).toEqual([0]);
    expect(valuesOf(seen, 'longest-gap')).toBeUndefined();
  });

  it('that is slow to switch shows in the gap alone', async () => {
    const seen = await seenOnHost(id, { defects: ['bonding-slow-failover'] });
    expect(valuesOf(seen, 'mode-count')).toEqual([7]);
    for (const gap of valuesOf(seen, 'longest-gap') as number[]) expect(gap).toBeGreaterThanOrEqual(700);
  });

  it('every defect of it is shown above', () => {
    const names = hostDefects.filter((d) => d.turns.some((t) => t.probe === id)).map((d) => d.name);
    expect(names).toEqual(['bonding-single-mode', 'bonding-without-failover', 'bonding-slow-failover']);
  });

  it('whose kernel bonds in another mode than was asked for has but that one', async () => {
    const seen = await seenOn(id, (line) => {
      if (line.includes("'id'")) return { code: 0, stdout: '0\n' };
      if (line.includes('bonding/mode')) return { code: 0, stdout: 'broadcast 3\n' };
      return line.includes('ping') ? { code: 1 } : { code: 0 };
    });
    expect(valuesOf(seen, 'mode-count')).toEqual([0]);
    expect(seen.steps.filter(({ detail }) => detail?.includes('broadcast'))).toHaveLength(6);
  });

  it('whose kernel knows no bond has none', async () => {
    const seen = await seenOn(id, (line) => {
      if (line.includes("'id'")) return { code: 0, stdout: '0\n' };
      if (line.includes('type bond')) return { code: 2, stderr: 'Error: Unknown device type.' };
      return { code: 0 };
    });
    expect(valuesOf(seen, 'modes-working')).toEqual([[]]);
    expect(valuesOf(seen, 'mode-count')).toEqual([0]);
    expect(seen.steps.at(-1)?.detail).toContain('Unknown device type');
  });
});

describe('what is not seen is neither true nor false', () => {
  const without = (part: string, code: number, stderr: string) =>
    seenOn(id, (line) => {
      if (line.includes("'id'")) return { code: 0, stdout: '0\n' };
      return line.includes(part) ? { code, stderr } : { code: 0 };
    });

  it.each([
    ["'ip'", 127, 'ip: not found'],
    ['netns add', 1, 'mount --make-shared /run/netns failed: Operation not permitted'],
    ['veth', 2, 'Error: Unknown device type.'],
  ])('an empty host without %s could not be tried', async (part, code, stderr) => {
    const seen = await without(part, code, stderr);
    expect(seen.fault?.code).toBe('TARGET_PREREQUISITE');
    expect(seen.measurements).toEqual([]);
  });

  it('a bond that is refused for another reason is no answer about modes', async () => {
    const seen = await without('type bond', 2, 'RTNETLINK answers: Operation not permitted');
    expect(seen.fault?.code).toBe('TARGET_STATE');
    expect(seen.measurements).toEqual([]);
  });

  it('a host without ping could not be tried', async () => {
    const seen = await seenOn(id, (line) => {
      if (line.includes("'id'")) return { code: 0, stdout: '0\n' };
      const mode = modes.find((one) => line.includes(`${one.replace(/[^a-z0-9]/g, '')}-a cat`));
      if (mode) return { code: 0, stdout: `${mode} 1\n` };
      return line.includes('ping') ? { code: 127, stderr: 'ping: not found' } : { code: 0 };
    });
    expect(seen.fault?.code).toBe('TARGET_PREREQUISITE');
    expect(seen.measurements).toEqual([]);
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

describe('reading a flow', () => {
  const line = (at: number, sequence: number, more = '') =>
    `[${at.toFixed(6)}] 64 bytes from 198.18.0.2: icmp_seq=${sequence} ttl=64 time=0.04 ms${more}\n`;

  it('takes an answer that came twice for one, in the order of arrival', () => {
    const printed = `PING 198.18.0.2\n${line(10.1, 2)}${line(10, 1)}${line(10.11, 2, ' (DUP!)')}${line(10.5, 3)}--- statistics ---\n`;
    expect(arrivalsIn(printed)).toEqual([10, 10.1, 10.5]);
  });

  it('has a longest gap of two answers or more', () => {
    expect(longestGap([10, 10.1, 10.5])).toBe(400);
    expect(longestGap([10])).toBeUndefined();
    expect(longestGap([])).toBeUndefined();
  });

  it('counts an answer at the limit of the time', () => {
    expect(flowed([10], 10, 11)).toBe(true);
    expect(flowed([11], 10, 11)).toBe(true);
    expect(flowed([9.999], 10, 11)).toBe(false);
    expect(flowed([11.001], 10, 11)).toBe(false);
    expect(arrivalsIn('[12.5] 64 bytes from a: no answer yet for icmp_seq=3\n')).toEqual([]);
  });
});
