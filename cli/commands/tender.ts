import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Table from 'cli-table3';
import type { Command } from 'commander';
import { probes } from '../../harness/index.ts';
import { readTenderDocument, type TenderDocument } from '../../intake/index.ts';
import {
  type Catalogue,
  type Checkable,
  checkableKindLabels,
  documentKinds,
  dueLabels,
  Fault,
  methodLabels,
  printExpectation,
  type Tender,
  type Verification,
} from '../../spec/index.ts';
import { defaultTender, openTender, type SpecChoice } from '../pipeline.ts';
import { writeDrafts } from '../scaffold/draft.ts';
import { saySourceCheck } from '../source-check/say.ts';
import { checkSource } from '../source-check.ts';
import { draftTender } from '../tender-draft.ts';
import { groupings, sayTenderTable, tenderTable } from '../tender-table.ts';
import { tenderLintCommand } from './tender-lint.ts';
import { tenderReadingsCommand } from './tender-readings.ts';

interface Flags extends SpecChoice {
  tender?: string;
  source?: string;
  original?: string;
  by?: string;
  json?: boolean;
}

const bare = { style: { head: [], border: [] } };

function sayVerification(v: Verification, catalogue: Catalogue): string {
  if (v.method === 'test') {
    const contract = catalogue.get(v.probe);
    const state = probes.has(v.probe) ? '' : '（待实现）';
    const expects = v.expect.map(
      (e) => `${contract?.measurands[e.measurand]?.title ?? e.measurand} ${printExpectation(e)}`,
    );
    return `${contract?.title ?? v.probe}${state}：${expects.join('；')}`;
  }
  if (v.method === 'examine')
    return v.documents.map((d) => documentKinds[d]).join('、') + (v.look ? `：${v.look}` : '');
  return v.checklist.join('；');
}

function showOne(checkable: Checkable, catalogue: Catalogue): string {
  const { clause } = checkable;
  const place = [
    `第${clause.part}部分第${clause.chapter}章`,
    clause.section,
    clause.item && `第 ${clause.item} 项`,
    clause.lines && `原文第 ${clause.lines.join('–')} 行`,
  ];
  const table = new Table({
    head: ['子项', '方法', '何时', '核验'],
    colWidths: [24, 16, 12, 70],
    wordWrap: true,
    wrapOnWordBoundary: false,
    ...bare,
  });
  for (const part of checkable.parts) {
    for (const v of checkable.verification.filter((x) => x.part === part.id)) {
      table.push([part.title, methodLabels[v.method], dueLabels[v.due], sayVerification(v, catalogue)]);
    }
  }
  return `${checkable.starred ? '▲' : ''}${checkable.id}  ${checkable.title}（${checkableKindLabels[checkable.kind]}）\n${place.filter(Boolean).join('，')}\n${checkable.statement}\n${table.toString()}\n`;
}

function showAll(tender: Tender): string {
  const table = new Table({
    head: ['类别', '编号', '条目', '子项', '测试', '其中待实现', '审查', '访谈/现场'],
    ...bare,
  });
  for (const c of tender.checkables) {
    const tests = c.verification.filter((v) => v.method === 'test');
    const planned = tests.filter((v) => !probes.has(v.probe));
    const of = (method: Verification['method']) => c.verification.filter((v) => v.method === method).length;
    table.push([
      checkableKindLabels[c.kind],
      `${c.starred ? '▲' : ''}${c.id}`,
      c.title,
      c.parts.length,
      tests.length,
      planned.length,
      of('examine'),
      of('interview'),
    ]);
  }
  return `${tender.title}（${tender.number}）\n${table.toString()}\n`;
}

function sayCheck(tender: Tender): string {
  const of = (kind: Checkable['kind']) => tender.checkables.filter((c) => c.kind === kind);
  const clauses = of('clause');
  const checks = tender.checkables.flatMap((c) => c.verification);
  const tests = checks.filter((v) => v.method === 'test');
  const lines = [
    `${tender.title}（${tender.number}）：规格数据无误`,
    `技术条款 ${clauses.length}/${tender.counts.technicalClauses} 条已录入，其中▲ ${clauses.filter((c) => c.starred).length}/${tender.counts.starred} 条`,
    `价格目录 ${tender.tariff.length}/${tender.counts.tariffRows ?? '?'} 行已录入，考核指标 ${tender.kpis.length}/${tender.counts.kpis ?? '?'} 项已录入`,
    `核验项 ${checks.length} 个：测试 ${tests.length}（待实现 ${tests.filter((v) => !probes.has(v.probe)).length}），审查 ${checks.filter((v) => v.method === 'examine').length}，访谈与现场核查 ${checks.filter((v) => v.method === 'interview').length}`,
    `读法 ${tender.readings.length} 处，规格摘要 ${tender.digest}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** The copy that the data were bound to, if it is at hand; another text under its name is of no use. */
async function originalOf(tender: Tender, named: string | undefined): Promise<TenderDocument | undefined> {
  const file = named ?? process.env.BIAOCHI_TENDER_SOURCE;
  if (!file || (named === undefined && !existsSync(file))) return undefined;
  const original = await readTenderDocument(file);
  if (original.digest === tender.source.digest) return original;
  if (named === undefined) return undefined;
  throw new Fault('INTAKE_INVALID', [
    { file, message: '不是录入时的原件，摘要与 source.yaml 所载不符', remedy: '给出原件，或省去 --original' },
  ]);
}

export function tenderCommand(program: Command, finish: (code: number) => void): void {
  const tender = program.command('tender').description('查看与校验招标规格');
  tenderLintCommand(tender, finish);
  tenderReadingsCommand(tender, finish);
  tender
    .command('show [条款号]')
    .description('列出全部条目，或一个条目的子项与核验方法')
    .option('--tender <编号>', '招标规格编号')
    .option('--tenders <目录>', '招标规格所在目录（默认用内置的）')
    .option('--reading <id=option...>', '选用读法（编号=选项，可多个）')
    .option('--json', '以 JSON 输出')
    .action((id: string | undefined, flags: Flags) => {
      const { tender: loaded, catalogue } = openTender(flags.tender ?? defaultTender(), flags);
      const found = id === undefined ? undefined : loaded.checkables.find((c) => c.id === id);
      if (id !== undefined && !found)
        throw new Fault('USAGE_UNKNOWN_CLAUSE', [
          { message: `没有条款 ${id}`, remedy: '不带参数运行 tender show 查看全部编号' },
        ]);
      if (flags.json) process.stdout.write(`${JSON.stringify(found ?? loaded, null, 2)}\n`);
      else process.stdout.write(found ? showOne(found, catalogue) : showAll(loaded));
      finish(0);
    });
  tender
    .command('check')
    .description('校验招标规格：编号、单位、合计、读法；给出原文则逐条比对摘要')
    .option('--tender <编号>', '招标规格编号')
    .option('--tenders <目录>', '招标规格所在目录（默认用内置的）')
    .option('--source <文件>', '招标文件（.txt、.docx 或文字版 .pdf）')
    .option('--original <文件>', '录入时的原件，用来指出变动的字符（默认取环境变量 BIAOCHI_TENDER_SOURCE）')
    .option('--json', '以 JSON 输出')
    .action(async (flags: Flags) => {
      const { tender: loaded } = openTender(flags.tender ?? defaultTender(), flags);
      const source =
        flags.source === undefined
          ? undefined
          : checkSource(
              loaded,
              await readTenderDocument(flags.source),
              flags.source,
              await originalOf(loaded, flags.original),
            );
      if (flags.json)
        process.stdout.write(
          `${JSON.stringify({ tender: loaded.id, digest: loaded.digest, checkables: loaded.checkables.length, source }, null, 2)}\n`,
        );
      else process.stdout.write(sayCheck(loaded) + (source ? saySourceCheck(source) : ''));
      finish(source?.differs ? 1 : 0);
    });
  tender
    .command('new <文件>')
    .description('从招标文件文本生成新的招标规格骨架：读得出的写入，其余标明待填、待核')
    .requiredOption('--id <编号>', '新招标规格的编号，如 city-2027-01')
    .option('--out <目录>', '写到哪个目录下（该目录存放各招标规格）', '.')
    .option('--json', '以 JSON 输出')
    .action(async (file: string, flags: Flags & { id: string; out: string }) => {
      if (!/^[a-z0-9][a-z0-9.-]*$/.test(flags.id))
        throw new Fault('USAGE_UNKNOWN_NAME', [
          { message: `编号 ${flags.id} 不合规则`, remedy: '用小写字母、数字、点与连字符' },
        ]);
      const text = await readTenderDocument(file);
      const drafts = draftTender(flags.id, text);
      writeDrafts(flags.out, drafts);
      const open = drafts.map(({ path, text: content }) => ({
        path,
        toFill: content.split('# 待填').length - 1,
        toCheck: content.split('# 待核').length - 1,
      }));
      if (flags.json)
        process.stdout.write(
          `${JSON.stringify({ id: flags.id, notes: text.notes, files: open }, null, 2)}\n`,
        );
      else {
        for (const note of text.notes) process.stdout.write(`注意：${note}\n`);
        for (const { path, toFill, toCheck } of open)
          process.stdout.write(`新建 ${join(flags.out, path)}：待填 ${toFill} 处，待核 ${toCheck} 处\n`);
        process.stdout.write('填完之前装载会被拒绝；用 tender check --tenders 逐步核对\n');
      }
      finish(0);
    });
  tender
    .command('table')
    .description('按章节或按方法统计条目与核验项，并列出待实现的探针')
    .option('--by <方式>', `${groupings.join(' 或 ')}`, 'section')
    .option('--tender <编号>', '招标规格编号')
    .option('--tenders <目录>', '招标规格所在目录（默认用内置的）')
    .option('--reading <id=option...>', '选用读法（编号=选项，可多个）')
    .option('--json', '以 JSON 输出')
    .action((flags: Flags) => {
      const by = groupings.find((grouping) => grouping === flags.by);
      if (!by)
        throw new Fault('USAGE_UNKNOWN_NAME', [
          { message: `没有统计方式 ${flags.by}`, remedy: `可用：${groupings.join('、')}` },
        ]);
      const { tender: loaded } = openTender(flags.tender ?? defaultTender(), flags);
      process.stdout.write(
        flags.json ? `${JSON.stringify(tenderTable(loaded, by), null, 2)}\n` : sayTenderTable(loaded, by),
      );
      finish(0);
    });
}
