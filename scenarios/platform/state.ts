import type { CloudProfile, FlavorProfile } from './profile.ts';

/** Everything the services know, held in memory; dates are instants in milliseconds. */
export interface Project {
  id: string;
  name: string;
}
export interface Account {
  id: string;
  name: string;
  password: string;
  /** Roles by project id. */
  roles: Map<string, string[]>;
}
export interface Token {
  id: string;
  account: Account;
  project: Project;
  roles: string[];
  issuedAt: number;
  expiresAt: number;
}

export interface ComputeHost {
  index: number;
  name: string;
  providerId: string;
  serviceId: string;
  threads: number;
  memoryMiB: number;
  diskGiB: number;
  /** Without power: it answers nothing, and no server goes there. */
  off?: boolean;
  cpu: { vendor: string; model: string; features: string[]; cores: number; threads: number; sockets: number };
}

export interface Image {
  id: string;
  name: string;
  projectId: string;
  visibility: 'public' | 'private';
  status: 'queued' | 'saving' | 'active';
  size: number | null;
  minDisk: number;
  minRam?: number;
  createdAt: number;
  updatedAt: number;
  properties: Record<string, string>;
}

export interface Network {
  id: string;
  name: string;
  description: string;
  projectId: string;
  external: boolean;
  shared: boolean;
  segment: number;
  createdAt: number;
  updatedAt: number;
}
export interface Subnet {
  id: string;
  name: string;
  description: string;
  projectId: string;
  networkId: string;
  version: 4 | 6;
  cidr: string;
  gateway: string | null;
  pools: { start: string; end: string }[];
  dns: string[];
  routes: { destination: string; nexthop: string }[];
  dhcp: boolean;
  raMode: string | null;
  addressMode: string | null;
  createdAt: number;
  updatedAt: number;
}
export interface FixedAddress {
  subnet_id: string;
  ip_address: string;
}
export interface Port {
  id: string;
  name: string;
  description: string;
  projectId: string;
  networkId: string;
  mac: string;
  deviceId: string;
  deviceOwner: string;
  fixed: FixedAddress[];
  groups: string[];
  hostName: string;
  status: 'DOWN' | 'ACTIVE';
  createdAt: number;
  updatedAt: number;
}
export interface Router {
  id: string;
  name: string;
  description: string;
  projectId: string;
  gateway: { networkId: string; portId: string } | null;
  routes: { destination: string; nexthop: string }[];
  createdAt: number;
  updatedAt: number;
}
export interface FloatingIp {
  id: string;
  projectId: string;
  networkId: string;
  address: string;
  description: string;
  portId: string | null;
  fixedAddress: string | null;
  routerId: string | null;
  externalPortId: string;
  createdAt: number;
  updatedAt: number;
}
export interface SecurityRule {
  id: string;
  groupId: string;
  projectId: string;
  direction: string;
  ethertype: string;
  protocol: string | null;
  portMin: number | null;
  portMax: number | null;
  remotePrefix: string | null;
  remoteGroupId: string | null;
  description: string | null;
  createdAt: number;
}
export interface SecurityGroup {
  id: string;
  name: string;
  description: string;
  projectId: string;
  createdAt: number;
  updatedAt: number;
}

export interface Volume {
  id: string;
  name: string | null;
  description: string | null;
  projectId: string;
  userId: string;
  size: number;
  status: string;
  type: string;
  bootable: boolean;
  imageId: string | null;
  attachment: { id: string; serverId: string; hostName: string; device: string; at: number } | null;
  createdAt: number;
  updatedAt: number | null;
}
export interface VolumeSnapshot {
  id: string;
  name: string | null;
  description: string | null;
  projectId: string;
  volumeId: string;
  size: number;
  status: string;
  createdAt: number;
  updatedAt: number | null;
}

export interface ActionEvent {
  event: string;
  startedAt: number;
  finishedAt: number | null;
  result: 'Success' | 'Error' | null;
  hostName: string;
  details: string | null;
}
export interface InstanceAction {
  action: string;
  requestId: string;
  userId: string;
  projectId: string;
  startedAt: number;
  updatedAt: number;
  message: string | null;
  events: ActionEvent[];
}
export interface Server {
  id: string;
  number: number;
  name: string;
  projectId: string;
  userId: string;
  /** Empty when it boots from a volume. */
  imageId: string;
  flavor: FlavorProfile;
  status: string;
  vmState: string;
  taskState: string | null;
  powerState: number;
  host: ComputeHost | null;
  /** Features that the guest has seen at its last start. */
  cpuFeatures: string[];
  /** Hosts it has left by live migration. */
  left: Set<string>;
  reservationId: string;
  launchIndex: number;
  groupId: string | null;
  securityGroups: string[];
  portIds: string[];
  /** Those that nova made for it, and takes away with it. */
  ownPortIds: string[];
  disks: { volumeId: string; device: string; deleteOnTermination: boolean }[];
  metadata: Record<string, string>;
  description: string | null;
  zone: string;
  fault: { code: number; message: string; at: number } | null;
  actions: InstanceAction[];
  /** Between a resize and its confirmation. */
  resizedFrom: { flavor: FlavorProfile; host: ComputeHost; migrationId: number } | null;
  createdAt: number;
  updatedAt: number;
  launchedAt: number | null;
}
export interface ServerGroup {
  id: string;
  name: string;
  policy: string;
  projectId: string;
  userId: string;
  members: string[];
}
export interface Migration {
  number: number;
  id: string;
  serverId: string;
  projectId: string;
  userId: string;
  source: string;
  destination: string | null;
  type: 'live-migration' | 'resize' | 'evacuation';
  status: string;
  oldFlavor: string;
  newFlavor: string;
  createdAt: number;
  updatedAt: number;
}

/** What a hypervisor does to the programs inside its guests. */
export interface GuestControl {
  /** Nothing in the guest runs for so long. */
  stall(serverId: string, ms: number): void;
  /** Cuts every connection, and takes none for so long. */
  cut(serverId: string, ms: number): void;
}

export interface Cloud {
  profile: CloudProfile;
  /** Whether a defect is switched on. */
  has(defect: string): boolean;
  /** Does something later unless the platform was closed; milliseconds before the pace of this run is applied. */
  later(ms: number, act: () => void): void;
  /** The same at its own pace, whatever this run's. */
  exactly(ms: number, act: () => void): void;
  /** Seconds that a live migration takes with the defect that makes it slow. */
  slowMigrationSeconds: number;
  counters: { server: number };
  guests: GuestControl;
  /** Asks the guests' listeners to follow whatever changed. */
  changed(): void;
  /** Addresses of the services by the catalogue's type. */
  urls: Map<string, string>;
  region: string;
  admin: Project;
  projects: Map<string, Project>;
  accounts: Map<string, Account>;
  tokens: Map<string, Token>;
  hosts: ComputeHost[];
  images: Map<string, Image>;
  networks: Map<string, Network>;
  subnets: Map<string, Subnet>;
  ports: Map<string, Port>;
  routers: Map<string, Router>;
  floatingIps: Map<string, FloatingIp>;
  securityGroups: Map<string, SecurityGroup>;
  securityRules: Map<string, SecurityRule>;
  volumes: Map<string, Volume>;
  snapshots: Map<string, VolumeSnapshot>;
  servers: Map<string, Server>;
  serverGroups: Map<string, ServerGroup>;
  migrations: Migration[];
}
