import { CommanderError } from 'commander';
import { createRedactor } from '../evidence/index.ts';
import { Fault, faults, printProblem } from '../spec/index.ts';

export const exitCodes = { usage: 64, data: 65, defect: 70, interrupted: 130 } as const;

/** Prints what went wrong, in Chinese, all problems at once, and answers the exit code. */
export function explainFailure(error: unknown, json: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage;
  if (error instanceof Fault) {
    const code = error.code.startsWith('USAGE_')
      ? exitCodes.usage
      : error.code.startsWith('TARGET_')
        ? exitCodes.defect
        : exitCodes.data;
    if (json)
      process.stdout.write(
        `${JSON.stringify({ fault: error.code, title: faults[error.code], problems: error.problems }, null, 2)}\n`,
      );
    else {
      process.stderr.write(`${faults[error.code]}（${error.code}），共 ${error.problems.length} 处：\n`);
      for (const problem of error.problems) process.stderr.write(`  · ${printProblem(problem)}\n`);
    }
    return code;
  }
  process.stderr.write(
    `本程序出现缺陷，请将以下信息连同操作步骤反馈给维护者：\n${createRedactor().text(String((error as Error)?.stack ?? error))}\n`,
  );
  return exitCodes.defect;
}
