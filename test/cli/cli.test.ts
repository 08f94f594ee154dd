import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accept } from '../../cli/pipeline.ts';
import { foldRun } from '../../evidence/index.ts';
import type { Component } from '../../spec/index.ts';
import { checksOf, tenderId } from '../acceptance/support.ts';
import {
  type BrokenKind,
  type BrokenServer,
  emptyKinds,
  startBroken,
  writeTarget,
} from '../probes/support.ts';

const folder = mkdtempSync(join(tmpdir(), 'biaochi-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const program = ['bin/biaochi.mjs'];
function biaochi(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...program, ...args], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

function components(url: string): Component[] {
  return [
    {
      id: 'cloud',
      role: 'openstack',
      endpoint: `${url}/v3`,
      credentials: { username: 'u', password: { file: 'secret' }, project: 'p' },
      options: { image: 'i', flavor: 'f' },
    },
    {
      id: 's3',
      role: 'object-storage',
      endpoint: url,
      credentials: { accessKey: { file: 'secret' }, secretKey: { file: 'secret' } },
    },
    { id: 'portal', role: 'public-endpoint', endpoint: url.replace('http:', 'https:') },
  ];
}
const targetOf = (url: string) =>
  writeTarget({ tender: tenderId, name: '坏目标 <script>alert(1)</script>', components: components(url) });

describe('bad usage', () => {
  it('an unknown option is said in Chinese, exit 64', () => {
    const { status, stderr } = biaochi('accept', '--nope');
    expect(status).toBe(64);
    expect(stderr).toContain('不认识的选项 --nope');
  });
  it('a wrong target file: file, line, remedy; exit 64', () => {
    const file = join(folder, 'bad.yaml');
    writeFileSync(file, `tender: ${tenderId}\nname: x\ncomponents:\n  - id: a\n    role: mainframe\n`);
    const { status, stderr } = biaochi('accept', '--target', file, '--out', join(folder, 'bad'));
    expect(status).toBe(64);
    expect(stderr).toContain('bad.yaml 第 4 行');
    expect(stderr).toContain('mainframe');
    expect(existsSync(join(folder, 'bad'))).toBe(false);
  });
  it('a directory that holds no run: exit 65, as JSON when asked', () => {
    const { status, stdout } = biaochi('judge', folder, '--json');
    expect(status).toBe(65);
    expect(JSON.parse(stdout)).toMatchObject({ fault: 'RECORD_MISSING', problems: [{ file: folder }] });
  });
  it('an unknown clause: exit 64', () => {
    expect(biaochi('tender', 'show', '9.9.9').status).toBe(64);
  });
});

describe('a target that is broken all over', () => {
  const kinds: BrokenKind[] = ['refusing', 'closing', 'garbage', 'error500', 'redirecting', ...emptyKinds];
  it.each(kinds)('%s: nothing is satisfied and nothing is the platform’s failure', async (kind) => {
    const server = await startBroken(kind);
    const target = targetOf(server.url);
    try {
      const { judgement, record } = await accept({
        target: target.targetFile,
        directory: join(folder, kind),
        signal: new AbortController().signal,
      });
      const tests = checksOf(judgement).filter((c) => c.method === 'test');
      expect(tests.filter((c) => c.outcome === 'satisfied').map((c) => c.id)).toEqual([]);
      expect(tests.filter((c) => c.outcome === 'not-satisfied').map((c) => c.id)).toEqual([]);
      expect(tests.filter((c) => c.outcome === 'inconclusive').length).toBeGreaterThan(20);
      expect(
        record.observations.filter((o) => o.fault?.code === 'DEFECT').map((o) => [o.probe, o.fault?.message]),
      ).toEqual([]);
    } finally {
      await server.close();
      target.remove();
    }
  });
});

describe('a run that is cut short', () => {
  let server: BrokenServer;
  let target: ReturnType<typeof writeTarget>;
  beforeAll(async () => {
    server = await startBroken('silent');
    target = targetOf(server.url);
  });
  afterAll(async () => {
    await server.close();
    target.remove();
  });

  async function begun(out: string) {
    const child = spawn(
      process.execPath,
      [
        ...program,
        'accept',
        '--target',
        target.targetFile,
        '--out',
        out,
        '--only',
        '5.1.2.2-1',
        '--format',
        'json',
      ],
      { stdio: 'ignore' },
    );
    const ended = new Promise<number | string | null>((resolve) =>
      child.on('exit', (code, signal) => resolve(code ?? signal)),
    );
    const journal = join(out, 'journal.ndjson');
    for (
      let i = 0;
      i < 300 && !(existsSync(journal) && readFileSync(journal, 'utf8').includes('"survey"'));
      i++
    ) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return { child, ended };
  }

  it('by kill -9: the run is readable, judged, and nothing of it is satisfied', async () => {
    const out = join(folder, 'killed');
    const { child, ended } = await begun(out);
    child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');
    expect(foldRun(out).ended).toBe('cut-off');
    const { status, stdout } = biaochi('judge', out, '--json');
    expect(status).toBe(2);
    const judgement = JSON.parse(stdout) as Parameters<typeof checksOf>[0];
    expect([
      ...new Set(
        checksOf(judgement)
          .filter((c) => c.method === 'test')
          .map((c) => c.reason),
      ),
    ]).toEqual(['aborted']);
  });

  it('by Ctrl-C: exit 130 and an interrupted record', async () => {
    const out = join(folder, 'interrupted');
    const { child, ended } = await begun(out);
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(foldRun(out).ended).toBe('interrupted');
  });
});
