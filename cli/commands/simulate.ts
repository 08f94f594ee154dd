import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { render, simulationReport } from '../../reports/index.ts';
import { exitCodes } from '../exit.ts';
import { parseFormats, type SpecChoice } from '../pipeline.ts';
import { openRound } from '../round.ts';
import { interruptible } from '../signals.ts';
import { workersAtMost } from '../simulation/pool.ts';
import { showTrials } from '../simulation/progress.ts';
import { saySimulation } from '../simulation/say-simulation.ts';
import { simulateRound } from '../simulation/simulate.ts';

interface Flags extends SpecChoice {
  assumptions: string;
  trials: number;
  seed: string;
  workers?: number;
  out?: string;
  format: string;
  json?: boolean;
}

const trialsAtMost = 1_000_000_000;

const wholeNumber = (most: number) => (text: string) => {
  if (!/^[1-9]\d*$/.test(text) || Number(text) > most)
    throw new InvalidArgumentError(`应为 1 至 ${most} 的整数`);
  return Number(text);
};

export function simulateCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('simulate <目录>')
    .description('按所列假设反复模拟评审：各投标人的中标概率、名次与期望得分；经授权评审期间锁定')
    .requiredOption('--assumptions <文件>', '假设文件（YAML）：评分、报价、读法等的概率')
    .option('--trials <次数>', '试验次数', wholeNumber(trialsAtMost), 100_000)
    .option('--seed <种子>', '种子；同样的种子得到同样的结果', '1')
    .option('--workers <线程数>', '线程数（默认为处理器核数；不影响结果）', wholeNumber(workersAtMost))
    .option('--out <目录>', '写到哪里（默认为项目目录下的 simulation）')
    .option('--format <格式>', '报告格式，逗号分隔', 'html,pdf')
    .option('--reading <id=option...>', '改用其他读法（编号=选项，可多个）；经授权评审期间锁定')
    .option('--tenders <目录>', '招标规格所在目录（默认用内置的）')
    .option('--json', '以 JSON 输出结果，不写文件')
    .action(async (folder: string, flags: Flags) => {
      const formats = parseFormats(flags.format);
      const open = await openRound(resolve(folder), flags);
      const progress = showTrials(flags.trials, flags.json === true);
      const interrupt = interruptible('正在中断：只取已完成的试验（再按一次 Ctrl-C 立即退出）……');
      try {
        const result = await simulateRound(open, {
          assumptions: resolve(flags.assumptions),
          trials: flags.trials,
          seed: flags.seed,
          ...(flags.workers === undefined ? {} : { workers: flags.workers }),
          signal: interrupt.signal,
          onProgress: progress.tell,
        });
        progress.stop();
        if (flags.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
        else {
          process.stdout.write(saySimulation(result));
          const out = flags.out === undefined ? join(resolve(folder), 'simulation') : resolve(flags.out);
          mkdirSync(out, { recursive: true });
          writeFileSync(join(out, 'simulation.json'), `${JSON.stringify(result, null, 2)}\n`);
          process.stdout.write(`结果：${join(out, 'simulation.json')}\n`);
          const document = simulationReport({ result, createdAt: new Date().toISOString() });
          for (const format of formats) {
            const file = join(out, `simulation-report.${format}`);
            writeFileSync(file, await render(format, document));
            process.stdout.write(`报告：${file}\n`);
          }
        }
        finish(result.interrupted ? exitCodes.interrupted : 0);
      } finally {
        progress.stop();
        interrupt.release();
      }
    });
}
