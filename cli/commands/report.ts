import { resolve } from 'node:path';
import type { Command } from 'commander';
import { readRun } from '../../evidence/index.ts';
import { Fault } from '../../spec/index.ts';
import { writeReports } from '../pipeline.ts';
import { parseReportFormats } from '../report-formats.ts';

interface Flags {
  format: string;
  source?: string;
  tenders?: string;
  spec?: string;
  json?: boolean;
}

export function reportCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('report <目录>')
    .description('由记录与最新判定出具测试报告')
    .option(
      '--format <列表>',
      '报告格式：html、pdf、docx、json、xlsx；供其他程序读取的 junit、ctrf、oscal、sarif、csv',
      'html,pdf,docx,json',
    )
    .option('--source <文件>', '招标文件文本，用以在报告中引用原文')
    .option('--tenders <目录>', '招标规格所在目录（默认用内置的）')
    .option('--spec <规格>', '判定所用的另一份招标规格：其目录，或在 --tenders 中的编号')
    .option('--json', '以 JSON 输出文件清单')
    .action(async (folder: string, flags: Flags) => {
      const directory = resolve(folder);
      const { record, judgements } = readRun(directory);
      const judgement = judgements.at(-1);
      if (!judgement)
        throw new Fault('RECORD_MISSING', [
          { file: directory, message: '还没有判定', remedy: `先运行 biaochi judge ${folder}` },
        ]);
      const files = await writeReports({
        directory,
        formats: parseReportFormats(flags.format),
        record,
        judgement,
        source: flags.source,
        tenders: flags.tenders,
        spec: flags.spec,
      });
      process.stdout.write(
        flags.json
          ? `${JSON.stringify({ directory, revision: judgement.revision, files }, null, 2)}\n`
          : files.map((f) => `${f}\n`).join(''),
      );
      finish(0);
    });
}
