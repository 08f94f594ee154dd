import type { Fields } from './body.ts';
import { toMicrosecond } from './cloud.ts';
import type { Route } from './http-service.ts';
import { isAdmin } from './identity.ts';
import { hostDigest, type NovaCall, novaError } from './nova.ts';
import type { ActionEvent, InstanceAction, Server } from './state.ts';

/** Writes down that something was asked of a server; newest first. */
export function recordAction(server: Server, call: NovaCall, action: string): InstanceAction {
  const now = Date.now();
  const made: InstanceAction = {
    action,
    requestId: call.requestId,
    userId: call.token.account.id,
    projectId: call.token.project.id,
    startedAt: now,
    updatedAt: now,
    message: null,
    events: [],
  };
  server.actions.unshift(made);
  return made;
}

/** Writes down one step of it; finish it with `finishEvent`. */
export function beginEvent(action: InstanceAction, event: string, hostName: string): ActionEvent {
  const now = Date.now();
  const made: ActionEvent = {
    event,
    startedAt: now,
    finishedAt: null,
    result: null,
    hostName,
    details: null,
  };
  action.events.unshift(made);
  action.updatedAt = now;
  return made;
}

export function finishEvent(action: InstanceAction, event: ActionEvent, error?: string): void {
  const now = Date.now();
  event.finishedAt = now;
  event.result = error === undefined ? 'Success' : 'Error';
  event.details = error ?? null;
  action.updatedAt = now;
  if (error !== undefined) action.message = 'Error';
}

export function instanceActionRoutes(serverOf: (call: NovaCall) => Server): Route<NovaCall>[] {
  const view = (call: NovaCall, server: Server, action: InstanceAction): Fields => ({
    action: action.action,
    instance_uuid: server.id,
    request_id: action.requestId,
    user_id: action.userId,
    project_id: action.projectId,
    start_time: toMicrosecond(action.startedAt),
    message: action.message,
    ...(call.minor >= 58 ? { updated_at: toMicrosecond(action.updatedAt) } : {}),
  });
  const eventView = (call: NovaCall, server: Server, event: ActionEvent): Fields => ({
    event: event.event,
    start_time: toMicrosecond(event.startedAt),
    finish_time: event.finishedAt === null ? null : toMicrosecond(event.finishedAt),
    result: event.result,
    ...(isAdmin(call) ? { traceback: event.details === null ? null : `  ${event.details}\n` } : {}),
    ...(call.minor >= 62
      ? {
          ...(isAdmin(call) ? { host: event.hostName } : {}),
          hostId: hostDigest(server.projectId, event.hostName),
        }
      : {}),
    ...(call.minor >= 84 ? { details: event.details } : {}),
  });
  return [
    {
      method: 'GET',
      path: '/v2.1/servers/:id/os-instance-actions',
      answer: (call) => {
        const server = serverOf(call);
        const actions = server.actions.map((action) => view(call, server, action));
        return { status: 200, body: { instanceActions: actions } };
      },
    },
    {
      method: 'GET',
      path: '/v2.1/servers/:id/os-instance-actions/:request',
      answer: (call) => {
        const server = serverOf(call);
        const action = server.actions.find((one) => one.requestId === call.params.request);
        if (!action) throw novaError(404, `Action ${call.params.request} not found`);
        const events = action.events.map((event) => eventView(call, server, event));
        const shown = call.minor >= 51 || isAdmin(call) ? { events } : {};
        return { status: 200, body: { instanceAction: { ...view(call, server, action), ...shown } } };
      },
    },
  ];
}
