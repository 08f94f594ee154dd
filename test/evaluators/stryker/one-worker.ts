import { type PoolOptions, type PoolWorker, ThreadsPoolWorker } from 'vitest/node';

type Callback = Parameters<PoolWorker['on']>[1];

/** After so many runs a new thread, since each run leaves something of its messages in the old one. */
const runsPerThread = 100;

// Vitest ends its thread after every run, so that each mutant would start one and load all modules again. Mutants
// are switched on and off inside the modules: only the test files themselves have to be read anew for each.
let thread: ThreadsPoolWorker | undefined;
let runs = 0;

/** A worker of threads that outlives its run. */
export const oneWorker = {
  name: 'one-worker',
  createPoolWorker(options: PoolOptions): PoolWorker {
    const listeners: [string, Callback][] = [];
    let stopped: Callback = () => {};
    const lasts = () => runs < runsPerThread;
    return {
      name: 'one-worker',
      on(event, callback) {
        listeners.push([event, callback]);
        if (event === 'message') stopped = callback;
        thread?.on(event, callback);
      },
      off(event, callback) {
        thread?.off(event, callback);
      },
      send(message) {
        if (message.type === 'stop' && lasts())
          queueMicrotask(() => stopped({ type: 'stopped', __vitest_worker_response__: true }));
        else thread?.send(message);
      },
      async start() {
        runs += 1;
        if (thread) return;
        thread = new ThreadsPoolWorker(options);
        await thread.start();
      },
      async stop() {
        for (const [event, callback] of listeners) thread?.off(event, callback);
        if (lasts()) return;
        await thread?.stop();
        thread = undefined;
        runs = 0;
      },
      deserialize: (data) => data,
    };
  },
};

/** Ends the thread; to be called when the runner closes. */
export async function endThread(): Promise<void> {
  await thread?.stop();
  thread = undefined;
}
