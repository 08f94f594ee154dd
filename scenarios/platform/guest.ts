import type { AddressInfo } from 'node:net';
import { createServer, type Server as Listener, type Socket } from 'node:net';
import { admitsTcp } from './security-groups.ts';
import type { Cloud, Server } from './state.ts';

/** The outer network's addresses: loopback ones, so that whatever listens on them stays on this machine. */
export const outerCidr = '127.88.0.0/24';
const outerGate = '127.88.0.1';

export interface OuterGate {
  /** The port on which guests echo; nobody else has it while the gate is held. */
  guestPort: number;
  close(): Promise<void>;
}

const close = (listener: Listener) =>
  new Promise<void>((resolve) => {
    if (!listener.listening) return resolve();
    listener.close(() => resolve());
  });

/** Takes the outer network's first address; undefined where a system gives no loopback address but one. */
export function openOuterGate(): Promise<OuterGate | undefined> {
  return new Promise((resolve) => {
    const gate = createServer((socket) => socket.destroy());
    gate.once('error', () => resolve(undefined));
    gate.listen(0, outerGate, () => {
      const { port } = gate.address() as AddressInfo;
      resolve({ guestPort: port, close: () => close(gate) });
    });
  });
}

interface Guest {
  serverId: string;
  listener: Listener;
  sockets: Set<Socket>;
  /** Instants until which it does nothing, and until which it takes no connection. */
  stalledUntil: number;
  shutUntil: number;
}

const hasPower = new Set([1, 3]);

export interface Guests {
  close(): Promise<void>;
}

/**
 * The programs inside the guests: a TCP echo on each floating address of a server that runs and whose
 * security groups admit the port. Follows the cloud's changes.
 */
export function startGuests(cloud: Cloud, guestPort: number): Guests & { follow(): void } {
  const guests = new Map<string, Guest>();
  const leaving = new Set<Promise<void>>();

  function wanted(): Map<string, Server> {
    const found = new Map<string, Server>();
    for (const floating of cloud.floatingIps.values()) {
      const port = floating.portId === null ? undefined : cloud.ports.get(floating.portId);
      const server = port && cloud.servers.get(port.deviceId);
      if (!port || !server || !hasPower.has(server.powerState)) continue;
      if (admitsTcp(cloud, port.groups, guestPort)) found.set(floating.address, server);
    }
    return found;
  }

  function serve(guest: Guest, socket: Socket): void {
    if (Date.now() < guest.shutUntil) {
      socket.destroy();
      return;
    }
    guest.sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => guest.sockets.delete(socket));
    const held: Buffer[] = [];
    const flush = () => {
      if (Date.now() < guest.stalledUntil) return void setTimeout(flush, guest.stalledUntil - Date.now());
      for (const chunk of held.splice(0)) socket.write(chunk);
    };
    socket.on('data', (chunk) => {
      const stalled = guest.stalledUntil > Date.now() || held.length > 0;
      if (!stalled) {
        socket.write(chunk);
        return;
      }
      held.push(chunk);
      if (held.length === 1) setTimeout(flush, Math.max(1, guest.stalledUntil - Date.now()));
    });
  }

  function begin(address: string, server: Server): void {
    const guest: Guest = {
      serverId: server.id,
      listener: createServer((socket) => serve(guest, socket)),
      sockets: new Set(),
      stalledUntil: 0,
      shutUntil: 0,
    };
    // A port that somebody else took is a guest that cannot be reached, and no more.
    guest.listener.on('error', () => {});
    guest.listener.listen(guestPort, address);
    guests.set(address, guest);
  }

  function end(address: string, guest: Guest): void {
    guests.delete(address);
    for (const socket of guest.sockets) socket.destroy();
    const gone = close(guest.listener).then(() => {
      leaving.delete(gone);
    });
    leaving.add(gone);
  }

  const of = (serverId: string) => [...guests.values()].filter((guest) => guest.serverId === serverId);
  cloud.guests = {
    stall(serverId, ms) {
      for (const guest of of(serverId)) guest.stalledUntil = Date.now() + ms;
    },
    cut(serverId, ms) {
      for (const guest of of(serverId)) {
        guest.shutUntil = Date.now() + ms;
        for (const socket of guest.sockets) socket.destroy();
      }
    },
  };

  return {
    follow() {
      const now = wanted();
      for (const [address, guest] of guests) {
        if (now.get(address)?.id !== guest.serverId) end(address, guest);
      }
      for (const [address, server] of now) if (!guests.has(address)) begin(address, server);
    },
    async close() {
      for (const [address, guest] of guests) end(address, guest);
      await Promise.all(leaving);
    },
  };
}
