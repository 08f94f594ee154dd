import fastify, { type FastifyInstance } from 'fastify';
import { Fault } from '../spec/index.ts';
import { addFiles } from './files.ts';
import { guard, sendMisunderstood } from './guard.ts';
import { addPages } from './pages/routes.tsx';
import { createRunStore } from './run-store.ts';
import { viewOf } from './run-view.ts';
import { loadWords, type Words } from './words.ts';

export interface ServeRunOptions {
  /** A run directory as the CLI writes it. */
  directory: string;
  /** 0 lets the system choose. */
  port: number;
  host?: string;
  /** Names of clauses and measurands; loaded from the built-in specs when absent. */
  words?: Words;
}

export interface RunServer {
  url: string;
  close(): Promise<void>;
}

/**
 * Serves one run directory, read-only. Throws RECORD_MISSING or RECORD_INVALID when there is no run,
 * USAGE_PORT_TAKEN when the address cannot be had.
 */
export async function serveRun({
  directory,
  port,
  host = '127.0.0.1',
  words,
}: ServeRunOptions): Promise<RunServer> {
  const store = createRunStore(directory);
  const first = store.read();
  const spoken = words ?? loadWords(first.record.tender.id, first.judgement);
  const view = () => viewOf(store.read(), spoken);
  const app = fastify({
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error, _request, reply) => sendMisunderstood(reply, error.statusCode ?? 400),
  });
  await guard(app, host);
  addPages(app, view);
  addFiles(app, view, store.reportFile, directory);
  const url = await listen(app, port, host);
  return { url, close: () => app.close() };
}

async function listen(app: FastifyInstance, port: number, host: string): Promise<string> {
  try {
    return await app.listen({ port, host });
  } catch (error) {
    const found = refusals[(error as NodeJS.ErrnoException).code ?? ''];
    if (!found) throw error;
    throw new Fault('USAGE_PORT_TAKEN', [{ ...found, path: `${host}:${port}` }]);
  }
}

const refusals: Record<string, { message: string; remedy: string }> = {
  EADDRINUSE: { message: '已有程序在监听这个端口', remedy: '换一个端口，或用 0 由系统选取' },
  EACCES: { message: '当前用户无权监听这个端口', remedy: '用 1024 以上的端口，或用 0 由系统选取' },
  EADDRNOTAVAIL: { message: '本机没有这个地址', remedy: '改用本机已有的地址，如 127.0.0.1' },
};
