import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { sensitivity } from '../../evaluators/sensitivity/index.ts';
import { criteriaOf, Fault } from '../../spec/index.ts';
import { parseFormats } from '../pipeline.ts';
import { evaluateRound, findBid, openRound, type RoundChoice, writeRoundReports } from '../round.ts';
import { explanation, sayEvaluation } from '../say-evaluation.ts';
import { saySensitivity } from '../say-sensitivity.ts';

interface Flags extends RoundChoice {
  out?: string;
  format: string;
  only?: string[];
  json?: boolean;
}

/** Complete 0, cancelled or stopped 1, something waits for people 2. */
const codes = { complete: 0, cancelled: 1, stopped: 1, awaiting: 2 } as const;

export function evaluateCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('evaluate <目录>')
    .description('按招标文件的规则评审一个项目：逐阶段审查、计分、复核、排序，并写出各项报告')
    .option('--out <目录>', '写到哪里（默认为项目目录下的 evaluation）')
    .option('--format <格式>', '报告格式，逗号分隔', 'html,pdf,docx,xlsx,json')
    .option('--only <id...>', '只写这些报告')
    .option('--source <文件>', '招标文件文本，比对投标文件时略去其中的文字')
    .option('--reading <id=option...>', '改用其他读法（编号=选项，可多个）；经授权评审期间锁定')
    .option('--tenders <目录>', '招标规格所在目录（默认用内置的）')
    .option('--json', '以 JSON 输出评审结果，不写报告')
    .action(async (folder: string, flags: Flags) => {
      const open = await openRound(resolve(folder), flags);
      const evaluation = evaluateRound(open);
      if (flags.json) process.stdout.write(`${JSON.stringify(evaluation, null, 2)}\n`);
      else {
        process.stdout.write(sayEvaluation(evaluation));
        const { files, folder: written } = await writeRoundReports(open, evaluation, {
          out: flags.out === undefined ? join(resolve(folder), 'evaluation') : resolve(flags.out),
          formats: parseFormats(flags.format),
          only: flags.only,
          createdAt: new Date().toISOString(),
          onFile: (file) => process.stderr.isTTY && process.stderr.write(`\r\u001b[K写出 ${file}`),
        });
        if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
        process.stdout.write(`报告 ${files.length} 个文件，在 ${written}\n`);
      }
      finish(codes[evaluation.state]);
    });
  program
    .command('explain <目录>')
    .description('说明一家投标人的每个数从何而来：输入、公式、数值、读法、条款行')
    .requiredOption('--bidder <名称>', '投标人（编号或名称）')
    .option('--criterion <编号>', '只说明一项评审因素')
    .option('--reading <id=option...>', '改用其他读法（编号=选项，可多个）；经授权评审期间锁定')
    .option('--tenders <目录>', '招标规格所在目录（默认用内置的）')
    .option('--json', '以 JSON 输出')
    .action(async (folder: string, flags: Flags & { bidder: string; criterion?: string }) => {
      const open = await openRound(resolve(folder), flags);
      const bid = findBid(open.round, flags.bidder);
      const criteria = open.tender.scoring ? criteriaOf(open.tender.scoring) : [];
      const { criterion } = flags;
      if (criterion !== undefined && !criteria.some(({ id }) => id === criterion))
        throw new Fault('USAGE_UNKNOWN_NAME', [
          {
            message: `没有评审因素 ${criterion}`,
            remedy: `可用：${criteria.map(({ id, title }) => `${id}（${title}）`).join('、')}`,
          },
        ]);
      const evaluation = evaluateRound(open);
      const found = evaluation.bids.find((one) => one.bid === bid.id)!;
      process.stdout.write(
        flags.json
          ? `${JSON.stringify(
              criterion === undefined
                ? found
                : found.groups.flatMap((group) => group.criteria).find((one) => one.criterion === criterion),
              null,
              2,
            )}\n`
          : explanation(evaluation, open.tender, bid.id, criterion),
      );
      finish(0);
    });
  program
    .command('sensitivity <目录>')
    .description('逐个与组合改变读法，并求报价、评分离改变第一名还有多远；经授权评审期间锁定')
    .option('--tenders <目录>', '招标规格所在目录（默认用内置的）')
    .option('--json', '以 JSON 输出')
    .action(async (folder: string, flags: Flags) => {
      const open = await openRound(resolve(folder), { tenders: flags.tenders });
      const result = sensitivity({ tender: open.base, round: open.round });
      process.stdout.write(
        flags.json ? `${JSON.stringify(result, null, 2)}\n` : saySensitivity(result, evaluateRound(open)),
      );
      finish(0);
    });
}
