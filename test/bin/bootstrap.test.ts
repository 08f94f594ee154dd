import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createSandbox, run, start } from './sandbox.ts';

const tool = `
console.log('tool', process.argv.slice(2).join(' '), process.cwd());
if (process.argv[2] === 'wait') {
  const hold = setInterval(() => {}, 1000);
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => {
    console.log('got', signal);
    clearInterval(hold);
    process.exitCode = 43;
  });
  console.log('ready');
} else process.exitCode = Number(process.argv[2] ?? 0);
`;
const lockOf = (version: string) =>
  JSON.stringify({
    name: 'sandbox',
    version,
    lockfileVersion: 3,
    requires: true,
    packages: {
      '': { name: 'sandbox', version, dependencies: { tool: 'file:tool' } },
      'node_modules/tool': { resolved: 'tool', link: true },
      tool: { version: '1.0.0', bin: { tool: 'tool.mjs' } },
    },
  });
const project = {
  'package.json': '{"name":"sandbox","version":"1.0.0","dependencies":{"tool":"file:tool"}}',
  'package-lock.json': lockOf('1.0.0'),
  'tool/package.json': '{"name":"tool","version":"1.0.0","bin":{"tool":"tool.mjs"}}',
  'tool/tool.mjs': tool,
};

let sandbox: ReturnType<typeof createSandbox>;
const bootstrap = (...args: string[]) => run(['bin/bootstrap.mjs', ...args], { cwd: sandbox.directory });
const inSandbox = (name: string) => join(sandbox.directory, name);
afterEach(() => sandbox.remove());

describe('bootstrap', () => {
  it('installs once, says so, and passes arguments and exit code through', async () => {
    sandbox = createSandbox(project);
    const first = await bootstrap('tool', '7', 'x y');
    expect(first.code).toBe(7);
    expect(first.stdout).toBe(`tool 7 x y ${sandbox.directory}\n`);
    expect(first.stderr).toContain('正在按 package-lock.json 安装依赖');
    expect(first.stderr).toMatch(/依赖安装完成，用时 \d+ 秒/);

    const second = await bootstrap('tool', '0');
    expect(second).toMatchObject({ code: 0, stderr: '' });
    expect(existsSync(inSandbox('.biaochi-installing'))).toBe(false);
  });

  it('installs again when the lock file has changed in what it names', async () => {
    sandbox = createSandbox(project);
    await bootstrap('tool');
    const lock = JSON.parse(lockOf('1.0.0'));
    lock.packages.tool.version = '1.0.1';
    sandbox.write('package-lock.json', JSON.stringify(lock));
    sandbox.write('tool/package.json', '{"name":"tool","version":"1.0.1","bin":{"tool":"tool.mjs"}}');
    expect((await bootstrap('tool')).stderr).toContain('正在按 package-lock.json 安装依赖');
    expect((await bootstrap('tool')).stderr).toBe('');
  });

  it('accepts what npm installed by hand', async () => {
    sandbox = createSandbox(project);
    await bootstrap('tool');
    rmSync(inSandbox('node_modules/.biaochi-lock'));
    expect(await bootstrap('tool')).toMatchObject({ code: 0, stderr: '' });
    expect(existsSync(inSandbox('node_modules/.biaochi-lock'))).toBe(true);
  });

  it('lets one of several processes install while the others wait', async () => {
    sandbox = createSandbox(project);
    const ends = await Promise.all(Array.from({ length: 4 }, (_, index) => bootstrap('tool', String(index))));
    expect(ends.map((end) => end.code)).toEqual([0, 1, 2, 3]);
    expect(ends.filter((end) => end.stderr.includes('正在按'))).toHaveLength(1);
    expect(existsSync(inSandbox('.biaochi-installing'))).toBe(false);
  });

  it('takes over from an installer that died', async () => {
    sandbox = createSandbox(project);
    const { pid, ended } = start(['-e', ''], { cwd: sandbox.directory });
    await ended;
    mkdirSync(inSandbox('.biaochi-installing'));
    writeFileSync(
      inSandbox('.biaochi-installing/dead'),
      JSON.stringify({ host: hostname(), pids: [pid], at: 0 }),
    );
    expect((await bootstrap('tool')).code).toBe(0);
    expect(existsSync(inSandbox('.biaochi-installing'))).toBe(false);
  });

  it('waits for an installer that lives', async () => {
    sandbox = createSandbox(project);
    mkdirSync(inSandbox('.biaochi-installing'));
    const mark = inSandbox('.biaochi-installing/alive');
    writeFileSync(mark, JSON.stringify({ host: hostname(), pids: [process.pid], at: 0 }));
    const waiting = start(['bin/bootstrap.mjs', 'tool'], { cwd: sandbox.directory });
    let hasEnded = false;
    const ended = waiting.ended.finally(() => {
      hasEnded = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(hasEnded).toBe(false);
    expect(existsSync(inSandbox('node_modules'))).toBe(false);
    rmSync(inSandbox('.biaochi-installing'), { recursive: true });
    const end = await ended;
    expect(end.code).toBe(0);
    expect(end.stderr).toContain('另一个进程正在安装依赖');
  });

  it('says that npm failed, with an exit code that no verdict has', async () => {
    sandbox = createSandbox({
      ...project,
      'package.json': '{"name":"sandbox","dependencies":{"absent":"1.0.0"}}',
    });
    const end = await bootstrap('tool');
    expect(end.code).toBe(70);
    expect(end.stderr).toContain('依赖安装失败');
    expect(existsSync(inSandbox('.biaochi-installing'))).toBe(false);
    expect(existsSync(inSandbox('node_modules/.biaochi-lock'))).toBe(false);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('lets %s reach the program', async (signal) => {
    sandbox = createSandbox(project);
    await bootstrap('tool');
    const running = start(['bin/bootstrap.mjs', 'tool', 'wait'], { cwd: sandbox.directory });
    await running.printed('ready');
    running.kill(signal);
    const end = await running.ended;
    expect(end.stdout).toContain(`got ${signal}`);
    expect(end.code).toBe(43);
  });

  it('refuses an old Node in two languages', async () => {
    sandbox = createSandbox(project);
    const pretend = `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.18.3'}})`;
    const end = await run(['--import', pretend, 'bin/bootstrap.mjs', 'tool'], { cwd: sandbox.directory });
    expect(end.code).toBe(64);
    expect(end.stderr).toContain('标尺需要 Node.js 20.19 或更新的版本，当前为 20.18.3');
    expect(end.stderr).toContain('needs Node.js 20.19 or newer');
    expect(existsSync(inSandbox('node_modules'))).toBe(false);
  });

  it('names the program that is not there', async () => {
    sandbox = createSandbox(project);
    const end = await bootstrap('nothing');
    expect(end.code).toBe(64);
    expect(end.stderr).toContain('没有这个程序：nothing');
  });

  it('marks the tree only where git does not look', () => {
    sandbox = createSandbox({});
    const ignored = readFileSync(new URL('../../.gitignore', import.meta.url), 'utf8').split('\n');
    expect(ignored).toContain('node_modules');
    expect(ignored).toContain('.biaochi-installing/');
  });
});
