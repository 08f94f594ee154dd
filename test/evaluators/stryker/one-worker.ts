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
    let own: ThreadsPoolWorker | undefined;
    let stopped: Callback = () => {};
    return {
      name: 'one-worker',
      on(event, callback) {
        listeners.push([event, callback]);
        if (event === 'message') stopped = callback;
        own?.on(event, callback);
      },
      off(event, callback) {
        own?.off(event, callback);
      },
      send(message) {
        if (message.type !== 'stop') own?.send(message);
        else if (runs < runsPerThread)
          queueMicrotask(() => stopped({ type: 'stopped', __vitest_worker_response__: true }));
        else {
          // The next run may begin before this thread has ended.
          thread = undefined;
          runs = 0;
          own?.send(message);
        }
      },
      async start() {
        runs += 1;
        own = thread ??= new ThreadsPoolWorker(options);
        if (runs === 1) await own.start();
      },
      async stop() {
        for (const [event, callback] of listeners) own?.off(event, callback);
        if (own !== thread) await own?.stop();
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
