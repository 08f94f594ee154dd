import { Command } from 'commander';
import { acceptCommand } from './commands/accept.ts';
import { attestCommand } from './commands/attest.ts';
import { cleanupCommand } from './commands/cleanup.ts';
import { deferCommand } from './commands/defer.ts';
import { diffCommand } from './commands/diff.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { importCommand } from './commands/import.ts';
import { judgeCommand } from './commands/judge.ts';
import { platformCommand } from './commands/platform.ts';
import { reportCommand } from './commands/report.ts';
import { roundCommand } from './commands/round.ts';
import { sealCommand } from './commands/seal.ts';
import { simulateCommand } from './commands/simulate.ts';
import { serveCommand, startCommand } from './commands/start.ts';
import { tenderCommand } from './commands/tender.ts';
import { verifyCommand } from './commands/verify.ts';
import { explainFailure } from './exit.ts';
import { version } from './version.ts';

const titles: Record<string, string> = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
};

/** Commander speaks English; its few complaints are said in Chinese. */
function inChinese(text: string): string {
  return text
    .replace(/^error: /, '用法有误：')
    .replace(/unknown option '(.+?)'/, '不认识的选项 $1')
    .replace(/unknown command '(.+?)'/, '不认识的命令 $1')
    .replace(/missing required argument '(.+?)'/, '缺少参数 $1')
    .replace(/option '(.+?)' argument missing/, '选项 $1 缺少取值')
    .replace(/required option '(.+?)' not specified/, '缺少选项 $1')
    .replace(
      /too many arguments.*?\. Expected (\d+) arguments? but got (\d+).*/,
      '参数过多：应为 $1 个，给了 $2 个',
    )
    .replace(/\(Did you mean (.+?)\?\)/, '（是否想用 $1？）');
}

const program = new Command('biaochi')
  .description('标尺：把政务云招标文件变成可以逐条核验的依据')
  .version(version, '-V, --version', '显示版本')
  .helpOption('-h, --help', '显示帮助')
  .helpCommand(false)
  .configureHelp({ styleTitle: (title) => titles[title] ?? title })
  .configureOutput({ outputError: (text, write) => write(inChinese(text)) })
  .showHelpAfterError('（用 --help 查看用法）')
  .exitOverride();

const finish = (code: number): void => {
  process.exitCode = code;
};
for (const command of [
  startCommand,
  acceptCommand,
  judgeCommand,
  attestCommand,
  importCommand,
  diffCommand,
  deferCommand,
  reportCommand,
  sealCommand,
  verifyCommand,
  cleanupCommand,
  tenderCommand,
  roundCommand,
  evaluateCommand,
  simulateCommand,
  platformCommand,
  serveCommand,
]) {
  command(program, finish);
}

try {
  await program.parseAsync();
} catch (error) {
  finish(explainFailure(error, process.argv.includes('--json')));
}
