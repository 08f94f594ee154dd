import { writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import type { Command } from 'commander';
import { diff } from '../../evaluators/diff/index.ts';
import { differenceReport, render } from '../../reports/index.ts';
import { type Difference, exitCodeOfDifference, Fault, type Judgement } from '../../spec/index.ts';
import { loadCatalogue } from '../../spec/load/index.ts';
import { openTender } from '../pipeline.ts';
import { openRunReference, parseRunReference } from '../run-reference.ts';
import { sayDifference } from '../say-diff.ts';

interface Flags {
  out?: string;
  tenders?: string;
  json?: boolean;
}

/** Titles of what was judged, where the tender is at hand; ids speak for themselves otherwise. */
function titlesOf(judgement: Judgement, tenders: string | undefined): Map<string, string> {
  try {
    const { tender } = openTender(judgement.tender.id, { tenders });
    return new Map(tender.checkables.map(({ id, title }) => [id, title]));
  } catch (error) {
    if (error instanceof Fault && error.code === 'SPEC_UNKNOWN_TENDER') return new Map();
    throw error;
  }
}

function measurandTitles(): Map<string, string> {
  return new Map(
    [...loadCatalogue().values()].flatMap(({ id, measurands }) =>
      Object.entries(measurands).map(([name, { title }]): [string, string] => [`${id} ${name}`, title]),
    ),
  );
}

async function write(file: string, difference: Difference, words: Words): Promise<void> {
  const bytes = await render(extname(file).slice(1), differenceReport({ difference, ...words }));
  writeFileSync(file, bytes);
}

interface Words {
  titles: ReadonlyMap<string, string>;
  measurands: ReadonlyMap<string, string>;
}

export function diffCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('diff <前> <后>')
    .description('逐条比较两次测试或两版判定（目录，或 目录#修订版）；相同为 0，有变差为 1，其他不同为 2')
    .option('--out <文件>', '另写成文件，按扩展名：html、pdf、docx、json')
    .option('--tenders <目录>', '招标规格所在目录（默认用内置的），仅用于条目名称')
    .option('--json', '以 JSON 输出')
    .action(async (before: string, after: string, flags: Flags) => {
      const from = openRunReference(parseRunReference(before));
      const to = openRunReference(parseRunReference(after));
      const difference = diff(from, to);
      const words: Words = {
        titles: new Map(
          [from, to]
            .filter(({ judgement }, index) => index === 0 || judgement.tender.id !== from.judgement.tender.id)
            .flatMap(({ judgement }) => [...titlesOf(judgement, flags.tenders)]),
        ),
        measurands: measurandTitles(),
      };
      if (flags.out !== undefined) await write(flags.out, difference, words);
      process.stdout.write(
        flags.json ? `${JSON.stringify(difference, null, 2)}\n` : sayDifference(difference, words.titles),
      );
      if (flags.out !== undefined && !flags.json) process.stdout.write(`比较报告：${flags.out}\n`);
      finish(exitCodeOfDifference(difference));
    });
}
