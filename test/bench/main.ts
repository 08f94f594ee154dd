import { benchEvaluate } from './evaluate.ts';
import { benchPairs } from './pairs.ts';
import { benchSimulation } from './simulation/main.ts';

// `npm run bench` compares our own work with its neighbours; `npm run bench -- evaluate` counts rounds and trials.

const benches: Record<string, () => Promise<boolean>> = {
  pairs: benchPairs,
  evaluate: async () => {
    await benchEvaluate();
    return benchSimulation((line) => console.log(line));
  },
};
const wanted = process.argv[2] ?? 'pairs';
const bench = benches[wanted];
if (!bench) {
  console.error(`没有 ${wanted} 这项；可用：${Object.keys(benches).join('、')}`);
  process.exitCode = 64;
} else if (!(await bench())) process.exitCode = 1;
