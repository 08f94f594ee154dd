import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ChunkStore, type Files, listing, newId, openChunkStore } from './backup-store.ts';
import { standInName } from './http-service.ts';

export interface BackupOptions {
  username: string;
  password: string;
  defects?: ReadonlySet<string> | undefined;
}

export interface BackupService {
  url: string;
  close(): Promise<void>;
}

interface Copy {
  files: Files;
  deleted?: boolean;
}
interface DataSet {
  source: Files;
  store: ChunkStore;
  copies: Map<string, Copy>;
  /** Copies on the cold storage, and of which copy each was made. */
  archived: Map<string, { files: Files; of: Copy }>;
  restored: Map<string, Files>;
  latest: Files;
}
interface Task {
  state: 'running' | 'done' | 'failed';
  copy?: string;
  archived?: string;
}
interface Answer {
  status: number;
  body?: unknown;
  text?: string;
}

const largestBody = 16 * 1024 * 1024;
const taskMs = 15;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function fieldsOf(text: string): Record<string, unknown> {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** A backup product with an interface of its own, and the machine that it protects, on loopback. */
export async function startBackup(options: BackupOptions): Promise<BackupService> {
  const has = (defect: string) => options.defects?.has(defect) === true;
  const sets = new Map<string, DataSet>();
  const tasks = new Map<string, Task>();
  const timers = new Set<NodeJS.Timeout>();
  const token = newId('token') + newId('');

  const begin = (work: () => Omit<Task, 'state'> | undefined): Answer => {
    const id = newId('task');
    const task: Task = { state: 'running' };
    tasks.set(id, task);
    const timer = setTimeout(() => {
      timers.delete(timer);
      const done = work();
      Object.assign(task, done ? { ...done, state: 'done' } : { state: 'failed' });
    }, taskMs);
    timers.add(timer);
    return { status: 202, body: { task: id } };
  };

  const backUp = (set: DataSet, mode: unknown): Omit<Task, 'state'> => {
    const id = newId('copy');
    const isFull = mode === 'full';
    const files: Files = new Map();
    for (const [index, [path, file]] of [...set.source].entries()) {
      if (isFull && has('backup-full-partial') && index === set.source.size - 1) continue;
      const before = set.latest.get(path);
      const isStale = !isFull && has('backup-incremental-stale') && before !== undefined;
      const taken = isStale ? before : file;
      files.set(path, taken);
      const isNew = before?.bytes !== taken.bytes;
      if (!isFull && !isNew && !has('backup-incremental-whole')) continue;
      const salt =
        (has('backup-no-deduplication') ? path : '') + (!isFull && has('backup-incremental-whole') ? id : '');
      set.store.keep(taken.bytes, salt);
      set.store.note();
    }
    set.latest = new Map(set.source);
    set.copies.set(id, { files });
    return { copy: id };
  };

  const restoreTo = (set: DataSet, copy: Copy, place: unknown): Omit<Task, 'state'> | undefined => {
    if (copy.deleted) return undefined;
    if (typeof place !== 'string') {
      if (!has('backup-restore-ignored')) for (const [path, file] of copy.files) set.source.set(path, file);
      return {};
    }
    if (has('backup-restore-fails')) return undefined;
    const mode = has('backup-restore-loses-permissions') ? { mode: '600' } : {};
    set.restored.set(place, new Map([...copy.files].map(([path, file]) => [path, { ...file, ...mode }])));
    return {};
  };

  const tierOf = () => (has('backup-archive-warm') ? 'standard' : 'cold');
  const sizeOf = (files: Files) => [...files.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
  /** What a cold copy has to give: nothing once its source is gone, where it is hollow. */
  const held = ({ files, of: source }: { files: Files; of: Copy }): Copy => ({
    files,
    deleted: has('backup-archive-hollow') && source.deleted === true,
  });
  const recallTo = (set: DataSet, from: Copy): Omit<Task, 'state'> => {
    const id = newId('copy');
    const files: Files = new Map(from.files);
    const [first] = files;
    if (first && has('backup-recall-corrupt'))
      files.set(first[0], { ...first[1], bytes: Buffer.concat([first[1].bytes, Buffer.from([0])]) });
    set.copies.set(id, { ...from, files });
    return { copy: id };
  };

  const answer = (method: string, path: string[], text: string): Answer => {
    const [what, name = '', part, id = '', action] = path;
    const fields = fieldsOf(text);
    if (what === 'tasks' && method === 'GET') {
      const task = tasks.get(name);
      return task ? { status: 200, body: task } : { status: 404 };
    }
    if (what !== 'sets') return { status: 404 };
    if (part === undefined) {
      if (method === 'PUT') {
        sets.set(name, {
          source: new Map(),
          store: openChunkStore(!has('backup-no-compression')),
          copies: new Map(),
          archived: new Map(),
          restored: new Map(),
          latest: new Map(),
        });
        return { status: 201 };
      }
      if (method === 'DELETE') return { status: sets.delete(name) ? 204 : 404 };
    }
    const set = sets.get(name);
    if (!set) return { status: 404 };
    const copy = part === 'copies' ? set.copies.get(id) : undefined;
    const cold = part === 'archived' ? set.archived.get(id) : undefined;
    switch (`${method} ${part}${id === '' ? '' : ' one'}${action === undefined ? '' : ` ${action}`}`) {
      case 'GET files':
        return { status: 200, text: listing(set.source) };
      case 'PUT files one':
        set.source.set(id, {
          bytes: Buffer.from(String(fields.content ?? ''), 'base64'),
          mode: '640',
          mtime: Math.floor(Date.now() / 1000),
        });
        return { status: 204 };
      case 'DELETE files one':
        return { status: set.source.delete(id) ? 204 : 404 };
      case 'POST copies':
        return begin(() => backUp(set, fields.mode));
      case 'DELETE copies one':
        if (copy) copy.deleted = true;
        return { status: copy && set.copies.delete(id) ? 204 : 404 };
      case 'POST copies one archive':
        if (!copy) return { status: 404 };
        return begin(() => {
          const archived = newId('cold');
          set.archived.set(archived, { files: copy.files, of: copy });
          return { archived };
        });
      case 'GET archived one':
        return cold ? { status: 200, body: { tier: tierOf(), bytes: sizeOf(cold.files) } } : { status: 404 };
      case 'DELETE archived one':
        return { status: set.archived.delete(id) ? 204 : 404 };
      case 'POST archived one restore':
        return cold ? begin(() => restoreTo(set, held(cold), fields.place)) : { status: 404 };
      case 'POST archived one recall':
        if (has('backup-recall-refused')) return { status: 409, body: { why: 'not supported' } };
        return cold ? begin(() => recallTo(set, held(cold))) : { status: 404 };
      case 'GET usage':
        return { status: 200, body: { usage: { bytes: set.store.bytes() } } };
      case 'POST copies one restore':
        return copy ? begin(() => restoreTo(set, copy, fields.place)) : { status: 404 };
      case 'GET restored one': {
        const files = set.restored.get(id);
        return files ? { status: 200, text: listing(files) } : { status: 404 };
      }
      default:
        return { status: 405 };
    }
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://backup');
    const path = url.pathname.split('/').filter(Boolean).map(decodeURIComponent);
    bodyOf(request).then(
      (text) => {
        const send = ({ status, body, text: plain }: Answer) => {
          response.writeHead(status, {
            Server: standInName,
            ...(plain === undefined ? {} : { 'Content-Type': 'text/plain; charset=utf-8' }),
            ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          });
          response.end(plain ?? (body === undefined ? '' : JSON.stringify(body)));
        };
        if (path.length === 0) return send({ status: 200, body: { product: standInName } });
        if (path[0] === 'session' && request.method === 'POST') {
          const { username, password } = fieldsOf(text);
          const isOurs = username === options.username && password === options.password;
          return send(isOurs ? { status: 201, body: { session: { token } } } : { status: 401 });
        }
        if (request.headers['x-session-token'] !== token) return send({ status: 401 });
        send(answer(request.method ?? 'GET', path, text));
      },
      () => response.destroy(),
    );
  });
  // A connection that is cut while a busy machine pauses is not the product's.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        for (const timer of timers) clearTimeout(timer);
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
