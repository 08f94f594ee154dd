import { resolve } from 'node:path';
import type { Command } from 'commander';
import {
  beijingTime,
  exitCodeOf,
  Fault,
  type Judgement,
  type RunRecord,
  type Tender,
} from '../../spec/index.ts';
import { exitCodes } from '../exit.ts';
import { accept, hasMemo, readMemo, writeReports } from '../pipeline.ts';
import { showProgress } from '../progress.ts';
import { parseReportFormats } from '../report-formats.ts';
import { sayBeside } from '../say-judgement.ts';
import { planOf, sayPlan } from '../say-plan.ts';
import { interruptible } from '../signals.ts';
import { printSummary } from '../summary.ts';

interface Flags {
  target?: string;
  out?: string;
  resume?: string;
  only?: string[];
  reading?: string[];
  tenders?: string;
  source?: string;
  format: string;
  retestOf?: string;
  json?: boolean;
  plan?: boolean;
  instruments?: string;
}

/** The exit code of a run: interruption and our own defects come before what the judgement says. */
export function codeOf(record: RunRecord, judgement: Judgement): number {
  if (record.ended === 'interrupted') return exitCodes.interrupted;
  if (record.observations.some((o) => o.fault?.code === 'DEFECT')) return exitCodes.defect;
  return exitCodeOf(judgement);
}

export function printOutcome(
  result: { tender: Tender; record: RunRecord; judgement: Judgement },
  directory: string,
  files: string[],
  json: boolean,
): void {
  const { tender, record, judgement } = result;
  if (json) {
    process.stdout.write(
      `${JSON.stringify({ directory, run: record.id, ended: record.ended, judgement, files }, null, 2)}\n`,
    );
    return;
  }
  process.stdout.write(`\n${printSummary(tender, record, judgement)}${sayBeside(judgement)}`);
  for (const observation of record.observations.filter((o) => o.fault?.code === 'DEFECT')) {
    process.stderr.write(`探针 ${observation.probe} 出现程序缺陷，请反馈：${observation.fault?.message}\n`);
  }
  const waiting = record.observations.filter((o) => o.state === 'awaiting');
  for (const o of waiting)
    process.stdout.write(
      `待续测：${o.probe}，可于 ${beijingTime(o.until ?? '')}（北京时间）之后运行 biaochi accept --resume ${directory}\n`,
    );
  process.stdout.write(`测试记录：${directory}\n${files.map((f) => `测试报告：${f}\n`).join('')}`);
}

export function acceptCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('accept')
    .description('对目标平台实施测试，留存证据，作出判定并出具测试报告')
    .option('--target <文件>', '目标文件 target.yaml')
    .option('--out <目录>', '测试记录目录（新建）')
    .option('--resume <目录>', '续测：补做未完成的，收取待续测的')
    .option('--only <id...>', '只测这些条款（编号，可多个）')
    .option('--reading <id=option...>', '选用读法（编号=选项，可多个），如 A35=vcpus')
    .option('--tenders <目录>', '招标规格所在目录（默认用内置的）')
    .option('--source <文件>', '招标文件文本，用以在报告中引用原文')
    .option('--format <列表>', '报告格式', 'html,pdf,docx,json')
    .option('--plan', '只列出计划：测什么、建立什么、多久、需要哪些权限与授权；不发出任何请求')
    .option('--retest-of <目录>', '本次测试是哪一次测试的复测（目录，可带 #修订版）')
    .option('--instruments <文件>', '测试仪器登记（默认用目标文件所指的）')
    .option('--json', '以 JSON 输出结果')
    .action(async (flags: Flags) => {
      const formats = parseReportFormats(flags.format);
      const resume = flags.resume !== undefined;
      // A start that was killed early may not have left one; then the target file is named again.
      const memo =
        resume && !(flags.target && !hasMemo(resolve(flags.resume!)))
          ? readMemo(resolve(flags.resume!))
          : undefined;
      const target = flags.target ?? memo?.target;
      if (!target)
        throw new Fault('USAGE_TARGET_INVALID', [
          {
            message: '没有指明目标文件',
            remedy: '加上 --target target.yaml；可先运行 biaochi platform 得到一份样例',
          },
        ]);
      if (flags.plan) {
        const tenders = flags.tenders ?? memo?.tenders;
        const plan = planOf({ target: resolve(target), only: flags.only, reading: flags.reading, tenders });
        process.stdout.write(flags.json ? `${JSON.stringify(plan, null, 2)}\n` : `${sayPlan(plan)}`);
        return finish(0);
      }
      const stamp = new Date().toISOString().replace(/[-:]/g, '').slice(0, 15);
      const directory = resolve(flags.resume ?? flags.out ?? `runs/${stamp}`);
      const progress = showProgress(flags.json === true);
      const interrupt = interruptible();
      try {
        const result = await accept({
          target: resolve(target),
          directory,
          only: flags.only ?? memo?.only,
          instruments: flags.instruments,
          reading: flags.reading ?? memo?.reading,
          retestOf: flags.retestOf,
          tenders: flags.tenders ?? memo?.tenders,
          resume,
          signal: interrupt.signal,
          onEvent: progress.tell,
        });
        progress.stop();
        const files = await writeReports({
          directory,
          formats,
          tenders: flags.tenders ?? memo?.tenders,
          source: flags.source,
          ...result,
        });
        printOutcome(result, directory, files, flags.json === true);
        finish(codeOf(result.record, result.judgement));
      } finally {
        progress.stop();
        interrupt.release();
      }
    });
}
