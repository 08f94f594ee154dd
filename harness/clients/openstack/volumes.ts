import { Fault } from '../../../spec/index.ts';
import type { ProbeContext } from '../../probe.ts';
import type { OpenStack } from '../openstack.ts';
import { remove } from './removal.ts';
import { type Fields, fieldsAt, textAt } from './shape.ts';
import { waitFor } from './wait.ts';

const volumeLimitMs = 120_000;

/** Orders an empty volume, to be removed with the observation; answers its id at once. */
export function createVolume(
  context: ProbeContext,
  os: OpenStack,
  suffix: string,
  sizeGiB = 1,
): Promise<string> {
  const volume = { name: `${context.marker}-${suffix}`, size: sizeGiB };
  return context.resources.create(
    '云硬盘',
    async () => {
      const answer = await os.request('block-storage', {
        method: 'POST',
        path: '/volumes',
        body: { volume },
      });
      return textAt(answer.json, 'volume', 'id');
    },
    (id) => id,
    (id) => remove(os, 'block-storage', `/volumes/${id}`),
  );
}

/** One volume as it stands. Throws TARGET_STATUS when it is gone. */
export const readVolume = async (os: OpenStack, id: string): Promise<Fields> =>
  fieldsAt(await os.read('block-storage', `/volumes/${id}`), 'volume');

/** Waits until a volume is at rest in one of the states. Throws TARGET_STATE when it goes into an error. */
export async function volumeAtRest(
  context: ProbeContext,
  os: OpenStack,
  id: string,
  states: readonly string[] = ['available'],
): Promise<Fields> {
  const volume = await waitFor(
    `云硬盘 ${id} 为 ${states.join(' 或 ')}`,
    () => readVolume(os, id),
    (found) => states.includes(String(found.status)) || String(found.status).startsWith('error'),
    context.signal,
    { timeoutMs: volumeLimitMs, describe: (found) => String(found.status) },
  );
  if (!states.includes(String(volume.status)))
    throw new Fault('TARGET_STATE', `云硬盘 ${id} 为 ${String(volume.status)}`);
  return volume;
}
