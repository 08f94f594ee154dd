import type { Command } from 'commander';
import { platformDefects, startPlatform } from '../../scenarios/index.ts';
import { Fault } from '../../spec/index.ts';
import { defaultTender } from '../pipeline.ts';
import { interruptible } from '../signals.ts';

interface Flags {
  defect?: string[];
  list?: boolean;
  directory?: string;
  tender?: string;
  json?: boolean;
}

/** Names of defects, or USAGE_UNKNOWN_DEFECT with all unknown ones at once. */
export function checkDefects(names: string[]): string[] {
  const unknown = names.filter((name) => !platformDefects.some((d) => d.name === name));
  if (unknown.length > 0) {
    throw new Fault(
      'USAGE_UNKNOWN_DEFECT',
      unknown.map((name) => ({
        message: `没有缺陷 ${name}`,
        remedy: '用 biaochi platform --list 查看全部缺陷',
      })),
    );
  }
  return names;
}

export function platformCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('platform')
    .description('启动仿真政务云，供试用与演练（不作为验收依据）')
    .option('--defect <name...>', '开启的缺陷')
    .option('--list', '列出全部缺陷')
    .option('--directory <目录>', '目标文件等写入的目录')
    .option('--tender <编号>', '目标文件所对应的招标规格')
    .option('--json', '以 JSON 输出')
    .action(async (flags: Flags) => {
      if (flags.list) {
        const rows = platformDefects.map((d) => ({ name: d.name, title: d.title, turns: d.turns }));
        process.stdout.write(
          flags.json
            ? `${JSON.stringify(rows, null, 2)}\n`
            : rows.map((r) => `${r.name}\t${r.title}\n`).join(''),
        );
        return finish(0);
      }
      const platform = await startPlatform({
        tender: flags.tender ?? defaultTender(),
        defects: checkDefects(flags.defect ?? []),
        console: true,
        ...(flags.directory === undefined ? {} : { directory: flags.directory }),
      });
      process.stdout.write(
        flags.json
          ? `${JSON.stringify({ targetFile: platform.targetFile, endpoints: platform.endpoints, defects: flags.defect ?? [] }, null, 2)}\n`
          : `仿真政务云已启动，目标文件：${platform.targetFile}\n另开一个终端运行：npx biaochi accept --target ${platform.targetFile}\n按 Ctrl-C 结束。\n`,
      );
      const interrupt = interruptible();
      await new Promise<void>((resolve) =>
        interrupt.signal.addEventListener('abort', () => resolve(), { once: true }),
      );
      await platform.close();
      interrupt.release();
      finish(0);
    });
}
