import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { writeRoundTemplates } from '../../intake/index.ts';
import { defaultTender, openTender, type SpecChoice } from '../pipeline.ts';
import { freezeRound, openRound } from '../round.ts';
import { roundSkeleton } from '../round-skeleton.ts';

interface Flags extends SpecChoice {
  tender?: string;
  json?: boolean;
}

export function roundCommand(program: Command, finish: (code: number) => void): void {
  const round = program.command('round').description('准备与核对一个评审项目（一个目录）');
  round
    .command('template <目录>')
    .description('写出评审项目的空白文件：round.yaml 与带下拉选项的 XLSX 填报模板')
    .option('--tender <编号>', '招标规格编号')
    .option('--tenders <目录>', '招标规格所在目录（默认用内置的）')
    .action(async (folder: string, flags: Flags) => {
      const { tender } = openTender(flags.tender ?? defaultTender(), flags);
      mkdirSync(resolve(folder, 'templates'), { recursive: true });
      const head = resolve(folder, 'round.yaml');
      if (existsSync(head)) process.stdout.write(`已有 ${head}，未改动\n`);
      else {
        writeFileSync(head, roundSkeleton(tender), { flag: 'wx' });
        process.stdout.write(`新建 ${head}\n`);
      }
      for (const { name, bytes } of await writeRoundTemplates(tender)) {
        const file = join(resolve(folder), 'templates', name);
        writeFileSync(file, bytes);
        process.stdout.write(`新建 ${file}\n`);
      }
      process.stdout.write(
        '填好的投标文件要素放入 bids/，评分表放入 scores/，其余放在项目目录下；用 round check 核对\n',
      );
      finish(0);
    });
  round
    .command('check <目录>')
    .description('读入评审项目，一次列出全部问题及其文件、行或单元格')
    .option('--tenders <目录>', '招标规格所在目录（默认用内置的）')
    .option('--json', '以 JSON 输出')
    .action(async (folder: string, flags: Flags) => {
      const { round: read } = await openRound(resolve(folder), { tenders: flags.tenders });
      const told = {
        id: read.head.id,
        tender: read.head.tender,
        mode: read.head.mode,
        bids: read.bids.length,
        members: read.head.committee?.members.length ?? 0,
        sheets: read.sheets.length,
        digest: read.digest,
      };
      process.stdout.write(
        flags.json
          ? `${JSON.stringify(told, null, 2)}\n`
          : `${read.head.title}：数据无误。投标 ${told.bids} 份，评委 ${told.members} 人，评分表 ${told.sheets} 张，摘要 ${told.digest}\n`,
      );
      finish(0);
    });
  round
    .command('freeze <目录>')
    .description('在投标截止前冻结读法及其依据，写出 freeze.json')
    .option('--tenders <目录>', '招标规格所在目录（默认用内置的）')
    .action(async (folder: string, flags: Flags) => {
      const { file, freeze } = await freezeRound(resolve(folder), flags, new Date().toISOString());
      process.stdout.write(
        `已冻结 ${freeze.readings.length} 处读法，写入 ${file}\n摘要 ${freeze.digest}\n请将摘要随澄清公告或开标记录公开；本机时间不能自证，公开的摘要才能证明冻结在先\n`,
      );
      finish(0);
    });
}
