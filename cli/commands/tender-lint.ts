import { writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { lintTender } from '../../evaluators/lint/index.ts';
import { readTenderDocument } from '../../intake/index.ts';
import { clarificationDraft, render } from '../../reports/index.ts';
import { type LintFinding, type LintReport, lintSeverities } from '../../spec/index.ts';

interface Flags {
  json?: boolean;
  draftQuestion?: string;
}

const places = (lines: number[]): string =>
  lines.length > 8 ? `${lines.slice(0, 8).join('、')} 等 ${lines.length} 处` : lines.join('、');

function sayFinding(finding: LintFinding): string {
  const quoted = finding.evidence
    .slice(0, 4)
    .map(
      ({ line, excerpt }) =>
        `    第 ${line} 行 “${excerpt.length > 60 ? `${excerpt.slice(0, 60)}…` : excerpt}”`,
    );
  return [
    `[${lintSeverities[finding.severity]}] ${finding.title}（第 ${places(finding.lines)} 行，${finding.rule}）`,
    `    ${finding.fact}`,
    ...quoted,
    `    为何重要：${finding.matters}`,
    `    可提问题：${finding.question}`,
    ...finding.basis.map((basis) => `    依据：${basis}`),
  ].join('\n');
}

function sayReport({ findings, fairness }: LintReport): string {
  const count = (severity: LintFinding['severity']) =>
    findings.filter((finding) => finding.severity === severity).length;
  return [
    ...findings.map(sayFinding),
    '',
    '公平竞争审查自查表十八项（只列可能相关之处，由人逐项确认；未列出不等于没有）',
    ...fairness.map(
      ({ number, says, declared, candidates, confirm }) =>
        `${String(number).padStart(2)} ${says}${declared ? `（文件自填：${declared}）` : ''}：${
          candidates
            .map(
              ({ fact, evidence }) => `${fact}，第 ${places([...new Set(evidence.map((e) => e.line))])} 行`,
            )
            .join('；') || '文本中未见'
        }。人工确认：${confirm}`,
    ),
    '',
    `错误 ${count('error')}，疑点 ${count('warning')}，提示 ${count('note')}。每一条都须由人核对原文后才能使用。`,
    '',
  ].join('\n');
}

/** `tender lint`: 0 nothing found, 1 errors, 2 only doubts; notes alone are 0. */
export function tenderLintCommand(tender: Command, finish: (code: number) => void): void {
  tender
    .command('lint <文件>')
    .description('按通用规则检查招标文件文本的错误、矛盾与公平竞争风险')
    .option('--json', '以 JSON 输出')
    .option('--draft-question <文件>', '另写一份澄清问题（质疑）草稿，DOCX')
    .action(async (file: string, flags: Flags) => {
      const document = await readTenderDocument(resolve(file));
      const report = lintTender(document);
      if (flags.draftQuestion !== undefined) {
        const draft = clarificationDraft({
          source: basename(file),
          digest: document.digest,
          report,
          createdAt: new Date().toISOString(),
        });
        writeFileSync(resolve(flags.draftQuestion), await render('docx', draft));
      }
      process.stdout.write(
        flags.json
          ? `${JSON.stringify({ source: { file: basename(file), digest: document.digest, notes: document.notes }, ...report }, null, 2)}\n`
          : sayReport(report),
      );
      const has = (severity: LintFinding['severity']) =>
        report.findings.some((finding) => finding.severity === severity);
      finish(has('error') ? 1 : has('warning') ? 2 : 0);
    });
}
