import type { FlavorProfile } from './profile.ts';
import type { Cloud, ComputeHost, Server } from './state.ts';

export interface Placing {
  flavor: FlavorProfile;
  /** The group's policy and the hosts of its other members. */
  policy?: string;
  groupHosts: ComputeHost[];
  /** A guest that already runs needs these. */
  features: string[];
  except?: ComputeHost;
  only?: ComputeHost;
}

/** Hosts of a server's group members other than itself. */
export function hostsOfGroup(cloud: Cloud, groupId: string | null, except: string): ComputeHost[] {
  const members = groupId === null ? [] : (cloud.serverGroups.get(groupId)?.members ?? []);
  return members.flatMap((id) => {
    const host = id === except ? null : (cloud.servers.get(id)?.host ?? null);
    return host ? [host] : [];
  });
}

export const hasFeatures = (host: ComputeHost, features: string[]) =>
  features.every((feature) => host.cpu.features.includes(feature));

function policyOf(cloud: Cloud, policy: string | undefined): string | undefined {
  if (policy === 'anti-affinity' && cloud.has('anti-affinity-ignored')) return 'affinity';
  if (policy === 'affinity' && cloud.has('affinity-ignored')) return 'anti-affinity';
  return policy;
}

/** The least loaded host that fits; undefined is NoValidHost. */
export function chooseHost(cloud: Cloud, placing: Placing): ComputeHost | undefined {
  const { allocationRatio, reservedMemoryMiB } = cloud.profile;
  const load = new Map<ComputeHost, { vcpus: number; ram: number; guests: number }>();
  for (const server of cloud.servers.values()) {
    if (!server.host) continue;
    const sum = load.get(server.host) ?? { vcpus: 0, ram: 0, guests: 0 };
    sum.vcpus += server.flavor.vcpus;
    sum.ram += server.flavor.ram;
    sum.guests += 1;
    load.set(server.host, sum);
  }
  const fits = (host: ComputeHost) => {
    const used = load.get(host) ?? { vcpus: 0, ram: 0, guests: 0 };
    return (
      placing.flavor.vcpus <= host.threads &&
      used.vcpus + placing.flavor.vcpus <= host.threads * allocationRatio.vcpu &&
      used.ram + placing.flavor.ram <= (host.memoryMiB - reservedMemoryMiB) * allocationRatio.memory &&
      hasFeatures(host, placing.features)
    );
  };
  const policy = policyOf(cloud, placing.policy);
  const agrees = (host: ComputeHost) => {
    if (placing.groupHosts.length === 0) return true;
    if (policy === 'affinity') return placing.groupHosts.includes(host);
    if (policy === 'anti-affinity') return !placing.groupHosts.includes(host);
    return true;
  };
  const guests = (host: ComputeHost) => load.get(host)?.guests ?? 0;
  const candidates = cloud.hosts.filter(
    (host) =>
      host !== placing.except &&
      host.off !== true &&
      (placing.only === undefined || host === placing.only) &&
      fits(host) &&
      agrees(host),
  );
  return candidates.sort((a, b) => guests(a) - guests(b) || a.index - b.index)[0];
}

/** Where a server that exists could go. */
export function placingOf(cloud: Cloud, server: Server, flavor = server.flavor): Placing {
  const policy = server.groupId === null ? undefined : cloud.serverGroups.get(server.groupId)?.policy;
  return {
    flavor,
    groupHosts: hostsOfGroup(cloud, server.groupId, server.id),
    features: [],
    ...(policy === undefined ? {} : { policy }),
  };
}
