import { Bench } from 'tinybench';
import { evaluate } from '../../evaluators/scoring/index.ts';
import type { Round } from '../../spec/index.ts';
import { bidOf, roundOf, tender } from '../evaluators/scoring/fixture.ts';

// Whole rounds per second, from facts to rank. The base is a copy of the same round, so that the ratio says what the rules cost.

/** Bids whose quotes lie apart and trip no low-price test. */
function roundWith(count: number): Round {
  const bids = Array.from({ length: count }, (_, index) =>
    bidOf(`bid${index}`, (70 + (index * 25) / count).toFixed(2)),
  );
  return roundOf({ bids });
}

export async function benchEvaluate(): Promise<void> {
  for (const count of [5, 50]) {
    const round = roundWith(count);
    const done = evaluate({ tender, round });
    if (done.state !== 'complete' || done.ranking.length !== count)
      throw new Error('the bench does not evaluate what it says');
    const bench = new Bench({
      time: 3000,
      iterations: 5,
      warmupTime: 500,
      warmupIterations: 2,
      throws: true,
    });
    bench.add('evaluate', () => evaluate({ tender, round })).add('copy', () => structuredClone(round));
    await bench.run();
    const median = (name: string) => {
      const result = bench.getTask(name)?.result;
      if (!result || !('latency' in result)) throw new Error(`no figures of ${name}`);
      return result.latency.p50;
    };
    const [own, copy] = [median('evaluate'), median('copy')];
    console.log(
      `评审 ${count} 家投标：${(1000 / own).toFixed(1)} 个项目/秒（${own.toFixed(2)} 毫秒），为复制同一项目数据的 ${(own / copy).toFixed(1)} 倍`,
    );
  }
}
