import { resolve } from 'node:path';
import type { Command } from 'commander';
import { judgeRun } from '../pipeline.ts';
import { printSummary } from '../summary.ts';
import { codeOf } from './accept.ts';

interface Flags {
  reading?: string[];
  tenders?: string;
  asOf?: string;
  json?: boolean;
}

export function judgeCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('judge <目录>')
    .description('依据留存的证据重新判定；条件相同则字节相同，条件不同则为新的修订版')
    .option('--reading <id=option...>', '选用读法（编号=选项，可多个），如 A35=vcpus')
    .option('--tenders <目录>', '招标规格所在目录（默认用内置的）')
    .option('--as-of <时刻>', '判定所依据的时刻（ISO 8601，带时区）')
    .option('--json', '以 JSON 输出判定')
    .action((folder: string, flags: Flags) => {
      const directory = resolve(folder);
      const result = judgeRun(directory, flags);
      if (flags.json) process.stdout.write(`${JSON.stringify(result.judgement, null, 2)}\n`);
      else {
        process.stdout.write(printSummary(result.tender, result.record, result.judgement));
        const { revision, replaces } = result.judgement;
        process.stdout.write(
          result.isNew
            ? `判定第 ${revision} 版${replaces ? `，替代第 ${replaces} 版` : ''}\n`
            : `与第 ${revision} 版逐字节相同，未产生新版\n`,
        );
      }
      finish(codeOf(result.record, result.judgement));
    });
}
