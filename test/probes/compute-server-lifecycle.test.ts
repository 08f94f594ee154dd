import { describe, expect, it } from 'vitest';
import { probe } from '../../harness/probes/compute-server-lifecycle/probe.ts';
import type { Instead } from './cloud-between.ts';
import { shortOf, situations } from './compute-probes.ts';
import { seenTrue } from './support.ts';

const all = ['rebooted', 'resized', 'server-snapshot-made', 'started', 'stopped', 'volume-snapshot-made'];

const actionOf = (name: string, instead: Instead) => ({
  before: (method: string, path: string, body: string) =>
    method === 'POST' && path.endsWith('/action') && body.includes(`"${name}"`) ? instead : undefined,
});
const refused = { status: 409, body: { conflictingRequest: { code: 409, message: 'not here' } } };

describe.concurrent('compute-server-lifecycle', () => {
  const { lookConforming, lookDefect, lookBetween, lookOptions, brokenOrEmptySeesNothing } =
    situations(probe);

  it('sees every action done', async () => {
    const seen = await lookConforming();
    expect(seen.fault).toBeUndefined();
    expect(seenTrue(seen)).toEqual(all);
    expect(seen.resources.map(({ kind }) => kind)).toEqual([
      ...['网络', '子网', '安全组', '云主机'],
      ...['主机快照', '云硬盘', '磁盘快照'],
    ]);
  });

  it.each([
    ['stop-ignored', ['stopped'], ['started']],
    ['start-ignored', ['started'], ['rebooted']],
    ['reboot-fails', ['rebooted'], []],
    ['snapshot-fails', ['server-snapshot-made'], []],
    ['volume-snapshot-fails', ['volume-snapshot-made'], []],
    ['resize-ignored', ['resized'], []],
  ])('sees %s', async (defect, refuted, unseen) => {
    expect(shortOf(await lookDefect(defect), all)).toEqual({ refuted, unseen });
  });

  it.each([
    ['os-stop', ['stopped'], ['started']],
    ['os-start', ['started'], ['rebooted']],
    ['reboot', ['rebooted'], []],
    ['createImage', ['server-snapshot-made'], []],
    ['resize', ['resized'], []],
    ['confirmResize', ['resized'], []],
  ])('sees a refused %s', async (name, refuted, unseen) => {
    expect(shortOf(await lookBetween(actionOf(name, refused)), all)).toEqual({ refuted, unseen });
  });

  it.each([
    ['os-stop', 'stopped', ['started']],
    ['reboot', 'rebooted', []],
    ['createImage', 'server-snapshot-made', []],
    ['resize', 'resized', []],
  ])('leaves a broken %s open and measures the others', async (name, open, also) => {
    const seen = await lookBetween(actionOf(name, { status: 503, body: { message: 'down' } }));
    expect(seen.state).toBe('completed');
    expect(shortOf(seen, all)).toEqual({
      refuted: [],
      unseen: all.filter((one) => one === open || also.includes(one as never)),
    });
    expect(seen.notes.join()).toContain('TARGET_STATUS');
  });

  it('does not take an accepted reboot for a done one', async () => {
    const seen = await lookBetween(actionOf('reboot', { status: 202, raw: '' }));
    expect(shortOf(seen, all)).toEqual({ refuted: ['rebooted'], unseen: [] });
  });

  it('does not take an empty image for a snapshot', async () => {
    const seen = await lookBetween({
      after: (method, path, json) =>
        method === 'GET' && /^\/v2\/images\/./.test(path)
          ? { ...(json as object), block_device_mapping: undefined, size: 0 }
          : json,
    });
    expect(shortOf(seen, all)).toEqual({ refuted: ['server-snapshot-made'], unseen: [] });
  });

  it.each([
    ['refuses', { status: 501, body: {} }, { refuted: ['volume-snapshot-made'], unseen: [] }],
    ['breaks at', { status: 500, body: {} }, { refuted: [], unseen: ['volume-snapshot-made'] }],
  ] as const)('sees a platform that %s a snapshot of a disk', async (_, instead, short) => {
    const seen = await lookBetween({
      before: (method, path) => (method === 'POST' && path.endsWith('/snapshots') ? instead : undefined),
    });
    expect(shortOf(seen, all)).toEqual(short);
  });

  it('works by the state alone where there is no log of actions', async () => {
    const seen = await lookBetween({
      before: (_, path) => (path.includes('/os-instance-actions') ? { status: 404 } : undefined),
    });
    expect(seen.fault).toBeUndefined();
    expect(seenTrue(seen)).toEqual(all);
  });

  it('leaves resizing out when the target file names no larger flavor', async () => {
    const seen = await lookOptions({ resizeFlavor: undefined });
    expect(shortOf(seen, all)).toEqual({ refuted: [], unseen: ['resized'] });
    expect(seen.notes.join()).toContain('resizeFlavor');
  });

  brokenOrEmptySeesNothing();
});
