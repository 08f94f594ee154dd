import { Command } from 'commander';
import { acceptCommand } from './commands/accept.ts';
import { judgeCommand } from './commands/judge.ts';
import { platformCommand } from './commands/platform.ts';
import { reportCommand } from './commands/report.ts';
import { serveCommand, startCommand } from './commands/start.ts';
import { tenderCommand } from './commands/tender.ts';
import { explainFailure } from './exit.ts';
import { version } from './version.ts';

const program = new Command('biaochi')
  .description('标尺：把政务云招标文件变成可以逐条核验的依据')
  .version(version, '-V, --version', '显示版本')
  .helpOption('-h, --help', '显示帮助')
  .helpCommand(false)
  .showHelpAfterError('（用 --help 查看用法）')
  .exitOverride();

const finish = (code: number): void => {
  process.exitCode = code;
};
for (const command of [
  startCommand,
  acceptCommand,
  judgeCommand,
  reportCommand,
  tenderCommand,
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
