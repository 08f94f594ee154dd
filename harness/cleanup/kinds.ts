import type { ComponentRole } from '../../spec/index.ts';

/** What can stand on a platform, in the order in which it can be taken away. */
export const holdingKinds = {
  'floating-ip': { label: '浮动地址', role: 'openstack' },
  image: { label: '镜像', role: 'openstack' },
  'volume-snapshot': { label: '磁盘快照', role: 'openstack' },
  server: { label: '云主机', role: 'openstack' },
  'server-group': { label: '云主机组', role: 'openstack' },
  keypair: { label: '密钥对', role: 'openstack' },
  volume: { label: '云硬盘', role: 'openstack' },
  'router-interface': { label: '路由器接口', role: 'openstack' },
  router: { label: '路由器', role: 'openstack' },
  port: { label: '端口', role: 'openstack' },
  subnet: { label: '子网', role: 'openstack' },
  network: { label: '网络', role: 'openstack' },
  'security-group': { label: '安全组', role: 'openstack' },
  bucket: { label: '存储桶', role: 'object-storage' },
  'host-folder': { label: '主机目录', role: 'host' },
  'network-namespace': { label: '网络命名空间', role: 'host' },
} as const satisfies Record<string, { label: string; role: ComponentRole }>;
export type HoldingKind = keyof typeof holdingKinds;
export const removalOrder = Object.keys(holdingKinds) as HoldingKind[];

/** Kinds as probes write them into the ledger. One that is not here is left standing and said, never guessed. */
export const ledgerKinds: Readonly<Record<string, HoldingKind>> = {
  浮动地址: 'floating-ip',
  主机快照: 'image',
  镜像: 'image',
  磁盘快照: 'volume-snapshot',
  云主机: 'server',
  云主机组: 'server-group',
  密钥对: 'keypair',
  云硬盘: 'volume',
  路由器接口: 'router-interface',
  路由器: 'router',
  虚拟路由器: 'router',
  端口: 'port',
  子网: 'subnet',
  网络: 'network',
  安全组: 'security-group',
  bucket: 'bucket',
  主机目录: 'host-folder',
  网络命名空间: 'network-namespace',
};

/** What the platform makes by itself when it makes another thing, under a name that carries the marker. */
export const madeAlong: Readonly<Partial<Record<HoldingKind, readonly HoldingKind[]>>> = {
  'volume-snapshot': ['image'],
  volume: ['server'],
};

/** One thing that stands on a platform, and how it is taken away. */
export interface Holding {
  kind: HoldingKind;
  id: string;
  name: string;
  /** Texts by which it may show whose it is. */
  texts: readonly string[];
  /** What it is part of: it is ours when that is. */
  partOf?: { kind: HoldingKind; id: string };
  /** Already gone is done. Throws a Fault when the platform refuses. */
  remove(): Promise<void>;
}

/** All that a test tenant of one component holds. */
export interface Listing {
  holdings: Holding[];
  /** Kinds that could not be listed, and why: of these nothing may be concluded. */
  unlisted: ReadonlyMap<HoldingKind, string>;
}

/** Whether a text is the marker, begins with it, or is the name that nova gives to the snapshots of an image. */
export function bears(text: string, marker: string): boolean {
  const name = text.startsWith('snapshot for ') ? text.slice('snapshot for '.length) : text;
  return marker !== '' && (name === marker || name.startsWith(`${marker}-`));
}
