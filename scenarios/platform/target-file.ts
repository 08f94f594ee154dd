import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Authorisation, ConsoleRecipes, Target } from '../../spec/index.ts';
import { backupAdapter } from './backup-adapter.ts';
import { seriesSelectors } from './prometheus-models.ts';

/** What a target file of the stand-in names. Secrets are written beside it, readable by their owner alone. */
export interface TargetFacts {
  tender: string;
  keystone: string;
  region: string;
  username: string;
  project: string;
  image: string;
  flavor: string;
  resizeFlavor: string;
  zone: string;
  /** The compute host that may lose its power, and where that is asked for. */
  hostFailure: { host: string; reset: string };
  /** The account of the test project that only reads. */
  reader: string;
  /** The second test tenant's account; all accounts share the password. */
  otherTenant: { username: string; project: string };
  outer?: { network: string; guestPort: number };
  s3: string;
  s3Https: string;
  publicEndpoint: string;
  controller: string;
  controllerUser: string;
  console?: { url: string; recipes: ConsoleRecipes; shows: { running: string; stopped: string } };
  echoPoints: { host: string; port: number }[];
  monitoring: string;
  alertmanager: string;
  watcher: string;
  backup: string;
  backupUser: string;
  database: string;
  databaseUser: string;
  hosts: readonly { id: string; url: string; hostKey: string }[];
  hostUser: string;
  secrets: Record<keyof typeof names.secrets, string>;
  ca: string;
}

const names = {
  target: 'target.yaml',
  ca: 'ca.pem',
  assets: 'assets.xlsx',
  letter: 'authorisation.txt',
  secrets: {
    openstack: 'openstack.password',
    accessKey: 's3.access-key',
    secretKey: 's3.secret-key',
    controller: 'controller.password',
    host: 'host.password',
    monitoring: 'monitoring.password',
    backup: 'backup.password',
    database: 'database.password',
  },
} as const;

const letter =
  '仿真授权书：本平台为标尺自带的仿真平台，准许在其上实施会中断业务的测试。无人签署，不作任何依据。\n';
const letterDays = 7;

/** A letter that nobody signed, so that what needs leave can be shown on the stand-in. */
async function writeLetter(directory: string, facts: TargetFacts): Promise<Authorisation> {
  await writeFile(join(directory, names.letter), letter);
  const at = (ms: number) => new Date(Date.now() + ms).toISOString();
  return {
    letter: { file: names.letter, digest: `sha256:${createHash('sha256').update(letter).digest('hex')}` },
    who: '仿真平台',
    hosts: ['127.0.0.1', facts.hostFailure.host],
    window: { from: at(-3_600_000), to: at(letterDays * 86_400_000) },
    emergencyContact: { name: '仿真平台', phone: '0' },
    allows: ['disrupts'],
  };
}

/** Where the asset list belongs. */
export const assetFileIn = (directory: string) => join(directory, names.assets);

/** Writes target.yaml, ca.pem and the secrets into a directory; answers the target file's path. */
export async function writeTargetFile(directory: string, facts: TargetFacts): Promise<string> {
  await mkdir(directory, { recursive: true });
  const secret = (name: keyof TargetFacts['secrets']) => ({ file: names.secrets[name] });
  for (const [name, value] of Object.entries(facts.secrets)) {
    const file = join(directory, names.secrets[name as keyof TargetFacts['secrets']]);
    await writeFile(file, `${value}\n`, { mode: 0o600 });
  }
  await writeFile(join(directory, names.ca), facts.ca);
  const target: Target = {
    tender: facts.tender,
    name: '仿真政务云',
    operator: '标尺自带的仿真平台',
    stage: 'delivery',
    simulated: true,
    assets: { file: names.assets },
    authorisation: await writeLetter(directory, facts),
    components: [
      {
        id: 'cloud',
        role: 'openstack',
        testTenant: true,
        endpoint: facts.keystone,
        region: facts.region,
        credentials: { username: facts.username, password: secret('openstack'), project: facts.project },
        options: {
          image: facts.image,
          flavor: facts.flavor,
          resizeFlavor: facts.resizeFlavor,
          availabilityZone: facts.zone,
          echoPoints: facts.echoPoints,
          hostFailure: {
            host: facts.hostFailure.host,
            reset: facts.hostFailure.reset,
            credentials: { username: facts.controllerUser, password: secret('controller') },
          },
          readOnlyAccount: { username: facts.reader, password: secret('openstack') },
          otherTenant: { ...facts.otherTenant, password: secret('openstack') },
          ...(facts.outer ? { externalNetwork: facts.outer.network, guestPort: facts.outer.guestPort } : {}),
        },
      },
      {
        id: 'objects',
        role: 'object-storage',
        endpoint: facts.s3,
        httpsEndpoint: facts.s3Https,
        caFile: names.ca,
        credentials: { accessKey: secret('accessKey'), secretKey: secret('secretKey') },
        options: { quotaDialect: 'obs' },
      },
      { id: 'portal', role: 'public-endpoint', endpoint: facts.publicEndpoint, caFile: names.ca },
      {
        id: 'machines',
        role: 'management-controller',
        endpoint: facts.controller,
        credentials: { username: facts.controllerUser, password: secret('controller') },
      },
      ...(facts.console
        ? [
            {
              id: 'console',
              role: 'console' as const,
              endpoint: facts.console.url,
              credentials: { username: facts.username, password: secret('openstack') },
              shows: facts.console.shows,
              recipes: facts.console.recipes,
            },
          ]
        : []),
      {
        id: 'monitor',
        role: 'monitoring',
        endpoint: facts.monitoring,
        credentials: { username: facts.watcher, password: secret('monitoring') },
        options: {
          operatedBy: 'purchaser',
          series: seriesSelectors,
          alertmanager: facts.alertmanager,
        },
      },
      {
        id: 'backups',
        role: 'backup',
        endpoint: facts.backup,
        adapter: backupAdapter(facts.backupUser, secret('backup')),
      },
      {
        id: 'tenant-database',
        role: 'database',
        endpoint: facts.database,
        caFile: names.ca,
        credentials: { username: facts.databaseUser, password: secret('database') },
      },
      ...facts.hosts.map(({ id, url, hostKey }) => ({
        id,
        role: 'host' as const,
        endpoint: url,
        hostKey,
        credentials: { username: facts.hostUser, password: secret('host') },
      })),
    ],
  };
  const file = join(directory, names.target);
  await writeFile(file, `# 仿真政务云的目标文件，由标尺生成；平台停止后即失效。\n${stringify(target)}`);
  return file;
}
