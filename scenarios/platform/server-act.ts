import type { Fields } from './body.ts';
import type { Reply } from './http-service.ts';
import { type NovaCall, novaError } from './nova.ts';
import type { Cloud, Server } from './state.ts';

/** What one action does to a server, and how it is answered; throws refusals. */
export type Act = (cloud: Cloud, call: NovaCall, server: Server, wanted: Fields) => Reply;

/** Throws 409 unless the server is in one of the states and busy with nothing. */
export function demand(server: Server, action: string, states: string[]): void {
  if (!states.includes(server.vmState)) {
    throw novaError(
      409,
      `Cannot '${action}' instance ${server.id} while it is in vm_state ${server.vmState}`,
    );
  }
  if (server.taskState !== null) {
    throw novaError(
      409,
      `Cannot '${action}' instance ${server.id} while it is in task_state ${server.taskState}`,
    );
  }
}

export const hostName = (server: Server) => server.host?.name ?? '';
