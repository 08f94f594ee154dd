import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadTarget } from '../../harness/index.ts';
import { Fault, type Problem } from '../../spec/index.ts';

const directory = mkdtempSync(join(tmpdir(), 'biaochi-target-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function problemsOf(text: string): Problem[] {
  const file = join(directory, 'target.yaml');
  writeFileSync(file, text);
  try {
    loadTarget(file);
  } catch (error) {
    if (error instanceof Fault && error.code === 'USAGE_TARGET_INVALID') return error.problems;
    throw error;
  }
  return [];
}

const good = `tender: t
name: 云
components:
  - id: s3
    role: object-storage
    endpoint: http://127.0.0.1:9/
    credentials:
      accessKey: { env: BIAOCHI_TEST_KEY }
      secretKey: { file: secret }
`;

describe('a target file', () => {
  it('that is right has no problems', () => {
    expect(problemsOf(good)).toEqual([]);
  });
  it('with a wrong key: named with its line and the known keys', () => {
    const [problem] = problemsOf(good.replace('    endpoint:', '    endpont: x\n    endpoint:'));
    expect(problem).toMatchObject({ line: 6, message: '不认识的键 endpont' });
    expect(problem!.remedy).toContain('endpoint');
  });
  it('with an unknown component: the known roles are listed', () => {
    const [problem] = problemsOf(good.replace('object-storage', 'blockchain'));
    expect(problem).toMatchObject({ line: 4 });
    expect(problem!.message).toContain('blockchain');
    expect(problem!.remedy).toContain('object-storage');
  });
  it('with a secret by value: refused without repeating it', () => {
    const problems = problemsOf(good.replace('{ env: BIAOCHI_TEST_KEY }', 'AKIAPLAINSECRET'));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ line: 8, message: '密钥不得以明文写入' });
    expect(JSON.stringify(problems)).not.toContain('AKIAPLAINSECRET');
  });
  it('with credentials in an address, or an id twice', () => {
    const address = problemsOf(good.replace('http://127', 'http://user:pw123@127'));
    expect(address[0]!.message).toContain('不得带账号口令');
    expect(JSON.stringify(address)).not.toContain('pw123');
    const twice = good + good.slice(good.indexOf('  - id'));
    expect(problemsOf(twice)[0]!.message).toContain('s3 重复');
  });
  it('with several faults: all at once', () => {
    expect(
      problemsOf(good.replace('name: 云', 'nam: 云').replace('http://127.0.0.1:9/', 'ftp://x')),
    ).toHaveLength(3);
  });
  it('that is no YAML: the line and what to look for', () => {
    expect(problemsOf('a: [1\nb: 2')[0]).toMatchObject({ line: 2 });
    expect(problemsOf('a: 1\na: 2')[0]!.message).toContain('YAML');
  });
  it('that is missing', () => {
    expect(() => loadTarget(join(directory, 'none.yaml'))).toThrow(/文件不存在/);
  });
});

describe('secrets', () => {
  const loaded = () => {
    const file = join(directory, 'target.yaml');
    writeFileSync(file, good);
    return loadTarget(file);
  };
  it('come from the environment or a file beside the target', () => {
    process.env.BIAOCHI_TEST_KEY = 'from-environment';
    writeFileSync(join(directory, 'secret'), 'from-file\n');
    expect(loaded().secret({ env: 'BIAOCHI_TEST_KEY' })).toBe('from-environment');
    expect(loaded().secret({ file: 'secret' })).toBe('from-file');
    delete process.env.BIAOCHI_TEST_KEY;
  });
  it('that are missing or too short to be redacted are said so', () => {
    expect(() => loaded().secret({ env: 'BIAOCHI_TEST_KEY' })).toThrow(/USAGE_SECRET_MISSING/);
    expect(() => loaded().secret({ file: 'nowhere' })).toThrow(/无法读取/);
    writeFileSync(join(directory, 'short'), 'ab');
    expect(() => loaded().secret({ file: 'short' })).toThrow(/不足 4 个字符/);
  });
});
