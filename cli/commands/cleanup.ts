import { resolve } from 'node:path';
import type { Command } from 'commander';
import { resumeRun } from '../../evidence/index.ts';
import { type CleanupEvent, type CleanupReport, cleanUpRun, loadTarget } from '../../harness/index.ts';
import { Fault, type RunRecord } from '../../spec/index.ts';
import { exitCodes } from '../exit.ts';
import { readMemo } from '../pipeline.ts';
import { interruptible } from '../signals.ts';

interface Flags {
  target?: string;
  plan?: boolean;
  withKept?: boolean;
  json?: boolean;
}

/** The platform of the target file must be the one that the run looked at. */
function assertSamePlatform(record: RunRecord, target: string): ReturnType<typeof loadTarget> {
  const loaded = loadTarget(target);
  const problems = record.target.components
    .filter(({ id, endpoint }) => {
      const now = loaded.target.components.find((component) => component.id === id);
      return now !== undefined && now.endpoint !== endpoint;
    })
    .map(({ id, endpoint }) => ({
      file: target,
      message: `部件 ${id} 的地址与测试时的 ${endpoint} 不同`,
      remedy: '用测试时的目标文件，清理只对当时的平台进行',
    }));
  if (problems.length > 0) throw new Fault('RECORD_INVALID', problems);
  return loaded;
}

function say(event: CleanupEvent): void {
  if (event.type === 'removing')
    process.stderr.write(`删除  ${event.kind} ${event.id}（${event.component}）\n`);
  if (event.type === 'refused')
    process.stderr.write(`未成  ${event.kind} ${event.id}（${event.component}）：${event.why}\n`);
}

function print(report: CleanupReport, plan: boolean): string {
  const row = (each: { component: string; kind: string; id: string; name: string; why?: string }) =>
    `  ${each.kind} ${[each.id, each.name].filter((text, index, all) => text !== '' && all.indexOf(text) === index).join(' ')}（${each.component}）${each.why ? `：${each.why}` : ''}\n`;
  const part = (title: string, list: readonly Parameters<typeof row>[0][]) =>
    list.length === 0 ? '' : `${title} ${list.length} 个：\n${list.map(row).join('')}`;
  const text = [
    part(plan ? '将要删除' : '已删除', report.removed),
    report.gone.length === 0 ? '' : `清单中另有 ${report.gone.length} 个已不在平台上\n`,
    part('未能清理', report.left),
    part('归属不明，未予删除', report.strange),
  ].join('');
  return text === '' ? '没有需要清理的资源。\n' : text;
}

export function cleanupCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('cleanup <目录>')
    .description('清理一次测试遗留在平台上的资源：只删除清单中有登记并带本次测试标记的')
    .option('--target <文件>', '目标文件（默认用测试时的）')
    .option('--plan', '只列出将要删除的，不作改动')
    .option('--with-kept', '连同按计划保留、待续测收取的一并删除（其结果将无法收取）')
    .option('--json', '以 JSON 输出结果')
    .action(async (folder: string, flags: Flags) => {
      const directory = resolve(folder);
      const { run, record } = resumeRun(directory);
      const interrupt = interruptible('正在中断：已删除的已逐一登记，再次运行 cleanup 即可继续……');
      try {
        const target = resolve(flags.target ?? readMemo(directory).target);
        const report = await cleanUpRun({
          record,
          loaded: assertSamePlatform(record, target),
          withKept: flags.withKept === true,
          plan: flags.plan === true,
          signal: interrupt.signal,
          journal: run.journal,
          ...(flags.json ? {} : { onEvent: say }),
        });
        process.stdout.write(
          flags.json ? `${JSON.stringify(report, null, 2)}\n` : print(report, flags.plan === true),
        );
        finish(report.left.length > 0 || report.strange.length > 0 ? 2 : 0);
      } catch (error) {
        if (!interrupt.signal.aborted) throw error;
        finish(exitCodes.interrupted);
      } finally {
        interrupt.release();
        run.close();
      }
    });
}
