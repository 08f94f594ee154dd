import { resolve } from 'node:path';
import type { Command } from 'commander';
import { parseInstant } from '../judge-again.ts';
import { judgeRun } from '../pipeline.ts';
import { sayBeside, sayDropped } from '../say-judgement.ts';
import { printSummary } from '../summary.ts';
import { codeOf } from './accept.ts';

interface Flags {
  spec?: string;
  reading?: string[];
  tenders?: string;
  asOf?: string;
  because?: string;
  deferrals?: string;
  retestOf?: string;
  json?: boolean;
}

export function judgeCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('judge <目录>')
    .description('依据留存的证据重新判定；条件相同则字节相同，条件不同则为新的修订版')
    .option('--spec <规格>', '改用另一份招标规格：其目录，或在 --tenders 中的编号')
    .option('--reading <id=option...>', '选用读法（编号=选项，可多个），如 A35=vcpus')
    .option('--tenders <目录>', '招标规格所在目录（默认用内置的）')
    .option('--as-of <时刻>', '判定所依据的时刻（ISO 8601，带时区；now 为当前）')
    .option('--because <文本>', '为何重新判定，记入修订版')
    .option('--deferrals <文件>', '暂缓整改文件（默认用测试目录中的 deferrals.yaml）')
    .option('--retest-of <目录>', '本次测试是哪一次测试的复测（目录，可带 #修订版）')
    .option('--json', '以 JSON 输出判定')
    .action((folder: string, flags: Flags) => {
      const directory = resolve(folder);
      const result = judgeRun(directory, { ...flags, asOf: parseInstant(flags.asOf) });
      if (flags.json) process.stdout.write(`${JSON.stringify(result.judgement, null, 2)}\n`);
      else {
        process.stdout.write(printSummary(result.tender, result.record, result.judgement));
        process.stdout.write(sayBeside(result.judgement) + sayDropped(result.record, result.tender));
        const { revision, replaces, reason } = result.judgement;
        const why = reason === undefined ? '' : `，理由：${reason}`;
        process.stdout.write(
          result.isNew
            ? `判定第 ${revision} 版${replaces ? `，替代第 ${replaces} 版${why}` : ''}\n`
            : `与第 ${revision} 版逐字节相同，未产生新版\n`,
        );
      }
      finish(codeOf(result.record, result.judgement));
    });
}
