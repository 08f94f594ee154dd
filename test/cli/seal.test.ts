import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BundleVerification } from '../../evidence/index.ts';
import { flip } from '../evidence/sealing.ts';
import { type SyntheticRun, writeSyntheticRun } from '../server/synthetic-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'biaochi-seal-cli-'));
const keyFile = join(folder, 'key.pem');
let run: SyntheticRun;
function biaochi(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/biaochi.mjs', ...args], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}
beforeAll(async () => {
  run = await writeSyntheticRun();
});
afterAll(() => {
  run.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe('biaochi seal and verify', () => {
  it('makes a key when asked, says that it is self-held, and overwrites none', () => {
    const made = biaochi('seal', '--new-key', keyFile);
    expect(made.status).toBe(0);
    expect(made.stdout).toContain('自持密钥');
    expect(made.stdout).not.toContain('PRIVATE KEY');
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    expect(readFileSync(`${keyFile}.pub`, 'utf8')).toContain('BEGIN PUBLIC KEY');
    expect(biaochi('seal', '--new-key', keyFile).status).toBe(64);
    expect(biaochi('seal').status).toBe(64);
  });

  it('unsigned: exit 2, and says so', () => {
    const sealed = biaochi('seal', run.directory);
    expect(sealed.status).toBe(0);
    expect(sealed.stdout).toContain('未签名');
    const found = biaochi('verify', run.directory);
    expect(found.status).toBe(2);
    expect(found.stdout).toContain('未签名：任何人改动内容后都可重做');
  });

  it('signed: exit 0 with the public key, 2 without, 1 in formal mode with what is missing', () => {
    expect(biaochi('seal', run.directory, '--key', `file:${keyFile}`).status).toBe(0);
    const found = biaochi('verify', run.directory, '--public-key', `${keyFile}.pub`);
    expect(found.status).toBe(0);
    expect(found.stdout).toContain('结果：完整，已签名');
    expect(found.stdout).toContain('不证明封存者是谁');
    expect(biaochi('verify', run.directory).status).toBe(2);
    const formal = biaochi('verify', run.directory, '--public-key', `${keyFile}.pub`, '--formal');
    expect(formal.status).toBe(1);
    expect(formal.stdout).toContain('缺少依法设立的电子认证服务机构签发');
    expect(formal.stdout).toContain('缺少经 --ca 核对的可信时间戳');
  });

  it('altered: exit 1, names the first file and all', () => {
    flip(join(run.directory, 'report/report.json'), 3);
    flip(join(run.directory, 'record.json'), 400);
    const found = biaochi('verify', run.directory, '--public-key', `${keyFile}.pub`);
    expect(found.status).toBe(1);
    expect(found.stdout).toContain('第一个不符的文件：record.json');
    const json = biaochi('verify', run.directory, '--public-key', `${keyFile}.pub`, '--json');
    expect(json.status).toBe(1);
    const { differences, result } = JSON.parse(json.stdout) as BundleVerification;
    expect(result).toBe('altered');
    expect(differences.map(({ path }) => path)).toEqual(['record.json', 'report/report.json']);
  });

  it('unreadable: exit 65; a key in clear or inside the run: exit 64', () => {
    expect(biaochi('verify', folder).status).toBe(65);
    expect(biaochi('verify', join(folder, 'nowhere')).status).toBe(65);
    const inside = join(run.directory, 'key.pem');
    writeFileSync(inside, readFileSync(keyFile));
    const refused = biaochi('seal', run.directory, '--key', `file:${inside}`);
    expect(refused.status).toBe(64);
    expect(refused.stderr).toContain('位于测试目录之内');
    expect(existsSync(join(run.directory, 'seal/003'))).toBe(false);
    expect(biaochi('seal', run.directory, '--key', keyFile).status).toBe(64);
  });
});
