import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import {
  blockSize,
  blocksOf,
  type Experiment,
  emptyTally,
  merge,
  type Tally,
} from '../../evaluators/simulation/index.ts';
import type { Task } from './worker.ts';

export interface PoolOptions {
  workers?: number;
  signal?: AbortSignal;
  /** Trials that are finished, counted from the first without a gap. */
  onProgress?: (trials: number) => void;
}

/** A task is small enough that an interruption loses little, and large enough that messages cost nothing. */
const trialsOfTask = 8 * blockSize;
/** With a grid of own quotes a trial is as many evaluations; tasks shrink accordingly, to one block at least. */
const blocksOfTask = (experiment: Experiment): number =>
  Math.max(1, Math.round(trialsOfTask / blockSize / Math.max(1, (experiment.own?.quotes.length ?? 0) / 8)));

/** From sources a worker has to learn TypeScript first; compiled it is started as it is. */
function startWorker(experiment: Experiment): Worker {
  const options = { workerData: experiment, name: 'biaochi-simulation' };
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./worker.js', import.meta.url), options);
  const tsx = import.meta.resolve('tsx/esm/api');
  const file = new URL('./worker.ts', import.meta.url).href;
  const code = `import(${JSON.stringify(tsx)}).then(({ register }) => { register(); return import(${JSON.stringify(file)}); })`;
  return new Worker(code, { ...options, eval: true });
}

export const workersAtMost = 64;
export const workersByDefault = (): number => Math.min(workersAtMost, availableParallelism());

/**
 * Holds an experiment on worker threads. The tally covers the trials from the first on without a gap, and is the same
 * for any number of workers. After an abort it covers fewer: exactly what a run with that many trials would give.
 */
export async function runOnWorkers(experiment: Experiment, options: PoolOptions = {}): Promise<Tally> {
  const blocks = blocksOf(experiment.trials);
  const size = blocksOfTask(experiment);
  const tasks = Math.ceil(blocks / size);
  const count = Math.max(1, Math.min(options.workers ?? workersByDefault(), tasks));
  const waiting = new Map<number, Tally>();
  let tally = emptyTally(experiment.plan.bids, experiment.own?.quotes.length ?? 0);
  let given = 0;
  let merged = 0;
  const { signal } = options;
  if (signal?.aborted || tasks === 0) return tally;

  const workers: Worker[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      signal?.addEventListener('abort', () => resolve(), { once: true });
      const give = (worker: Worker): void => {
        if (given >= tasks) return;
        const from = given++ * size;
        worker.postMessage({ from, to: Math.min(from + size, blocks) } satisfies Task);
      };
      for (let index = 0; index < count; index++) {
        const worker = startWorker(experiment);
        workers.push(worker);
        worker.on('error', reject);
        worker.on('exit', (code) => reject(new Error(`a worker of the simulation ended with ${code}`)));
        worker.on('message', (done: Task & { tally: Tally }) => {
          waiting.set(done.from / size, done.tally);
          for (let next = waiting.get(merged); next; next = waiting.get(merged)) {
            waiting.delete(merged++);
            tally = merge(tally, next);
          }
          options.onProgress?.(tally.trials);
          if (merged === tasks) resolve();
          else give(worker);
        });
        give(worker);
      }
    });
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return tally;
}
