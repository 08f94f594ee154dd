import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startAlertmanager } from './alertmanager.ts';
import { assetsOf, machinesOf } from './asset-list.ts';
import { writeAssetList } from './assets.ts';
import { startBackup } from './backup.ts';
import { startBmc } from './bmc.ts';
import { makeCertificates } from './certificate.ts';
import { accountNames, availabilityZone, openCloud, projectNames } from './cloud.ts';
import { startCompute } from './compute.ts';
import { consoleRecipes, consoleShows, startConsole } from './console.ts';
import { startDatabase } from './database.ts';
import { platformDefects } from './defects.ts';
import { startEchoPoint } from './echo-point.ts';
import { openOuterGate, outerCidr, startGuests } from './guest.ts';
import { startHost, testMachines } from './host.ts';
import { startHostPower } from './host-power.ts';
import { startHttpsEndpoint } from './https-endpoint.ts';
import { startIdentity } from './identity.ts';
import { startImage } from './image.ts';
import { addProviderNetworks, externalNetworkName, startNetwork } from './network.ts';
import { startPlacement } from './placement.ts';
import { type CloudProfile, governmentCloud, smallCloud } from './profile.ts';
import { startPrometheus } from './prometheus.ts';
import { startS3 } from './s3.ts';
import { assetFileIn, writeTargetFile } from './target-file.ts';
import { startVolume } from './volume.ts';

export interface PlatformOptions {
  /** The tender that the target file names. */
  tender: string;
  /** Names out of `platformDefects`; an unknown one is a defect of the caller. */
  defects?: readonly string[];
  /** Where the target file and its secrets are written; a fresh temporary one, removed at the end, when absent. */
  directory?: string;
  /** Four times the usual pace. */
  fast?: boolean;
  /** Seconds that a live migration really takes with the defect that makes it slow, 4 when absent. */
  migrationSeconds?: number;
  profile?: CloudProfile;
  /** With the pages of a console, which are looked at in a browser. */
  console?: boolean;
}

export interface Platform {
  targetFile: string;
  /** Addresses by service: identity, compute, network, image, block-storage, placement, s3, s3-https, public, bmc, monitoring, host-*, console. */
  endpoints: Record<string, string>;
  defects: string[];
  /** Ends every server and takes back what was written into a temporary directory. */
  close(): Promise<void>;
}

/** Enough to be seen; that it took far longer is what the migration's record says. */
const usualSlowMigration = 4;

const secret = (bytes: number) => randomBytes(bytes).toString('base64url');

/** Starts the stand-in government cloud on loopback: real HTTP servers, one port for each service. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const defects = [...(options.defects ?? [])];
  const unknown = defects.filter((name) => !platformDefects.some((defect) => defect.name === name));
  if (unknown.length > 0) throw new Error(`unknown defects: ${unknown.join(', ')}`);
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of closers.splice(0).reverse()) await end();
  };
  try {
    return { ...(await compose(options, new Set(defects), closers)), defects, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function compose(
  options: PlatformOptions,
  defects: ReadonlySet<string>,
  closers: (() => Promise<unknown>)[],
): Promise<{ targetFile: string; endpoints: Record<string, string> }> {
  const directory = await directoryOf(options, closers);
  const keep = <T extends { close(): Promise<unknown> }>(service: T): T => {
    closers.push(() => service.close());
    return service;
  };
  const profile = options.profile ?? (defects.has('pool-too-small') ? smallCloud : governmentCloud);
  const secrets = {
    openstack: secret(15),
    accessKey: secret(12),
    secretKey: secret(24),
    controller: secret(15),
    host: secret(15),
    monitoring: secret(15),
    backup: secret(15),
    database: secret(15),
  };
  const certificates = await makeCertificates();

  const open = openCloud({
    profile,
    defects,
    pace: options.fast ? 0.25 : 1,
    password: secrets.openstack,
    slowMigrationSeconds: options.migrationSeconds ?? usualSlowMigration,
  });
  closers.push(async () => open.stop());
  const { cloud } = open;
  const identity = keep(await startIdentity(cloud));
  keep(await startCompute(cloud));
  keep(await startImage(cloud));
  keep(await startNetwork(cloud));
  keep(await startVolume(cloud));
  keep(await startPlacement(cloud));
  const gate = await openOuterGate();
  addProviderNetworks(cloud, gate && outerCidr);
  if (gate) {
    keep(gate);
    const guests = keep(startGuests(cloud, gate.guestPort));
    open.onChange(() => guests.follow());
  }

  const { accessKey, secretKey } = secrets;
  const s3 = keep(await startS3({ accounts: [{ accessKey, secretKey }], defects, tls: certificates.valid }));
  const expired = defects.has('tls-expired-certificate');
  const shown = expired ? certificates.expired : certificates.valid;
  const portal = keep(await startHttpsEndpoint({ ...shown, defects }));
  const controllerUser = 'inspector';
  const spare = cloud.hosts.at(-1);
  if (!spare) throw new Error('the profile has no compute host');
  const power = keep(
    await startHostPower(cloud, spare, { username: controllerUser, password: secrets.controller }),
  );
  const bmc = keep(
    await startBmc({
      machines: machinesOf(profile),
      username: controllerUser,
      password: secrets.controller,
      defects,
    }),
  );
  const hostUser = 'root';
  const hosts = [];
  for (const machine of testMachines) {
    const login = { username: hostUser, password: secrets.host };
    const { url, hostKey } = keep(await startHost({ ...machine, ...login, defects }));
    hosts.push({ id: machine.name, url, hostKey });
  }
  const loseEvery = defects.has('internal-network-lossy') ? 50 : undefined;
  const echoPoints = [keep(await startEchoPoint()), keep(await startEchoPoint(loseEvery))];
  const watcher = 'watcher';
  const alertmanager = keep(
    await startAlertmanager({ username: watcher, password: secrets.monitoring, defects }),
  );
  const monitoring = keep(
    await startPrometheus({ username: watcher, password: secrets.monitoring, defects }),
  );
  const backupUser = 'operator';
  const backup = keep(await startBackup({ username: backupUser, password: secrets.backup, defects }));
  const databaseUser = 'examiner';
  const database = keep(
    await startDatabase({
      username: databaseUser,
      password: secrets.database,
      defects,
      tls: certificates.valid,
    }),
  );
  await writeAssetList(
    assetFileIn(directory),
    assetsOf(profile, (name) => defects.has(name), bmc.url),
  );

  const pages = options.console ? keep(await startConsole(cloud)) : undefined;

  const [flavor, larger] = profile.flavors;
  const [image] = profile.images;
  if (!flavor || !larger || !image || !s3.httpsUrl) throw new Error('the profile lacks flavors or an image');
  const targetFile = await writeTargetFile(directory, {
    tender: options.tender,
    keystone: `${identity.url}/v3`,
    region: cloud.region,
    username: accountNames.tester,
    project: projectNames.tester,
    image: image.name,
    flavor: flavor.name,
    resizeFlavor: larger.name,
    zone: availabilityZone,
    hostFailure: { host: spare.name, reset: power.reset },
    reader: accountNames.reader,
    otherTenant: { username: accountNames.stranger, project: projectNames.stranger },
    ...(gate ? { outer: { network: externalNetworkName, guestPort: gate.guestPort } } : {}),
    s3: s3.url,
    s3Https: s3.httpsUrl,
    publicEndpoint: portal.url,
    controller: bmc.url,
    controllerUser,
    ...(pages ? { console: { url: pages.url, recipes: consoleRecipes, shows: consoleShows } } : {}),
    echoPoints: echoPoints.map(({ host, port }) => ({ host, port })),
    monitoring: monitoring.url,
    alertmanager: alertmanager.url,
    watcher,
    backup: backup.url,
    backupUser,
    database: database.url,
    databaseUser,
    hosts,
    hostUser,
    secrets,
    ca: certificates.ca,
  });
  return {
    targetFile,
    endpoints: {
      ...Object.fromEntries(cloud.urls),
      s3: s3.url,
      's3-https': s3.httpsUrl,
      public: portal.url,
      bmc: bmc.url,
      ...(pages ? { console: pages.url } : {}),
      monitoring: monitoring.url,
      backup: backup.url,
      database: database.url,
      ...Object.fromEntries(hosts.map(({ id, url }) => [id, url])),
    },
  };
}

async function directoryOf(options: PlatformOptions, closers: (() => Promise<unknown>)[]): Promise<string> {
  if (options.directory !== undefined) {
    const directory = resolve(options.directory);
    await mkdir(directory, { recursive: true });
    return directory;
  }
  const directory = await mkdtemp(join(tmpdir(), 'biaochi-stand-in-'));
  closers.push(() => rm(directory, { recursive: true, force: true }));
  return directory;
}
