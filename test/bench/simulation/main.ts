import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runOnWorkers } from '../../../cli/simulation/pool.ts';
import { blocksOf, estimate, runTrials, type Tally } from '../../../evaluators/simulation/index.ts';
import { listTenders, loadCatalogue, loadTender } from '../../../spec/load/index.ts';
import { benchExperiment, twinModel } from './model.ts';

// Trials per second on one thread and on all, beside the same model in plain Python with numpy; ratios say more than figures.

const twin = fileURLToPath(new URL('./twin.py', import.meta.url));

interface TwinResult {
  wins: number[];
  stopped: number;
  trials: number;
  seconds: number;
  numpy: string;
}

/** A Python that has numpy: BIAOCHI_PYTHON, the system's, or one of our own under the temporary directory. */
function pythonWithNumpy(): string | undefined {
  const has = (python: string) => spawnSync(python, ['-c', 'import numpy']).status === 0;
  const own = join(tmpdir(), 'biaochi-bench-python');
  const inOwn = join(own, 'bin', 'python3');
  const known = [process.env.BIAOCHI_PYTHON, 'python3', ...(existsSync(inOwn) ? [inOwn] : [])];
  const found = known.find((python) => python !== undefined && has(python));
  if (found) return found;
  if (spawnSync('python3', ['-m', 'venv', own]).status !== 0) return undefined;
  spawnSync(inOwn, ['-m', 'pip', 'install', '--quiet', 'numpy'], { timeout: 120_000 });
  return has(inOwn) ? inOwn : undefined;
}

function runTwin(python: string, model: object): TwinResult {
  const threads = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
  const { stdout, stderr, status } = spawnSync(python, [twin], {
    input: JSON.stringify(model),
    encoding: 'utf8',
    env: { ...process.env, ...threads },
  });
  if (status !== 0) throw new Error(`the twin failed: ${stderr}`);
  return JSON.parse(stdout) as TwinResult;
}

const perSecond = (trials: number, seconds: number): string =>
  `${Math.round(trials / seconds).toLocaleString('en')} 次/秒`;

/** The largest difference of a probability of winning between both programs, in standard errors. */
function apart(tally: Tally, { wins, trials }: TwinResult): number {
  const bids = wins.length;
  return Math.max(
    ...wins.map((count, bid) => {
      const [a, b] = [estimate(tally.ranks[bid * bids]!, tally.trials), estimate(count, trials)];
      const error = Math.sqrt((a.share * (1 - a.share)) / tally.trials + (b.share * (1 - b.share)) / trials);
      return Math.abs(a.share - b.share) / error;
    }),
  );
}

/** Measures for about a quarter of a minute; answers false when both programs do not agree. */
export async function benchSimulation(say: (line: string) => void, trials = 400_000): Promise<boolean> {
  const tender = loadTender(listTenders()[0]!, { catalogue: loadCatalogue() });
  const { experiment } = benchExperiment(tender, trials);
  runTrials(experiment, 0, 20);
  const seconds = async (work: () => unknown): Promise<number> => {
    const began = performance.now();
    await work();
    return (performance.now() - began) / 1000;
  };
  let tally: Tally | undefined;
  const one = await seconds(() => {
    tally = runTrials(experiment, 0, blocksOf(trials));
  });
  say(`模拟 5 家 7 评委，${trials} 次`);
  say(`  本程序，单线程（不含启动）          ${perSecond(trials, one)}`);
  const cores = availableParallelism();
  for (const workers of [1, cores]) {
    const all = await seconds(() => runOnWorkers(experiment, { workers }));
    say(
      `  本程序，${workers} 个工作线程（含启动）      ${perSecond(trials, all)}，为单线程的 ${(one / all).toFixed(2)} 倍`,
    );
  }
  const python = pythonWithNumpy();
  if (!python) {
    say('  没有 numpy，未与 Python 比较（可设 BIAOCHI_PYTHON 指向装有 numpy 的 Python）');
    return true;
  }
  const other = runTwin(python, twinModel(tender, trials, 20_000));
  const ratio = other.seconds / other.trials / (one / trials);
  say(
    `  同一模型，Python 与 numpy ${other.numpy}，单线程 ${perSecond(other.trials, other.seconds)}；本程序单线程为其 ${ratio.toFixed(1)} 倍`,
  );
  const difference = apart(tally!, other);
  say(`  两者中标概率之差最大为 ${difference.toFixed(1)} 个标准误`);
  return difference < 4.5;
}
