import { alarmDefects } from './alertmanager.ts';
import { backupDefects } from './backup-defects.ts';
import { bmcDefects } from './bmc.ts';
import { consoleDefects } from './console.ts';
import { databaseDefects } from './database.ts';
import type { Defect, Turn } from './defect.ts';
import { echoDefects } from './echo-point.ts';
import { hostDefects } from './host.ts';
import { tlsDefects } from './https-endpoint.ts';
import { monitoringDefects } from './prometheus.ts';
import { s3Defects } from './s3.ts';

const of =
  (probe: string) =>
  (...measurands: string[]): Turn => ({ probe, measurands });
const create = of('compute-server-create');
const affinity = of('compute-anti-affinity');
const lifecycle = of('compute-server-lifecycle');
const migration = of('compute-live-migration');
const pool = of('compute-pool-size');
const network = of('network-dual-stack');
const isolation = of('compute-tenant-isolation');
const access = of('platform-access-control');
const failover = of('compute-host-failover');

const poolFigures = [
  'physical-cores',
  'hardware-threads',
  'vcpus',
  'memory',
  'raw-storage',
  'usable-storage',
];
/** What is no longer told once the asset list was not borne out. */
const unproven = [...poolFigures, 'allocation-ratio', 'usable-factor'];

const createDefects: Defect[] = [
  { name: 'server-create-slow', title: '一次申请多台时创建缓慢', turns: [create('provision-time')] },
  { name: 'flavor-shrunk', title: '云主机的 CPU、内存少于所选规格', turns: [create('flavor-as-ordered')] },
  { name: 'image-substituted', title: '云主机的操作系统不是所选镜像', turns: [create('image-as-ordered')] },
  { name: 'disk-shrunk', title: '系统盘小于指定容量', turns: [create('disk-as-ordered')] },
  { name: 'network-ignored', title: '一次申请多台时不接入所选网络', turns: [create('network-as-ordered')] },
  {
    name: 'security-group-ignored',
    title: '一次申请多台时不套用所选安全组',
    turns: [create('security-group-as-ordered')],
  },
  { name: 'count-short', title: '一次申请多台时少建一台', turns: [create('count-as-ordered')] },
  {
    name: 'server-information-missing',
    title: '云主机信息中没有创建时间',
    turns: [{ ...create('information-shown'), items: { 'information-shown': ['created'] } }],
  },
];

const affinityDefects: Defect[] = [
  {
    name: 'anti-affinity-ignored',
    title: '反亲和组内的云主机在同一宿主机',
    turns: [affinity('anti-affinity-hosts-differ')],
  },
  {
    name: 'affinity-ignored',
    title: '亲和组内的云主机分散在不同宿主机',
    turns: [affinity('affinity-hosts-same')],
  },
];

const lifecycleDefects: Defect[] = [
  {
    name: 'stop-ignored',
    title: '关机请求已受理而无效果',
    turns: [lifecycle('stopped', 'started')],
  },
  {
    name: 'start-ignored',
    title: '开机请求已受理而无效果',
    turns: [lifecycle('started', 'rebooted')],
  },
  { name: 'reboot-fails', title: '重启请求已受理而执行失败', turns: [lifecycle('rebooted')] },
  { name: 'snapshot-fails', title: '主机快照执行失败', turns: [lifecycle('server-snapshot-made')] },
  { name: 'volume-snapshot-fails', title: '磁盘快照执行失败', turns: [lifecycle('volume-snapshot-made')] },
  { name: 'resize-ignored', title: '扩容完成后规格未变', turns: [lifecycle('resized')] },
];

const migrationDefects: Defect[] = [
  {
    name: 'migration-pauses-guest',
    title: '热迁移期间云主机被暂停',
    turns: [migration('stayed-active', 'longest-gap')],
  },
  { name: 'migration-slow', title: '热迁移超过十分钟', turns: [migration('migration-duration')] },
  {
    name: 'migration-same-host',
    title: '热迁移请求已受理，云主机仍在原节点',
    turns: [
      migration(
        'migration-completed',
        'returned-to-origin',
        'migration-duration',
        'stayed-active',
        'connection-survived',
        'longest-gap',
      ),
    ],
  },
  { name: 'migration-never-returns', title: '热迁移后不能迁回', turns: [migration('returned-to-origin')] },
  {
    name: 'migration-drops-connections',
    title: '热迁移中断客户端连接',
    turns: [migration('connection-survived', 'longest-gap')],
  },
];

const poolDefects: Defect[] = [
  { name: 'overcommit-excessive', title: 'CPU 超配比过高', turns: [pool('allocation-ratio')] },
  {
    name: 'storage-copies-excessive',
    title: '存储副本过多，可用容量不足',
    turns: [pool('usable-storage', 'usable-factor')],
  },
  { name: 'pool-too-small', title: '资源池规模不足', turns: [pool(...poolFigures)] },
  {
    name: 'assets-overstated',
    title: '资产清单所列磁盘多于设备实有',
    turns: [pool('sample-agrees', ...unproven)],
  },
  {
    name: 'pool-totals-differ',
    title: '资源调度服务登记的计算节点少于资产清单',
    turns: [pool('totals-reconcile', ...unproven)],
  },
];

const networkDefects: Defect[] = [
  {
    name: 'network-shared',
    title: '所建私有网络对其他租户可见',
    turns: [
      network('private-network-created'),
      isolation('foreign-resources-hidden', 'foreign-operations-refused'),
      access('other-project-refused'),
    ],
  },
  {
    name: 'subnet-v6-ignored',
    title: 'IPv6 子网的前缀长度与所设不符',
    turns: [network('ipv6-subnet-as-ordered')],
  },
  {
    name: 'router-not-connected',
    title: '虚拟路由器接入 IPv6 子网的请求已受理而未接入',
    turns: [network('router-connected')],
  },
  {
    name: 'gateway-ignored',
    title: '子网网关不按所设',
    turns: [network('ipv4-subnet-as-ordered', 'ipv6-subnet-as-ordered')],
  },
  { name: 'dns-ignored', title: '子网 DNS 设置不生效', turns: [network('dns-as-ordered')] },
  { name: 'host-routes-ignored', title: '静态路由设置不生效', turns: [network('static-route-as-ordered')] },
  {
    name: 'port-single-family',
    title: '双栈网络的端口只取得 IPv4 地址',
    turns: [network('port-has-both-families')],
  },
];

const tenancyDefects: Defect[] = [
  {
    name: 'tenant-servers-visible',
    title: '他租户的云主机可见',
    turns: [isolation('foreign-resources-hidden'), access('other-project-refused')],
  },
  {
    name: 'tenant-volume-attachable',
    title: '他租户的云硬盘可挂接到自己的云主机',
    turns: [isolation('foreign-operations-refused')],
  },
  { name: 'reader-may-change', title: '只读账号可变更资源', turns: [access('role-limits-enforced')] },
  { name: 'reader-cannot-read', title: '只读账号不能读取', turns: [access('own-project-allowed')] },
];

const failoverDefects: Defect[] = [
  {
    name: 'evacuation-fails',
    title: '宿主机故障后云主机未能在其他节点恢复',
    turns: [failover('recovered-elsewhere', 'disks-and-addresses-kept')],
  },
  {
    name: 'evacuation-loses-disk',
    title: '疏散后云主机少一块云硬盘',
    turns: [failover('disks-and-addresses-kept')],
  },
];

/** Every defect that the stand-in can be given, by the names that `--defect` takes. */
export const platformDefects: Defect[] = [
  ...createDefects,
  ...affinityDefects,
  ...lifecycleDefects,
  ...migrationDefects,
  ...poolDefects,
  ...bmcDefects,
  ...networkDefects,
  ...monitoringDefects,
  ...alarmDefects,
  ...echoDefects,
  ...tenancyDefects,
  ...failoverDefects,
  ...tlsDefects,
  ...hostDefects,
  ...s3Defects,
  ...consoleDefects,
  ...backupDefects,
  ...databaseDefects,
];
