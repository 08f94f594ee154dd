import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import type { LintReport } from '../../spec/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'biaochi-lint-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const text = (name: string) => join(import.meta.dirname, '../fixtures/texts', `lint-${name}.txt`);

function lint(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['bin/biaochi.mjs', 'tender', 'lint', ...args],
    {
      encoding: 'utf8',
      timeout: 60_000,
    },
  );
  return { status, stdout, stderr };
}

describe('tender lint', () => {
  it('leaves a clean text alone', () => {
    const { status, stdout } = lint(text('clean'));
    expect(status).toBe(0);
    expect(stdout).toContain('错误 0，疑点 0');
    expect(stdout).toContain('18 其他妨碍公平竞争的情形');
  });

  it('answers JSON with lines and evidence', () => {
    const { status, stdout } = lint(text('faulty'), '--json');
    expect(status).toBe(1);
    const report = JSON.parse(stdout) as LintReport & { source: { digest: string } };
    expect(report.source.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(report.fairness).toHaveLength(18);
    expect(report.findings.filter(({ severity }) => severity === 'error').length).toBeGreaterThan(8);
  });

  it('drafts questions that a person has to confirm one by one', () => {
    const draft = join(folder, 'draft.docx');
    const { stdout } = lint(text('faulty'), '--json', '--draft-question', draft);
    const { findings } = JSON.parse(stdout) as LintReport;
    const asked = findings.filter(({ severity }) => severity !== 'note');
    const xml = strFromU8(unzipSync(readFileSync(draft))['word/document.xml']!);
    const words = [...xml.matchAll(/<w:t(?:\s[^>]*)?>([^<]*)<\/w:t>/g)].map((match) => match[1]).join('');
    expect(words).toContain('虚假、恶意质疑要承担责任');
    expect(words).toContain('草稿，未经人工核对不得提交');
    expect(words.split('□ 同意提出').length - 1).toBe(asked.length);
    for (const { question } of asked) expect(words).toContain(question.slice(0, 12));
  });

  it('says what is wrong with a file that it cannot read', () => {
    const { status, stderr } = lint(join(folder, 'absent.txt'));
    expect(status).toBe(65);
    expect(stderr).toContain('招标文件无法读取');
  });
});
