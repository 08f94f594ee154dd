import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { foldRun } from '../../evidence/index.ts';
import { startPlatform } from '../../scenarios/index.ts';
import { serveRun } from '../../server/index.ts';
import { Fault } from '../../spec/index.ts';
import { accept, defaultTender, openTender, parseFormats, writeReports } from '../pipeline.ts';
import { showProgress } from '../progress.ts';
import { interruptible } from '../signals.ts';
import { codeOf, printOutcome } from './accept.ts';
import { checkDefects } from './platform.ts';

interface Flags {
  port: string;
  out?: string;
  defect?: string[];
  tender?: string;
  serve: boolean;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Fault('USAGE_PORT_TAKEN', [
      { message: `端口 ${text} 不是 0 至 65535 的整数`, remedy: '换一个 --port' },
    ]);
  }
  return port;
}

/** Serves a run until Ctrl-C. `tenders` is where its spec lies when it is not a built-in one. */
async function serveUntilInterrupted(directory: string, port: number, tenders?: string): Promise<void> {
  const words = tenders === undefined ? {} : { words: openTender(foldRun(directory).tender.id, { tenders }) };
  const server = await serveRun({ directory, port, ...words });
  process.stdout.write(`\n请在浏览器打开 ${server.url} 查看结果与测试报告（按 Ctrl-C 结束）\n`);
  const interrupt = interruptible();
  await new Promise<void>((done) => interrupt.signal.addEventListener('abort', () => done(), { once: true }));
  await server.close();
  interrupt.release();
}

export function startCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('start')
    .description('试用：启动仿真政务云，对其实施测试，出具报告并在浏览器中展示')
    .option('--port <端口>', '展示页面的端口', '8080')
    .option('--out <目录>', '测试记录目录')
    .option('--defect <name...>', '仿真平台开启的缺陷')
    .option('--tender <编号>', '招标规格编号')
    .option('--no-serve', '出具报告后即退出')
    .action(async (flags: Flags) => {
      const stamp = new Date().toISOString().replace(/[-:]/g, '').slice(0, 15);
      const directory = resolve(flags.out ?? join('runs', stamp));
      const port = parsePort(flags.port);
      const progress = showProgress(false);
      const interrupt = interruptible();
      const platform = await startPlatform({
        tender: flags.tender ?? defaultTender(),
        defects: checkDefects(flags.defect ?? []),
        console: true,
      });
      process.stderr.write('仿真政务云已启动，开始测试……\n');
      let code = 0;
      try {
        const result = await accept({
          target: platform.targetFile,
          directory,
          signal: interrupt.signal,
          onEvent: progress.tell,
        });
        progress.stop();
        const files = await writeReports({
          directory,
          formats: parseFormats('html,pdf,docx,json'),
          ...result,
        });
        printOutcome(result, directory, files, false);
        code = codeOf(result.record, result.judgement);
      } finally {
        progress.stop();
        interrupt.release();
        await platform.close();
      }
      if (flags.serve && !interrupt.signal.aborted) {
        await serveUntilInterrupted(directory, port);
        code = 0;
      }
      finish(code);
    });
}

export function serveCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('serve <目录>')
    .description('在浏览器中展示一次测试的结果与报告')
    .option('--port <端口>', '端口', '8080')
    .option('--tenders <目录>', '招标规格所在目录（默认用内置的）')
    .action(async (folder: string, flags: { port: string; tenders?: string }) => {
      await serveUntilInterrupted(resolve(folder), parsePort(flags.port), flags.tenders);
      finish(0);
    });
}
