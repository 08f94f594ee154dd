import { resolve } from 'node:path';
import type { Command } from 'commander';
import { tiers } from '../../spec/index.ts';
import { importResult } from '../import.ts';
import { printSummary } from '../summary.ts';
import { codeOf } from './accept.ts';

interface Flags {
  tool: string;
  file: string;
  check: string;
  laboratory?: string;
  report?: string;
  map?: string[];
  series?: string;
  reading?: string[];
  tenders?: string;
  json?: boolean;
}

export function importCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('import <目录>')
    .description('收下其他工具的结果文件作为证据并重新判定；有错误的文件不收')
    .requiredOption('--tool <工具>', 'fio、k6、iperf3、warp、testssl、sarif、prometheus')
    .requiredOption('--file <文件>', '该工具原样输出的 JSON 文件')
    .requiredOption('--check <核验项>', '用于哪一项，写作 条款/核验项')
    .option(
      '--laboratory <名称>',
      '出具结果的第三方机构：须在测试仪器登记的 laboratories 中，或另以 --report 指明；否则仅为书面声明',
    )
    .option('--report <编号>', '该机构检测报告的审查记录编号（attest 所给，如 A001）')
    .option('--map <measurand=path...>', '测量项取文件中的哪个数值（可多个）')
    .option('--series <名称>', 'Prometheus 结果有多条序列时，取哪一条')
    .option('--reading <id=option...>', '选用读法（编号=选项，可多个）')
    .option('--tenders <目录>', '招标规格所在目录（默认用内置的）')
    .option('--json', '以 JSON 输出结果')
    .action(async (folder: string, flags: Flags) => {
      const result = await importResult({ ...flags, directory: resolve(folder), file: resolve(flags.file) });
      const { imported, warnings, judgement } = result;
      if (flags.json) process.stdout.write(`${JSON.stringify({ imported, judgement }, null, 2)}\n`);
      else {
        process.stdout.write(printSummary(result.tender, result.record, judgement));
        process.stdout.write(
          `已收下，用于 ${imported.check}，采信级别：${tiers[imported.observation.tier]}\n`,
        );
        for (const warning of warnings) process.stdout.write(`注意：${warning}\n`);
        process.stdout.write(`判定第 ${judgement.revision} 版\n`);
      }
      finish(codeOf(result.record, judgement));
    });
}
