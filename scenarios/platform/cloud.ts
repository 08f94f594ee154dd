import { randomUUID } from 'node:crypto';
import type { CloudProfile } from './profile.ts';
import type { Account, Cloud, ComputeHost, Project } from './state.ts';

const zone = 'nova';
export const availabilityZone = zone;

/** An id without dashes, as keystone gives. */
export const plainId = () => randomUUID().replaceAll('-', '');

function hostsOf(profile: CloudProfile): ComputeHost[] {
  const hosts: ComputeHost[] = [];
  for (const machine of profile.machines) {
    if (machine.purpose !== 'compute' || !machine.cpu) continue;
    for (let i = 0; i < machine.count; i++) {
      const index = hosts.length + 1;
      hosts.push({
        index,
        name: `cmp-${String(index).padStart(3, '0')}`,
        providerId: randomUUID(),
        serviceId: randomUUID(),
        threads: machine.sockets * machine.cores * machine.threadsPerCore,
        memoryMiB: Math.floor((machine.memoryBytes / 1024 ** 2) * 0.994),
        diskGiB: profile.localDiskGiB,
        cpu: {
          ...machine.cpu,
          sockets: machine.sockets,
          cores: machine.cores,
          threads: machine.threadsPerCore,
        },
      });
    }
  }
  return hosts;
}

export interface CloudSettings {
  profile: CloudProfile;
  defects: ReadonlySet<string>;
  /** 1 is the usual pace; 0.25 is four times as fast. */
  pace: number;
  slowMigrationSeconds: number;
  /** Password of every account. */
  password: string;
}
export interface OpenCloud {
  cloud: Cloud;
  /** Called whenever servers, ports or addresses may have changed. */
  onChange(listener: () => void): void;
  /** Forgets everything that was to happen. */
  stop(): void;
}

/** The names of the accounts that every stand-in has: the tester, an ordinary member, one who only reads, and a stranger in another tenant. */
export const accountNames = {
  tester: 'acceptance-tester',
  member: 'tenant-member',
  reader: 'tenant-reader',
  stranger: 'other-tenant',
} as const;
export const projectNames = { tester: 'acceptance-test', stranger: 'other-bureau' } as const;

/** An empty cloud with its machines, accounts and images. Networks are added by the network service. */
export function openCloud(settings: CloudSettings): OpenCloud {
  const timers = new Set<NodeJS.Timeout>();
  const listeners: (() => void)[] = [];
  const after = (ms: number, act: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, ms);
    timers.add(timer);
  };
  const admin: Project = { id: plainId(), name: 'admin' };
  const tested: Project = { id: plainId(), name: projectNames.tester };
  const other: Project = { id: plainId(), name: projectNames.stranger };
  const account = (name: string, project: Project, roles: string[]): Account => ({
    id: plainId(),
    name,
    password: settings.password,
    roles: new Map([[project.id, roles]]),
  });
  const accounts = [
    account(accountNames.tester, tested, ['admin', 'member', 'reader']),
    account(accountNames.member, tested, ['member', 'reader']),
    account(accountNames.reader, tested, ['reader']),
    account(accountNames.stranger, other, ['member', 'reader']),
  ];
  const now = Date.now();
  const cloud: Cloud = {
    profile: settings.profile,
    has: (defect) => settings.defects.has(defect),
    later: (ms, act) => after(ms * settings.pace, act),
    exactly: after,
    slowMigrationSeconds: settings.slowMigrationSeconds,
    counters: { server: 0 },
    guests: { stall: () => {}, cut: () => {} },
    changed() {
      for (const listener of listeners) listener();
    },
    urls: new Map(),
    region: 'RegionOne',
    admin,
    projects: new Map([admin, tested, other].map((project) => [project.id, project])),
    accounts: new Map(accounts.map((one) => [one.id, one])),
    tokens: new Map(),
    hosts: hostsOf(settings.profile),
    images: new Map(
      settings.profile.images.map(({ name, minDisk, osDistro }) => {
        const id = randomUUID();
        return [
          id,
          {
            id,
            name,
            projectId: admin.id,
            visibility: 'public',
            status: 'active',
            size: 734_003_200,
            minDisk,
            createdAt: now,
            updatedAt: now,
            properties: { os_distro: osDistro, os_type: 'linux', hw_qemu_guest_agent: 'yes' },
          },
        ];
      }),
    ),
    networks: new Map(),
    subnets: new Map(),
    ports: new Map(),
    routers: new Map(),
    floatingIps: new Map(),
    securityGroups: new Map(),
    securityRules: new Map(),
    volumes: new Map(),
    snapshots: new Map(),
    servers: new Map(),
    serverGroups: new Map(),
    migrations: [],
  };
  return {
    cloud,
    onChange: (listener) => listeners.push(listener),
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}

/** `2026-11-22T15:43:18Z`, as nova and neutron write. */
export const toSecond = (instant: number) => `${new Date(instant).toISOString().slice(0, 19)}Z`;
/** `2026-11-22T15:43:18.000000`, as cinder, keystone and nova's records write. */
export const toMicrosecond = (instant: number) => `${new Date(instant).toISOString().slice(0, 19)}.000000`;
