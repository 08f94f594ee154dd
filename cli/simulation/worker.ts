import { parentPort, workerData } from 'node:worker_threads';
import { type Experiment, runTrials } from '../../evaluators/simulation/index.ts';

/** Blocks to hold, from `from` up to but without `to`. */
export interface Task {
  from: number;
  to: number;
}

const experiment = workerData as Experiment;
parentPort?.on('message', ({ from, to }: Task) => {
  parentPort?.postMessage({ from, to, tally: runTrials(experiment, from, to) });
});
