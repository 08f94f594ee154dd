import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { createRedactor, digestOf, digestOfJson } from '../../evidence/index.ts';
import { loadTarget, observe, type Probe } from '../../harness/index.ts';
import type {
  AssetList,
  Component,
  Observation,
  ResourceEntry,
  SampleValue,
  Target,
} from '../../spec/index.ts';
import { loadCatalogue } from '../../spec/load/index.ts';

const catalogue = loadCatalogue();

export interface SightOptions {
  inputs?: Record<string, unknown>;
  assets?: AssetList;
  /** Seconds; the contract's limit by default. */
  timeLimit?: number;
  awaiting?: Observation;
  signal?: AbortSignal;
}

export interface SightResult extends Observation {
  /** The last state of every resource the probe created. */
  resources: ResourceEntry[];
  /** Everything that was captured, as text, by label. */
  captured: Map<string, string>;
}

/** Runs one probe as a run would, against the component of its role in a target file. */
export async function sight(
  probe: Probe,
  targetFile: string,
  options: SightOptions = {},
): Promise<SightResult> {
  const loaded = loadTarget(targetFile);
  const contract = catalogue.get(probe.id);
  if (!contract) throw new Error(`no contract for ${probe.id}`);
  const component = loaded.target.components.find((c) => c.role === contract.role);
  if (!component) throw new Error(`target has no ${contract.role}`);
  const defaults = Object.fromEntries(
    Object.entries(contract.inputs).map(([name, input]) => [name, input.default]),
  );
  const inputs = { ...defaults, ...options.inputs };
  const id = digestOfJson([probe.id, inputs]).slice(7, 23);
  const resources = new Map<string, ResourceEntry>();
  const captured = new Map<string, string>();
  const observation = await observe({
    probe,
    contract,
    item: { id, probe: probe.id, probeVersion: probe.version, component: component.id, inputs },
    planDigest: digestOf('test'),
    component,
    loaded,
    assets: options.assets,
    redactor: createRedactor(),
    seed: 1,
    signal: options.signal ?? new AbortController().signal,
    timeLimit: options.timeLimit,
    awaiting: options.awaiting,
    capture: async (label, mediaType, bytes) => {
      captured.set(label, Buffer.from(bytes).toString('utf8'));
      return { digest: digestOf(bytes), label, mediaType, bytes: bytes.length };
    },
    onResource: (entry) => resources.set(`${entry.kind} ${entry.id ?? '?'}`, entry),
  });
  return { ...observation, resources: [...resources.values()].filter((r) => r.id !== undefined), captured };
}

/** The samples of a measurand; undefined when it was not measured. */
export function valuesOf(observation: Observation, measurand: string): SampleValue[] | undefined {
  return observation.measurements.find((m) => m.measurand === measurand)?.values;
}

/** Names of boolean measurands that were seen true in every sample. */
export function seenTrue(observation: Observation): string[] {
  return observation.measurements
    .filter((m) => m.values.length > 0 && m.values.every((v) => v === true))
    .map((m) => m.measurand)
    .sort();
}

/** A copy of a target file with one component changed, in a folder of its own; secrets and CA stay where they are. */
export function alterTarget(
  targetFile: string,
  alter: (target: Target) => void,
): { targetFile: string; remove(): void } {
  const loaded = loadTarget(targetFile);
  const target = structuredClone(loaded.target);
  for (const component of target.components) {
    if (component.caFile) component.caFile = loaded.pathOf(component.caFile);
    resolveFiles(component, loaded.pathOf);
  }
  resolveFiles(target.authorisation, loaded.pathOf);
  if (target.assets) target.assets.file = loaded.pathOf(target.assets.file);
  alter(target);
  return writeTarget(target);
}

/** Lets every secret's file be found from any folder. */
function resolveFiles(value: unknown, pathOf: (name: string) => string): void {
  if (typeof value !== 'object' || value === null) return;
  const reference = value as { file?: unknown };
  if (typeof reference.file === 'string') reference.file = pathOf(reference.file);
  for (const inner of Object.values(value)) resolveFiles(inner, pathOf);
}

/** A target file of its own for hand-made components; the secret file `secret` holds `test-secret`, `ca.pem` the CA if there is one. */
export function writeTarget(target: Target, ca?: string): { targetFile: string; remove(): void } {
  const directory = mkdtempSync(join(tmpdir(), 'biaochi-test-'));
  writeFileSync(join(directory, 'secret'), 'test-secret\n', { mode: 0o600 });
  if (ca !== undefined) writeFileSync(join(directory, 'ca.pem'), ca);
  const targetFile = join(directory, 'target.yaml');
  writeFileSync(targetFile, stringify(target));
  return { targetFile, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

export const testTarget = (...components: Component[]): Target => ({
  tender: 'test',
  name: '测试目标',
  components,
});

export type BrokenKind =
  | 'refusing'
  | 'silent'
  | 'closing'
  | 'garbage'
  | 'slow'
  | 'error500'
  | 'empty404'
  | 'empty200'
  | 'endless'
  | 'redirecting';
export const brokenKinds: BrokenKind[] = [
  'refusing',
  'silent',
  'closing',
  'garbage',
  'slow',
  'error500',
  'redirecting',
  'endless',
];
export const emptyKinds: BrokenKind[] = ['empty404', 'empty200'];

export interface BrokenServer {
  url: string;
  /** Bytes that were written to all sockets so far. */
  poured(): number;
  close(): Promise<void>;
}

/**
 * A server that is broken in one way: refuses, accepts and says nothing, closes at once, answers no HTTP,
 * drips a header byte a second, 500 to all, 404 to all, 200 with nothing, an endless body, redirects in a circle.
 */
export async function startBroken(kind: BrokenKind): Promise<BrokenServer> {
  const sockets = new Set<Socket>();
  let written = 0;
  const track = (server: Server) =>
    server.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        written += socket.bytesWritten;
        sockets.delete(socket);
      });
    });
  const raw = (onSocket: (socket: Socket) => void) => track(createServer(onSocket));
  const http = (answer: Parameters<typeof createHttpServer>[1]) => track(createHttpServer(answer!));
  const timers = new Set<NodeJS.Timeout>();
  const drip = (socket: { write(text: string): boolean }, text: string, everyMs: number) => {
    timers.add(setInterval(() => socket.write(text), everyMs));
  };
  const servers: Record<BrokenKind, () => Server> = {
    refusing: () => raw(() => {}),
    silent: () => raw(() => {}),
    closing: () => raw((socket) => socket.once('data', () => socket.destroy())),
    garbage: () =>
      raw((socket) => socket.once('data', () => socket.end('\u0000\u0001 this is no HTTP at all \r\n\r\n'))),
    slow: () => raw((socket) => socket.once('data', () => drip(socket, 'H', 1000))),
    error500: () =>
      http((_, response) =>
        response.writeHead(500, { 'content-type': 'text/html' }).end('<html>oops</html>'),
      ),
    empty404: () => http((_, response) => response.writeHead(404).end()),
    empty200: () => http((_, response) => response.writeHead(200).end()),
    endless: () =>
      http((_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const chunk = Buffer.alloc(1 << 20, 0x20);
        const pour = () => {
          while (!response.destroyed && response.write(chunk));
        };
        response.on('drain', pour);
        pour();
      }),
    redirecting: () =>
      http((request, response) =>
        response.writeHead(302, { location: request.url === '/a' ? '/b' : '/a' }).end(),
      ),
  };
  const server = servers[kind]();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = (server.address() as AddressInfo).port;
  const close = () =>
    new Promise<void>((resolve) => {
      for (const timer of timers) clearInterval(timer);
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  if (kind === 'refusing') await close();
  return {
    url: `http://127.0.0.1:${port}`,
    poured: () => [...sockets].reduce((sum, socket) => sum + socket.bytesWritten, written),
    close: kind === 'refusing' ? async () => {} : close,
  };
}
