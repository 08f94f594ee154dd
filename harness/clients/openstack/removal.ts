import type { OpenStack } from '../openstack.ts';
import type { ServiceName } from './catalogue.ts';
import { waitFor } from './wait.ts';

const removalLimitMs = 55_000;

/**
 * Deletes what stands at a path and waits until it is gone; what is gone already is done.
 * A conflict (still in use by something that is just leaving) is tried again within the limit.
 */
export async function remove(
  os: OpenStack,
  service: ServiceName,
  path: string,
  limitMs = removalLimitMs,
): Promise<void> {
  // Its own clock: it also runs after the attempt was aborted.
  const signal = AbortSignal.timeout(limitMs);
  const limits = { timeoutMs: limitMs, everyMs: 250 };
  const told = await waitFor(
    `删除 ${path}`,
    () => os.request(service, { method: 'DELETE', path, accept: [400, 404, 409] }),
    (answer) => answer.ok || answer.status === 404,
    signal,
    { ...limits, describe: (answer) => `HTTP ${answer.status} ${answer.problem}` },
  );
  if (told.status === 404) return;
  await waitFor(
    `删除 ${path} 后仍可查到`,
    () => os.request(service, { path, accept: [404] }),
    (answer) => answer.status === 404,
    signal,
    { ...limits, describe: (answer) => JSON.stringify(answer.json).slice(0, 200) },
  );
}
