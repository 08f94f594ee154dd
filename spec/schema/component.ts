import type { FromSchema } from 'json-schema-to-ts';
import { type Adapter, adapterSchema } from './adapter.ts';
import { type ConsoleRecipes, consoleRecipesSchema } from './console-recipe.ts';
import { type MonitoringOptions, monitoringOptionsSchema } from './monitoring-options.ts';
import { idSchema, textSchema } from './primitives.ts';
import { type SecretReference, secretSchema } from './secret.ts';

/** Roles without a standard interface: the target file says by an adapter how theirs is spoken to. */
export const adapterRoles = ['backup'] as const;
export type AdapterRole = (typeof adapterRoles)[number];

/** The kinds of component a target file may name. */
export const componentRoles = [
  'openstack',
  'object-storage',
  'public-endpoint',
  'management-controller',
  'host',
  'guest',
  'monitoring',
  'database',
  'console',
  ...adapterRoles,
] as const;
export type ComponentRole = (typeof componentRoles)[number];
export const componentRoleLabels: Record<ComponentRole, string> = {
  openstack: '云管理接口（OpenStack）',
  'object-storage': '对象存储（S3）',
  'public-endpoint': '对外服务端点（HTTPS）',
  'management-controller': '带外管理控制器（Redfish）',
  host: '主机（SSH）',
  guest: '云主机内部（SSH）',
  monitoring: '监控系统（Prometheus）',
  database: '数据库（PostgreSQL 协议）',
  console: '云管控制台',
  backup: '备份系统（适配器）',
};

/** Roles that planned probes will look at; a target file cannot name them before a probe can. */
export const plannedRoles = {
  'file-storage': '文件存储',
  'load-balancer': '负载均衡',
  network: '网络设备与链路',
  'cross-network-exchange': '跨网数据安全交换系统',
  'intrusion-detection': '入侵检测',
  'web-application-firewall': 'WEB 应用防火墙',
  'vulnerability-scanner': '漏洞扫描',
  'web-tamper-protection': '网页防篡改',
  bastion: '堡垒机',
  'log-audit': '日志审计',
  'database-audit': '数据库审计',
  'key-management': '密钥管理',
  'crypto-service': '加解密服务',
  'signature-service': '签名验签',
  'ssl-vpn': 'SSL VPN',
  'ipsec-vpn': 'IPSec VPN',
  timestamp: '时间戳服务',
  'authentication-gateway': '安全认证网关',
  'co-signing': '协同签名',
  'database-encryption': '数据库加密',
  'file-encryption': '文件加密',
  facility: '机房动环监控',
  'service-desk': '服务工单系统',
} as const;
export type PlannedRole = keyof typeof plannedRoles;
/** Whatever a probe contract may look at, built or planned. */
export type Role = ComponentRole | PlannedRole;
export const roleLabels: Record<Role, string> = { ...componentRoleLabels, ...plannedRoles };

/** Roles of security products: what a check finds there is a security finding. */
export const securityRoles: ReadonlySet<Role> = new Set<Role>([
  'intrusion-detection',
  'web-application-firewall',
  'vulnerability-scanner',
  'web-tamper-protection',
  'bastion',
  'log-audit',
  'database-audit',
  'key-management',
  'crypto-service',
  'signature-service',
  'ssl-vpn',
  'ipsec-vpn',
  'timestamp',
  'authentication-gateway',
  'co-signing',
  'database-encryption',
  'file-encryption',
  'cross-network-exchange',
]);

const accountProperties = {
  username: textSchema,
  password: secretSchema,
  project: textSchema,
  userDomain: textSchema,
  projectDomain: textSchema,
} as const;
const endpointSchema = { type: 'string', pattern: '^https?://[^\\s]+$', maxLength: 500 } as const;
const accountSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['username', 'password'],
  properties: { username: textSchema, password: secretSchema },
} as const;
const common = {
  id: idSchema,
  endpoint: endpointSchema,
  caFile: { type: 'string', minLength: 1, description: 'PEM of the private CA, beside the target file' },
} as const;

export const openstackComponentSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'role', 'endpoint', 'credentials', 'options'],
  properties: {
    ...common,
    role: { const: 'openstack' },
    testTenant: { type: 'boolean', description: 'the project exists for tests alone' },
    region: { type: 'string' },
    interface: { type: 'string', enum: ['public', 'internal', 'admin'] },
    credentials: {
      type: 'object',
      additionalProperties: false,
      required: ['username', 'password', 'project'],
      properties: accountProperties,
    },
    options: {
      type: 'object',
      additionalProperties: false,
      required: ['image', 'flavor'],
      properties: {
        image: { ...textSchema, description: 'name or id of a public image' },
        flavor: { ...textSchema, description: 'name or id of the flavor that is ordered' },
        resizeFlavor: { ...textSchema, description: 'a larger flavor' },
        availabilityZone: textSchema,
        externalNetwork: {
          ...textSchema,
          description: 'network that gives floating addresses to test guests',
        },
        guestPort: {
          type: 'integer',
          minimum: 1,
          maximum: 65535,
          description: 'TCP port on which the test image echoes',
        },
        otherTenant: {
          type: 'object',
          additionalProperties: false,
          required: ['username', 'password', 'project'],
          properties: accountProperties,
          description: 'an ordinary member of another test project, which must see nothing of the first',
        },
        readOnlyAccount: {
          type: 'object',
          additionalProperties: false,
          required: ['username', 'password'],
          properties: { username: textSchema, password: secretSchema, userDomain: textSchema },
          description: 'an account of the test project that may read and nothing else',
        },
        echoPoints: {
          type: 'array',
          minItems: 1,
          maxItems: 16,
          description: 'UDP echo services (RFC 862) on guests of other compute nodes',
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['host', 'port'],
            properties: {
              host: textSchema,
              port: { type: 'integer', minimum: 1, maximum: 65535 },
            },
          },
        },
        hostFailure: {
          type: 'object',
          additionalProperties: false,
          required: ['host'],
          dependentRequired: { credentials: ['reset'] },
          properties: {
            host: { ...textSchema, description: 'compute host that may be made to fail, as nova names it' },
            reset: {
              ...endpointSchema,
              description: 'Redfish address of its ComputerSystem.Reset; absent: a person cuts the power',
            },
            credentials: accountSchema,
          },
        },
      },
    },
  },
} as const;
export const objectStorageComponentSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'role', 'endpoint', 'credentials'],
  properties: {
    ...common,
    role: { const: 'object-storage' },
    region: { type: 'string' },
    httpsEndpoint: { ...endpointSchema, pattern: '^https://[^\\s]+$' },
    credentials: {
      type: 'object',
      additionalProperties: false,
      required: ['accessKey', 'secretKey'],
      properties: { accessKey: secretSchema, secretKey: secretSchema },
    },
    options: {
      type: 'object',
      additionalProperties: false,
      properties: {
        quotaDialect: { type: 'string', enum: ['obs', 'swift'], description: 'S3 itself has no quota call' },
        quotaEndpoint: { ...endpointSchema, description: 'Swift account URL when quotaDialect is swift' },
      },
    },
  },
} as const;
export const publicEndpointComponentSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'role', 'endpoint'],
  properties: { ...common, role: { const: 'public-endpoint' } },
} as const;
export const managementControllerComponentSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'role', 'endpoint', 'credentials'],
  properties: {
    ...common,
    role: { const: 'management-controller' },
    credentials: accountSchema,
  },
} as const;

const addressOf = (scheme: string) =>
  ({ type: 'string', pattern: `^${scheme}://[^\\s]+$`, maxLength: 500 }) as const;
const shell = {
  id: idSchema,
  endpoint: { ...addressOf('ssh'), description: 'ssh://host:port' },
  hostKey: {
    type: 'string',
    pattern: '^SHA256:[A-Za-z0-9+/]{43}$',
    description:
      "fingerprint of the server's key, as `ssh-keygen -lf` prints it: nothing is sent to another one",
  },
  credentials: {
    type: 'object',
    additionalProperties: false,
    required: ['username'],
    oneOf: [{ required: ['password'] }, { required: ['privateKey'] }],
    properties: {
      username: textSchema,
      password: secretSchema,
      privateKey: secretSchema,
      passphrase: secretSchema,
    },
  },
} as const;
export const hostComponentSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'role', 'endpoint', 'hostKey', 'credentials'],
  properties: { ...shell, role: { const: 'host' } },
} as const;
export const guestComponentSchema = {
  ...hostComponentSchema,
  properties: { ...shell, role: { const: 'guest' } },
} as const;
export const monitoringComponentSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'role', 'endpoint'],
  properties: {
    ...common,
    role: { const: 'monitoring' },
    credentials: {
      type: 'object',
      additionalProperties: false,
      oneOf: [{ required: ['username', 'password'] }, { required: ['token'] }],
      properties: { username: textSchema, password: secretSchema, token: secretSchema },
    },
    options: monitoringOptionsSchema,
  },
} as const;
export const databaseComponentSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'role', 'endpoint', 'credentials'],
  properties: {
    ...common,
    endpoint: { ...addressOf('postgresql'), description: 'postgresql://host:port/database' },
    role: { const: 'database' },
    credentials: accountSchema,
  },
} as const;

export const consoleComponentSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'role', 'endpoint', 'credentials', 'recipes'],
  properties: {
    ...common,
    role: { const: 'console' },
    credentials: accountSchema,
    shows: {
      type: 'object',
      additionalProperties: false,
      required: ['running', 'stopped'],
      properties: { running: textSchema, stopped: textSchema },
      description: 'the words by which the console shows the state of a server',
    },
    recipes: consoleRecipesSchema,
  },
} as const;
export const adaptedComponentSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'role', 'endpoint', 'adapter'],
  properties: {
    ...common,
    endpoint: { ...endpointSchema, pattern: '^(https?|ssh)://[^\\s]+$' },
    role: { enum: adapterRoles },
    adapter: adapterSchema,
  },
} as const;

export type OpenstackComponent = FromSchema<Omit<typeof openstackComponentSchema, 'x'>>;
export type ObjectStorageComponent = FromSchema<Omit<typeof objectStorageComponentSchema, 'x'>>;
export type PublicEndpointComponent = FromSchema<typeof publicEndpointComponentSchema>;
export type ManagementControllerComponent = FromSchema<typeof managementControllerComponentSchema>;
interface Shell {
  id: string;
  /** `ssh://host:port`. */
  endpoint: string;
  hostKey: string;
  caFile?: never;
  credentials: {
    username: string;
    password?: SecretReference;
    privateKey?: SecretReference;
    passphrase?: SecretReference;
  };
}
export interface HostComponent extends Shell {
  role: 'host';
}
export interface GuestComponent extends Shell {
  role: 'guest';
}
export interface MonitoringComponent {
  id: string;
  role: 'monitoring';
  endpoint: string;
  caFile?: string;
  /** A name with its password, or a token. */
  credentials?: { username?: string; password?: SecretReference; token?: SecretReference };
  options?: MonitoringOptions;
}
export interface ConsoleComponent {
  id: string;
  role: 'console';
  endpoint: string;
  caFile?: string;
  credentials: { username: string; password: SecretReference };
  /** The words by which the console shows the state of a server. */
  shows?: { running: string; stopped: string };
  recipes: ConsoleRecipes;
}
export type DatabaseComponent = FromSchema<typeof databaseComponentSchema>;
/** Reached as its adapter says: over HTTP at the endpoint, or by commands on a host. */
export interface AdaptedComponent {
  id: string;
  role: AdapterRole;
  endpoint: string;
  caFile?: string;
  adapter: Adapter;
}
/** The part of a target file's components that is reached over SSH. */
export type ShellComponent = HostComponent | GuestComponent;
export type Component =
  | OpenstackComponent
  | ObjectStorageComponent
  | PublicEndpointComponent
  | ManagementControllerComponent
  | HostComponent
  | GuestComponent
  | MonitoringComponent
  | DatabaseComponent
  | ConsoleComponent
  | AdaptedComponent;
