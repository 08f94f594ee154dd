import { expect, it } from 'vitest';
import { runOnWorkers } from '../../../cli/simulation/pool.ts';
import { blockSize, blocksOf, runTrials } from '../../../evaluators/simulation/index.ts';
import { marksFor, preparedFor, rivalOf } from '../../evaluators/simulation/fixture.ts';

const trials = 40 * blockSize + 99;
const experimentOf = (seed: string, own = false) => {
  const rivals = ['a', 'b', 'c', 'd'].map((id) =>
    rivalOf(id, { kind: 'triangular', from: '40.00', mode: '75.00', to: '100.00' }),
  );
  const { experiment } = preparedFor({
    assumptions: { convinces: 0.5, marks: marksFor(0.3, 0.5, 0.2), rivals },
    trials,
    seed,
  });
  return own ? { ...experiment, own: { bid: 1, quotes: Float64Array.of(6000, 8000) } } : experiment;
};

it('gives the same on one, two and three threads as without any', async () => {
  const experiment = experimentOf('threads', true);
  const alone = runTrials(experiment, 0, blocksOf(trials));
  expect(alone.ownWins[0]).toBeGreaterThan(alone.ownWins[1]!);
  for (const workers of [1, 2, 3]) expect(await runOnWorkers(experiment, { workers })).toEqual(alone);
});

it('tells how far it is, without a gap, up to the end', async () => {
  const told: number[] = [];
  await runOnWorkers(experimentOf('told'), { workers: 2, onProgress: (done) => told.push(done) });
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect(told.at(-1)).toBe(trials);
});

it('keeps what was finished when it is interrupted: the trials of a shorter run', async () => {
  const experiment = { ...experimentOf('stop'), trials: 4000 * blockSize };
  const controller = new AbortController();
  const tally = await runOnWorkers(experiment, {
    workers: 2,
    signal: controller.signal,
    onProgress: (done) => done > 10 * blockSize && controller.abort(),
  });
  expect(tally.trials).toBeGreaterThan(10 * blockSize);
  expect(tally.trials).toBeLessThan(experiment.trials);
  expect(tally.trials % blockSize).toBe(0);
  expect(tally).toEqual(runTrials(experiment, 0, tally.trials / blockSize));
  const again = await runOnWorkers({ ...experiment, trials: tally.trials }, { workers: 3 });
  expect(again).toEqual(tally);
});

it('holds nothing when it was interrupted before it began', async () => {
  const tally = await runOnWorkers(experimentOf('never'), { signal: AbortSignal.abort() });
  expect(tally.trials).toBe(0);
});

it('hands on what breaks in a worker', async () => {
  const broken = { ...experimentOf('broken'), models: [] };
  await expect(runOnWorkers(broken, { workers: 2 })).rejects.toThrow();
});
