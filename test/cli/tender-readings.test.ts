import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import type { OpenReadings } from '../../spec/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'biaochi-readings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const second = ['--tenders', join(import.meta.dirname, '../fixtures/tenders'), '--tender', 'second'];

function readings(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['bin/biaochi.mjs', 'tender', 'readings', ...args],
    { encoding: 'utf8', timeout: 120_000 },
  );
  return { status, stdout, stderr };
}

describe('tender readings', () => {
  it('answers a table with progress beside it, and drafts the notice', { timeout: 120_000 }, () => {
    const draft = join(folder, 'notice.docx');
    const { status, stdout, stderr } = readings('--rounds', '3', '--draft-notice', draft);
    expect(status).toBe(0);
    expect(stdout).toContain('模拟投标 3 轮（全部虚构');
    expect(stdout).not.toContain('…');
    expect(stderr).toContain('模拟投标 3/3 轮');
    const xml = Object.entries(unzipSync(readFileSync(draft)))
      .filter(([name]) => /^word\/(document|header\d*)\.xml$/.test(name))
      .map(([, bytes]) => strFromU8(bytes))
      .join('');
    const words = [...xml.matchAll(/<w:t(?:\s[^>]*)?>([^<]*)<\/w:t>/g)].map((match) => match[1]).join('');
    expect(words).toContain('草稿，未经采购人逐条确认不得发布');
    expect(words.split('拟明确为').length - 1).toBeGreaterThan(10);
  });

  it('answers the same JSON for the same seed, for any tender', { timeout: 120_000 }, () => {
    const [one, again] = [1, 2].map(() => readings(...second, '--rounds', '4', '--seed', '5', '--json'));
    expect(one!.status).toBe(0);
    expect(again!.stdout).toBe(one!.stdout);
    const found = JSON.parse(one!.stdout) as OpenReadings & { seed: number };
    expect(found).toMatchObject({ seed: 5, rounds: 4, tender: { id: 'second' } });
  });

  it('refuses a count that is none', () => {
    const { status, stderr } = readings('--rounds', 'many');
    expect(status).toBe(64);
    expect(stderr).toContain('轮数 many 不合规则');
  });
});
