/**
 * What the stand-in cloud consists of: a plausible machine room, written by hand. No figure here is derived
 * from what a tender asks for, so that a report about it is a finding and not an echo.
 */
export interface MachineModel {
  model: string;
  purpose: 'compute' | 'storage';
  count: number;
  sockets: number;
  /** Per socket. */
  cores: number;
  threadsPerCore: number;
  processor: string;
  memoryBytes: number;
  /** Data disks; what a hypervisor boots from is not counted. */
  disks: { count: number; bytes: number; model: string };
  /** Copies kept of each byte. */
  replicaFactor: number;
  /** What nova tells of the processor: a guest moves only to a host that has all features of its origin. */
  cpu?: { vendor: string; model: string; features: string[] };
}
export interface FlavorProfile {
  id: string;
  name: string;
  vcpus: number;
  ram: number;
  disk: number;
}
export interface CloudProfile {
  machines: MachineModel[];
  /** As the scheduler is configured. */
  allocationRatio: { vcpu: number; memory: number; disk: number };
  /** Kept back for the hypervisor, MiB of each host. */
  reservedMemoryMiB: number;
  /** Root volume group of each compute host, GB of nova. */
  localDiskGiB: number;
  flavors: FlavorProfile[];
  images: { name: string; minDisk: number; osDistro: string }[];
  quota: {
    instances: number;
    cores: number;
    ram: number;
    volumes: number;
    gigabytes: number;
    snapshots: number;
  };
}

const gib = 1024 ** 3;
const terabyte = 1e12;
const olderFeatures = [
  'aes',
  'avx',
  'avx2',
  'fma',
  'pclmulqdq',
  'rdrand',
  'sse4_1',
  'sse4_2',
  'svm',
  'x2apic',
  'xsave',
];

const compute: MachineModel = {
  model: 'R6250 H0',
  purpose: 'compute',
  count: 65,
  sockets: 2,
  cores: 32,
  threadsPerCore: 2,
  processor: 'Hygon C86 7385 32-core Processor',
  memoryBytes: 512 * gib,
  disks: { count: 0, bytes: 0, model: '' },
  replicaFactor: 1,
  cpu: { vendor: 'Hygon', model: 'Dhyana', features: olderFeatures },
};
const newerCompute: MachineModel = {
  ...compute,
  model: 'R6350 H0',
  processor: 'Hygon C86 7490 32-core Processor',
  cpu: { vendor: 'Hygon', model: 'Dhyana-v2', features: [...olderFeatures, 'sha-ni', 'umip', 'xsaves'] },
};
const storage: MachineModel = {
  model: 'S5280 H0',
  purpose: 'storage',
  count: 24,
  sockets: 2,
  cores: 16,
  threadsPerCore: 2,
  processor: 'Hygon C86 5380 16-core Processor',
  memoryBytes: 256 * gib,
  disks: { count: 12, bytes: 8 * terabyte, model: 'HUS728T8TALE6L4' },
  replicaFactor: 3,
};

/** The cloud as it stands: 130 compute and 24 storage machines. */
export const governmentCloud: CloudProfile = {
  machines: [compute, newerCompute, storage],
  allocationRatio: { vcpu: 4, memory: 1, disk: 1 },
  reservedMemoryMiB: 4096,
  localDiskGiB: 440,
  flavors: [
    { id: 'c2m4', name: 'gov.c2.m4', vcpus: 2, ram: 4096, disk: 20 },
    { id: 'c4m8', name: 'gov.c4.m8', vcpus: 4, ram: 8192, disk: 20 },
    { id: 'c8m16', name: 'gov.c8.m16', vcpus: 8, ram: 16384, disk: 40 },
  ],
  images: [
    { name: 'Kylin-Server-V10-SP3', minDisk: 0, osDistro: 'kylin' },
    { name: 'openEuler-22.03-LTS', minDisk: 0, osDistro: 'openeuler' },
  ],
  quota: { instances: 20, cores: 80, ram: 163_840, volumes: 20, gigabytes: 2000, snapshots: 20 },
};

/** The same cloud with a small part of its machines. */
export const smallCloud: CloudProfile = {
  ...governmentCloud,
  machines: [
    { ...compute, count: 8 },
    { ...newerCompute, count: 7 },
    { ...storage, count: 6 },
  ],
};
