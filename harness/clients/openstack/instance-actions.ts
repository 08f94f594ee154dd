import type { OpenStack, OpenStackAnswer } from '../openstack.ts';
import { computeMicroversion } from './servers.ts';
import { fieldsAt, isFields, listAt } from './shape.ts';

/** What the platform's own log of actions says of one request. */
export type ActionState = 'absent' | 'under-way' | 'succeeded' | 'failed';

/** The request's id, under which the log keeps the action. */
export const requestIdOf = (answer: OpenStackAnswer) =>
  answer.headers['x-openstack-request-id'] ?? answer.headers['x-compute-request-id'];

/** Asks for an action on a server. A refusal is handed back. */
export function act(
  os: OpenStack,
  serverId: string,
  body: Record<string, unknown>,
): Promise<OpenStackAnswer> {
  return os.request('compute', {
    method: 'POST',
    path: `/servers/${serverId}/action`,
    microversion: computeMicroversion,
    body,
    accept: 'refusal',
  });
}

/** Looks a request up in the server's log of actions; a platform without such a log has no record of it. */
export async function actionState(
  os: OpenStack,
  serverId: string,
  requestId: string | undefined,
): Promise<ActionState> {
  if (requestId === undefined) return 'absent';
  const path = `/servers/${serverId}/os-instance-actions`;
  const listed = await os.request('compute', { path, microversion: computeMicroversion, accept: 'refusal' });
  if (!listed.ok) return 'absent';
  const actions = listAt(listed.json, 'instanceActions');
  if (!actions.some((action) => action.request_id === requestId)) return 'absent';
  const action = fieldsAt(
    await os.read('compute', `${path}/${requestId}`, computeMicroversion),
    'instanceAction',
  );
  if (typeof action.message === 'string' && action.message !== '') return 'failed';
  const events = Array.isArray(action.events) ? action.events.filter(isFields) : [];
  if (events.some((event) => event.result === 'Error')) return 'failed';
  return events.length > 0 && events.every((event) => event.result === 'Success') ? 'succeeded' : 'under-way';
}
