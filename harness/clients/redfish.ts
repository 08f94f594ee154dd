import { Fault } from '../../spec/index.ts';
import type { HttpClient } from './http.ts';

/** What a management controller tells of one machine; absent is what it does not tell. */
export interface MachineInventory {
  serial?: string;
  model?: string;
  /** Physical cores of the whole machine. */
  cores?: number;
  /** Hardware threads of the whole machine. */
  threads?: number;
  memoryBytes?: number;
  /** Capacity of each drive, bytes. */
  drives?: number[];
}

export interface RedfishAccess {
  http: HttpClient;
  username: string;
  password: string;
  /** Credentials go to this origin only. */
  origin: string;
}

type Json = Readonly<Record<string, unknown>>;

const gib = 1024 ** 3;
const timeoutMs = 15_000;
const resourcesAtMost = 500;

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const child = (json: Json, name: string): Json => (isJson(json[name]) ? json[name] : {});
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
const count = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;

/**
 * Reads a ComputerSystem with its processors and drives. Throws TARGET_UNAUTHORISED when the account is not accepted,
 * TARGET_* for whatever else kept it from being read; a link to another origin is TARGET_GARBAGE and is not followed.
 */
export async function readMachine(access: RedfishAccess, url: string): Promise<MachineInventory> {
  const authorization = `Basic ${Buffer.from(`${access.username}:${access.password}`).toString('base64')}`;
  let reads = 0;
  const read = async (address: string): Promise<Json> => {
    if (new URL(address).origin !== access.origin) {
      throw new Fault('TARGET_GARBAGE', `${url}：所给链接指向其他地址 ${address}，未予访问`);
    }
    if (++reads > resourcesAtMost)
      throw new Fault('TARGET_GARBAGE', `${url}：资源超过 ${resourcesAtMost} 个`);
    const headers = { authorization, accept: 'application/json' };
    const answer = await access.http.request({ url: address, headers, timeoutMs });
    if (answer.status === 401 || answer.status === 403) {
      throw new Fault('TARGET_UNAUTHORISED', `GET ${address}：HTTP ${answer.status}`);
    }
    if (answer.status !== 200) throw new Fault('TARGET_STATUS', `GET ${address}：HTTP ${answer.status}`);
    const json = answer.json();
    if (!isJson(json)) throw new Fault('TARGET_GARBAGE', `GET ${address}：应答不是 Redfish 资源`);
    return json;
  };
  const follow = async (json: Json, name: string): Promise<Json | undefined> => {
    const id = child(json, name)['@odata.id'];
    return typeof id === 'string' ? read(new URL(id, access.origin).href) : undefined;
  };
  const members = async (json: Json | undefined, name: string): Promise<Json[] | undefined> => {
    const list = json?.[name];
    if (!Array.isArray(list)) return undefined;
    const all: Json[] = [];
    for (const entry of list) {
      const id = isJson(entry) ? entry['@odata.id'] : undefined;
      if (typeof id !== 'string') throw new Fault('TARGET_GARBAGE', `${url}：${name} 的成员没有 @odata.id`);
      all.push(await read(new URL(id, access.origin).href));
    }
    return all;
  };

  const system = await read(url);
  const processors = (await members(await follow(system, 'Processors'), 'Members'))?.filter(
    ({ ProcessorType: type }) => type === undefined || type === 'CPU',
  );
  const storage = await members(await follow(system, 'Storage'), 'Members');
  const drives: Json[] = [];
  for (const controller of storage ?? []) drives.push(...((await members(controller, 'Drives')) ?? []));

  const summary = child(system, 'ProcessorSummary');
  const memory = count(child(system, 'MemorySummary').TotalSystemMemoryGiB);
  const found: { [K in keyof MachineInventory]: MachineInventory[K] | undefined } = {
    serial: text(system.SerialNumber),
    model: text(system.Model),
    cores: sum(processors, 'TotalCores') ?? count(summary.CoreCount),
    threads: sum(processors, 'TotalThreads') ?? count(summary.LogicalProcessorCount),
    memoryBytes: memory === undefined ? undefined : memory * gib,
    drives: storage === undefined ? undefined : capacities(drives),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** Undefined unless every processor tells: a part would look like a machine with fewer cores. */
function sum(processors: readonly Json[] | undefined, name: string): number | undefined {
  const figures = processors?.filter(isPresent).map((processor) => count(processor[name]));
  if (!figures || figures.length === 0 || figures.some((figure) => figure === undefined)) return undefined;
  return figures.reduce<number>((total, figure) => total + (figure ?? 0), 0);
}

function capacities(drives: readonly Json[]): number[] | undefined {
  const figures = drives.filter(isPresent).map((drive) => count(drive.CapacityBytes));
  return figures.some((figure) => figure === undefined) ? undefined : (figures as number[]);
}

/** An empty socket or bay is listed as Absent. */
const isPresent = (resource: Json) => child(resource, 'Status').State !== 'Absent';
