import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { openReadings } from '../../evaluators/sensitivity/index.ts';
import { clarificationNotice, render } from '../../reports/index.ts';
import { syntheticRounds } from '../../scenarios/index.ts';
import { Fault } from '../../spec/index.ts';
import { defaultTender, openTender } from '../pipeline.ts';
import { sayReadings } from '../say-readings.ts';

interface Flags {
  tender?: string;
  tenders?: string;
  rounds: string;
  seed: string;
  json?: boolean;
  draftNotice?: string;
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new Fault('USAGE_UNKNOWN_NAME', [
    { message: `${name} ${text} 不合规则`, remedy: `用 ${least} 至 ${most} 的整数` },
  ]);
}

/** `tender readings`: for a purchaser before publication; it invents its bids and never reads any. Exit code 0. */
export function tenderReadingsCommand(tender: Command, finish: (code: number) => void): void {
  tender
    .command('readings')
    .description('用虚构的投标说明哪些读法会改变结果，并可起草澄清公告（公告招标文件之前或澄清期内用）')
    .option('--tender <编号>', '招标规格编号')
    .option('--tenders <目录>', '招标规格所在目录（默认用内置的）')
    .option('--rounds <轮数>', '虚构多少轮投标', '40')
    .option('--seed <种子>', '种子；相同的种子给出相同的结果', '1')
    .option('--json', '以 JSON 输出')
    .option('--draft-notice <文件>', '另写一份澄清公告草稿，DOCX')
    .action(async (flags: Flags) => {
      const rounds = wholeNumber('轮数', flags.rounds, 1, 10_000);
      const seed = wholeNumber('种子', flags.seed, 0, 2 ** 32 - 1);
      const { tender: opened } = openTender(flags.tender ?? defaultTender(), { tenders: flags.tenders });
      const { stderr } = process;
      const tell = (done: number) => {
        if (stderr.isTTY) stderr.write(`\r\u001b[K模拟投标 ${done}/${rounds} 轮`);
        else if (done % 10 === 0 || done === rounds) stderr.write(`模拟投标 ${done}/${rounds} 轮\n`);
      };
      const found = openReadings({ tender: opened, rounds: syntheticRounds(opened, seed, rounds) }, tell);
      if (stderr.isTTY) stderr.write('\r\u001b[K');
      process.stdout.write(
        flags.json ? `${JSON.stringify({ seed, ...found }, null, 2)}\n` : sayReadings(found),
      );
      if (flags.draftNotice !== undefined) {
        const document = clarificationNotice({
          tender: opened,
          found,
          seed,
          createdAt: new Date().toISOString(),
        });
        writeFileSync(resolve(flags.draftNotice), await render('docx', document));
        stderr.write(`写出 ${flags.draftNotice}\n`);
      }
      finish(0);
    });
}
