import { resolve } from 'node:path';
import type { Command } from 'commander';
import { weighDeferrals } from '../../evaluators/compliance/index.ts';
import { readDeferrals } from '../../intake/index.ts';
import { type DeferralStanding, deferralStates, Fault, outcomes } from '../../spec/index.ts';
import { deferralFileOf, parseInstant } from '../judge-again.ts';
import { openTender } from '../pipeline.ts';
import { openRunReference, parseRunReference } from '../run-reference.ts';
import { sayDeferral } from '../say-judgement.ts';

interface Flags {
  deferrals?: string;
  asOf: string;
  tenders?: string;
  spec?: string;
  json?: boolean;
}

/** Only what is refuted can be deferred. */
function refuseIdle(file: string, entries: readonly DeferralStanding[]): void {
  const idle = entries.filter(({ state }) => state === 'not-refuted');
  if (idle.length > 0)
    throw new Fault(
      'INTAKE_INVALID',
      idle.map(({ checkable, outcome }) => ({
        file,
        message: `条目 ${checkable} 的结论是${outcomes[outcome]}，${deferralStates['not-refuted']}`,
        remedy: '删去该项；只有判为不符合的条目才能暂缓整改',
      })),
    );
}

export function deferCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('defer <目录>')
    .description('核对暂缓整改文件：依据、责任人、期限，以及所暂缓的是否确为不符合；不改变任何结论')
    .option('--deferrals <文件>', '暂缓整改文件（默认用测试目录中的 deferrals.yaml）')
    .option('--as-of <时刻>', '按哪一时刻核对期限（ISO 8601，带时区；now 为当前）', 'now')
    .option('--tenders <目录>', '招标规格所在目录（默认用内置的）')
    .option('--spec <规格>', '判定所用的另一份招标规格：其目录，或在 --tenders 中的编号')
    .option('--json', '以 JSON 输出')
    .action((folder: string, flags: Flags) => {
      const reference = parseRunReference(folder);
      const { judgement } = openRunReference(reference);
      const file = deferralFileOf(reference.directory, flags.deferrals && resolve(flags.deferrals));
      if (file === undefined)
        throw new Fault('RECORD_MISSING', [
          {
            file: reference.directory,
            message: '目录中没有 deferrals.yaml',
            remedy: '写好该文件放入测试目录，或以 --deferrals 指明',
          },
        ]);
      const { tender } = openTender(judgement.tender.id, flags);
      const asOf = parseInstant(flags.asOf)!;
      const weighed = weighDeferrals(readDeferrals(file, tender), judgement.requirements, asOf);
      refuseIdle(file, weighed.entries);
      process.stdout.write(
        flags.json
          ? `${JSON.stringify({ file, revision: judgement.revision, asOf, ...weighed }, null, 2)}\n`
          : weighed.entries.map((entry) => `${sayDeferral(entry)}\n`).join(''),
      );
      finish(weighed.entries.some(({ state }) => state === 'expired') ? 2 : 0);
    });
}
