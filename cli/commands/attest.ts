import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { Fault } from '../../spec/index.ts';
import { attest, templateOf } from '../attest.ts';
import { parseInstant } from '../judge-again.ts';
import { printSummary } from '../summary.ts';
import { codeOf } from './accept.ts';

interface Flags {
  file?: string;
  template?: string;
  reading?: string[];
  tenders?: string;
  spec?: string;
  asOf?: string;
  json?: boolean;
}

export function attestCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('attest <目录>')
    .description('收下证明材料的审查记录与现场核查记录，存入证据并重新判定')
    .option('--file <文件>', '审查与核查记录 attest.yaml；所列文件一并存入证据')
    .option('--template <文件>', '写出待填的 attest.yaml，列出全部待审查与待核查的项（新建，不覆盖）')
    .option('--reading <id=option...>', '选用读法（默认沿用上一版判定所选）')
    .option('--spec <规格>', '改用另一份招标规格：其目录，或在 --tenders 中的编号')
    .option('--tenders <目录>', '招标规格所在目录（默认用内置的）')
    .option('--as-of <时刻>', '判定所依据的时刻（ISO 8601，带时区；now 为当前）')
    .option('--json', '以 JSON 输出结果')
    .action(async (folder: string, flags: Flags) => {
      const directory = resolve(folder);
      if ((flags.file === undefined) === (flags.template === undefined))
        throw new Fault('USAGE_UNKNOWN_NAME', [
          {
            message: '--file 与 --template 须给出且只给出一个',
            remedy: '先用 --template 写出待填的文件，填好后以 --file 提交',
          },
        ]);
      if (flags.template !== undefined) {
        const file = resolve(flags.template);
        const text = templateOf(directory, flags);
        try {
          writeFileSync(file, text, { flag: 'wx' });
        } catch (error) {
          const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
          throw new Fault('USAGE_UNKNOWN_NAME', [
            { file, message: exists ? '文件已存在' : '无法写入', remedy: '换一个文件名，或检查权限' },
          ]);
        }
        const checks = text.split('\n').filter((line) => line.startsWith('  - check:')).length;
        process.stdout.write(
          flags.json
            ? `${JSON.stringify({ file, checks }, null, 2)}\n`
            : `已写出 ${file}，待填 ${checks} 项\n`,
        );
        finish(0);
        return;
      }
      const result = await attest({
        directory,
        file: resolve(flags.file!),
        reading: flags.reading,
        spec: flags.spec,
        tenders: flags.tenders,
        asOf: parseInstant(flags.asOf),
      });
      const { judgement, kept, unfilled, repeated } = result;
      if (flags.json) {
        const recorded = kept.map(({ id, check }) => ({ id, check }));
        process.stdout.write(
          `${JSON.stringify({ directory, recorded, unfilled, repeated, judgement }, null, 2)}\n`,
        );
      } else {
        process.stdout.write(printSummary(result.tender, result.record, judgement));
        for (const { id, check, replaces } of kept)
          process.stdout.write(
            `已记录 ${id}：${check}${replaces === undefined ? '' : `，替代 ${replaces}`}\n`,
          );
        if (repeated.length > 0) process.stdout.write(`此前已记录、未重复记录：${repeated.join('、')}\n`);
        if (unfilled.length > 0) process.stdout.write(`未填 ${unfilled.length} 项\n`);
        const { revision, replaces } = judgement;
        process.stdout.write(
          result.isNew
            ? `判定第 ${revision} 版${replaces ? `，替代第 ${replaces} 版` : ''}\n`
            : `与第 ${revision} 版逐字节相同，未产生新版\n`,
        );
      }
      finish(codeOf(result.record, judgement));
    });
}
