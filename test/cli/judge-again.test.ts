import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { deferCommand } from '../../cli/commands/defer.ts';
import { diffCommand } from '../../cli/commands/diff.ts';
import { judgeCommand } from '../../cli/commands/judge.ts';
import { explainFailure } from '../../cli/exit.ts';
import { accept, judgeRun, writeReports } from '../../cli/pipeline.ts';
import { readJudgements } from '../../evidence/index.ts';
import { type Platform, startPlatform } from '../../scenarios/index.ts';
import type { Document, Judgement } from '../../spec/index.ts';
import { checksOf, tenderId } from '../acceptance/support.ts';

const folder = mkdtempSync(join(tmpdir(), 'biaochi-again-'));
const clause = '4.1-2';
const signal = new AbortController().signal;
const repository = process.cwd();

/** One address behind which the platform is first broken and then mended. */
let door: { server: Server; port: number; to: number };
let broken: Platform;
let mended: Platform;
let target: string;
const initial = join(folder, 'initial');
const again = join(folder, 'again');

const portOf = (platform: Platform) => Number(new URL(platform.endpoints.public!).port);

function writeTarget(file: string, name: string): string {
  const component = `  - { id: portal, role: public-endpoint, endpoint: "https://127.0.0.1:${door.port}", caFile: ca.pem }`;
  writeFileSync(file, `tender: ${tenderId}\nname: ${name}\nsimulated: true\ncomponents:\n${component}\n`);
  return file;
}

/** The command as the program would run it, in this process. */
async function biaochi(...args: string[]) {
  let status = -1;
  const said = { stdout: '', stderr: '' };
  const listen = (name: 'stdout' | 'stderr') =>
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      said[name] += String(text);
      return true;
    });
  const spies = [listen('stdout'), listen('stderr')];
  try {
    const program = new Command('biaochi').exitOverride();
    for (const command of [judgeCommand, diffCommand, deferCommand])
      command(program, (code) => {
        status = code;
      });
    await program.parseAsync(args, { from: 'user' }).catch((error: unknown) => {
      status = explainFailure(error, false);
    });
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return { status, ...said };
}

beforeAll(async () => {
  const server = createServer((socket) => {
    const onward = connect(door.to, '127.0.0.1');
    for (const end of [socket, onward]) end.on('error', () => [socket, onward].map((each) => each.destroy()));
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  door = { server, port: (server.address() as AddressInfo).port, to: 0 };
  const start = (name: string, defects: string[]) =>
    startPlatform({ tender: tenderId, defects, directory: join(folder, name) });
  broken = await start('broken', ['tls-legacy-only']);
  mended = await start('mended', []);
  // The authorities have one name; what a platform speaks is seen without trusting it.
  cpSync(join(dirname(mended.targetFile), 'ca.pem'), join(folder, 'ca.pem'));
  target = writeTarget(join(folder, 'target.yaml'), '同一平台');
  door.to = portOf(broken);
  await accept({ target, directory: initial, only: [clause], signal });
  door.to = portOf(mended);
  await accept({ target, directory: again, only: [clause], signal, retestOf: initial });
});
afterAll(async () => {
  await broken?.close();
  await mended?.close();
  door?.server.close();
  rmSync(folder, { recursive: true, force: true });
});

const newest = (directory: string): Judgement => readJudgements(directory).at(-1)!;
const copyOf = (directory: string, name: string): string => {
  cpSync(directory, join(folder, name), { recursive: true });
  return join(folder, name);
};
async function documentOf(directory: string): Promise<Document> {
  const { record, judgement } = judgeRun(directory, {});
  const [file] = await writeReports({ directory, formats: ['json'], record, judgement });
  return JSON.parse(readFileSync(file!, 'utf8')) as Document;
}

describe('accept --retest-of', () => {
  it('tells 初测不符合 and 复测符合, and leaves the first run as it was', async () => {
    expect(newest(initial).requirements[0]!.outcome).toBe('not-satisfied');
    const { retest } = newest(again);
    expect(retest!.of.run).toBe(newest(initial).run.id);
    const followed = retest!.checks.filter(({ state }) => state === 'repaired');
    expect(followed.length).toBeGreaterThan(0);
    for (const { sights } of followed) {
      expect(sights.map(({ outcome }) => outcome)).toEqual(['not-satisfied', 'satisfied']);
      expect(sights.every(({ evidence }) => evidence.length > 0)).toBe(true);
    }
    expect(readJudgements(initial)).toHaveLength(1);
  });

  it('is told by the report, with both evidence digests', async () => {
    const text = JSON.stringify(await documentOf(copyOf(again, 'told')));
    for (const words of ['初测不符合', '复测符合']) expect(text.includes(words), words).toBe(true);
    for (const { evidence } of newest(again).retest!.checks[0]!.sights)
      for (const digest of evidence) expect(text.includes(digest), digest).toBe(true);
  });

  it('needs nothing but its own directory to be judged again, and finds an altered copy', async () => {
    const alone = copyOf(again, 'alone');
    expect(judgeRun(alone, {}).isNew).toBe(false);
    const kept = join(alone, 'earlier', `${newest(initial).run.id}-r1`, 'judgement.json');
    writeFileSync(kept, readFileSync(kept, 'utf8').replaceAll('"not-satisfied"', '"satisfied"'));
    const { status, stderr } = await biaochi('judge', alone);
    expect(status).toBe(65);
    expect(stderr).toContain('可能被改动');
  });

  it('refuses another platform before it touches it', async () => {
    const other = writeTarget(join(folder, 'other.yaml'), '别的平台');
    const directory = join(folder, 'never');
    await expect(
      accept({ target: other, directory, only: [clause], signal, retestOf: initial }),
    ).rejects.toThrow('别的平台');
    expect(existsSync(directory)).toBe(false);
  });

  it('refuses a circle: the first run is no retest of its own retest, nor of itself', async () => {
    for (const of of [again, initial]) {
      const { status, stderr } = await biaochi(
        'judge',
        copyOf(initial, `circle-${of === again}`),
        '--retest-of',
        of,
      );
      expect(status).toBe(65);
      expect(stderr).toContain('成环');
    }
  });
});

describe('judge --spec', () => {
  const tenders = join(folder, 'tenders');
  const other = join(tenders, tenderId);
  beforeAll(() => {
    cpSync(join(repository, 'spec/tenders', tenderId), other, { recursive: true });
  });

  it('with the same data under another folder answers the same revision', async () => {
    const directory = copyOf(initial, 'same');
    expect(judgeRun(directory, { spec: other }).isNew).toBe(false);
  });

  it('with other limits: a numbered revision that names what it replaces and why', async () => {
    const directory = copyOf(initial, 'limits');
    const file = join(other, 'requirements/4.1-platform-security.yaml');
    const text = readFileSync(file, 'utf8');
    const stricter = text.replace('includesAny: [TLSv1.2, TLSv1.3]', 'includesAny: [TLSv1.3]');
    expect(stricter).not.toBe(text);
    writeFileSync(file, stricter);
    const { status, stdout } = await biaochi(
      'judge',
      directory,
      '--spec',
      other,
      '--because',
      '澄清公告第 3 号',
    );
    expect(status).toBe(1);
    expect(stdout).toContain('判定第 2 版，替代第 1 版，理由：澄清公告第 3 号');
    const [first, second] = readJudgements(directory);
    expect(second).toMatchObject({ revision: 2, replaces: 1, reason: '澄清公告第 3 号' });
    expect(second!.tender.digest).not.toBe(first!.tender.digest);
    expect(judgeRun(directory, { spec: other }).isNew).toBe(false);
    const { record, judgement } = judgeRun(directory, { spec: other });
    const [json] = await writeReports({ directory, formats: ['json'], record, judgement, spec: other });
    const report = readFileSync(json!, 'utf8');
    expect(report).toContain('1.2 判定修订');
    expect(report).toContain('澄清公告第 3 号');
    writeFileSync(file, text);
  });

  it.each([
    ['a folder without tender data', folder, 'SPEC_UNKNOWN_TENDER'],
    ['an id that is none', 'no-such-tender', 'SPEC_UNKNOWN_TENDER'],
  ])('%s is refused', async (_, spec, code) => {
    const { status, stderr } = await biaochi('judge', initial, '--spec', spec);
    expect(status).toBe(65);
    expect(stderr).toContain(code);
  });

  it('an instant that is none is refused', async () => {
    expect((await biaochi('judge', initial, '--as-of', 'tomorrow')).status).toBe(64);
  });
});

describe('diff', () => {
  it('of a judgement with itself: nothing, exit 0', async () => {
    expect(await biaochi('diff', initial, `${initial}#1`)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('完全相同'),
    });
  });
  it('of the mended platform: better, exit 2; the other way round: worse, exit 1', async () => {
    const forth = await biaochi('diff', initial, again);
    expect(forth.status).toBe(2);
    expect(forth.stdout).toContain('【变好】');
    expect(forth.stdout).not.toContain('【变差】');
    const back = await biaochi('diff', again, initial, '--json');
    expect(back.status).toBe(1);
    const { checks } = JSON.parse(back.stdout) as { checks: { group: string; worsens: boolean }[] };
    expect(checks.filter(({ worsens }) => worsens).length).toBeGreaterThan(0);
  });
  it('is printed as a page, a PDF and a DOCX', async () => {
    for (const [name, magic] of [
      ['d.html', '<!doctype html>'],
      ['d.pdf', '%PDF'],
      ['d.docx', 'PK'],
    ] as const) {
      const file = join(folder, name);
      expect((await biaochi('diff', initial, again, '--out', file)).status).toBe(2);
      expect(readFileSync(file, 'latin1').slice(0, magic.length).toLowerCase()).toBe(magic.toLowerCase());
    }
    expect(readFileSync(join(folder, 'd.html'), 'utf8')).toContain('变好');
  });
  it('refuses a revision that is not there and a format that is none', async () => {
    expect(await biaochi('diff', initial, `${initial}#7`)).toMatchObject({
      status: 65,
      stderr: expect.stringContaining('没有第 7 版判定'),
    });
    expect((await biaochi('diff', initial, again, '--out', join(folder, 'd.odt'))).status).toBe(64);
  });
});

describe('deferrals', () => {
  const write = (file: string, checkable: string, until: string) =>
    writeFileSync(
      file,
      `tender: ${tenderId}\ndeferrals:\n  - checkable: "${checkable}"\n    owner: 云服务商\n    basis: { text: 合同第九条, document: "sha256:${'d'.repeat(64)}" }\n    until: "${until}"\n    reason: 备件在途\n    approvedBy: 采购人\n`,
    );

  it('stand behind 不符合 in the report and turn neither counts nor the exit code', async () => {
    const directory = copyOf(initial, 'deferred');
    write(join(directory, 'deferrals.yaml'), clause, '2099-12-31');
    const { status, stdout } = await biaochi('judge', directory);
    expect(status).toBe(1);
    expect(stdout).toContain('不符合（暂缓整改至 2099-12-31，依据合同第九条）');
    const [first, second] = readJudgements(directory);
    expect(second!.summary).toEqual(first!.summary);
    expect(checksOf(second!).map(({ outcome }) => outcome)).toEqual(
      checksOf(first!).map(({ outcome }) => outcome),
    );
    expect(JSON.stringify(await documentOf(directory))).toContain(
      '不符合（暂缓整改至 2099-12-31，依据合同第九条）',
    );
    expect((await biaochi('defer', directory)).status).toBe(0);
  });
  it('that are over are said to be', async () => {
    const file = join(folder, 'over.yaml');
    write(file, clause, '2020-01-01');
    const { status, stdout } = await biaochi('defer', initial, '--deferrals', file);
    expect(status).toBe(2);
    expect(stdout).toContain('已于 2020-01-01 到期');
  });
  it('of what is not refuted, of an unknown clause, or none at all: refused', async () => {
    const file = join(folder, 'idle.yaml');
    write(file, clause, '2099-12-31');
    expect(await biaochi('defer', again, '--deferrals', file)).toMatchObject({
      status: 65,
      stderr: expect.stringContaining('并非不符合'),
    });
    write(file, '9.9.9', '2099-12-31');
    for (const verb of ['defer', 'judge'])
      expect(await biaochi(verb, initial, '--deferrals', file)).toMatchObject({
        status: 65,
        stderr: expect.stringContaining('没有条目 9.9.9'),
      });
    expect((await biaochi('defer', initial)).status).toBe(65);
  });
});
