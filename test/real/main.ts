import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { platformDirectory, readOpenrc } from './openstack/target.ts';

// Runs the tests against real products: brings each up, tests, and takes down what it brought up.

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
interface Product {
  name: string;
  /** Debian's packages that the tests start by themselves; a product without them has up.sh and down.sh. */
  packages?: readonly string[];
}
const products: readonly Product[] = [
  { name: 'openstack' },
  {
    name: 'sshd',
    packages: ['openssh-server', 'e2fsprogs', 'xfsprogs', 'ntfs-3g', 'iproute2', 'iputils-ping'],
  },
  { name: 'prometheus', packages: ['prometheus', 'prometheus-node-exporter', 'prometheus-alertmanager'] },
  { name: 'restic', packages: ['restic', 'openssh-server'] },
  { name: 'netem', packages: ['iproute2', 'nftables'] },
  { name: 'postgresql', packages: ['postgresql-15'] },
];
const minute = 60_000;
const budgetMs = 25 * minute;
/** Kept free of the budget for taking the product down. */
const downMs = minute;
const began = Date.now();

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

let running: ChildProcess | undefined;
let interruptedBy: NodeJS.Signals | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    interruptedBy ??= signal;
    signalGroup(running, signal);
  });
}

function signalGroup(child: ChildProcess | undefined, signal: NodeJS.Signals): void {
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  process.kill(-child.pid, signal);
}

const say = (text: string) =>
  console.log(`[${((Date.now() - began) / 1000).toFixed(0).padStart(4)} 秒] ${text}`);

/** Runs a program in a group of its own, ends the group at the limit; answers the exit code, or why there is none. */
async function runWithin(
  limitMs: number,
  command: string,
  args: string[],
  env: Record<string, string>,
  heedsInterrupt = true,
): Promise<number | 'over-time'> {
  let isOverTime = false;
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: 'inherit',
    detached: true,
  });
  // Taking down goes on to its end, whoever presses Ctrl-C again.
  if (heedsInterrupt) running = child;
  const timers = [
    setTimeout(() => {
      isOverTime = true;
      signalGroup(child, 'SIGTERM');
    }, limitMs),
    setTimeout(() => signalGroup(child, 'SIGKILL'), limitMs + 10_000),
  ];
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exit) => resolve(exit ?? 1));
  });
  for (const timer of timers) clearTimeout(timer);
  running = undefined;
  return isOverTime ? 'over-time' : code;
}

const remainingMs = () => Math.max(1, budgetMs - downMs - (Date.now() - began));

const testFilesOf = (product: Product) =>
  readdirSync(join(here, product.name), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.test\.tsx?$/.test(name),
  );

/** Why the products cannot be brought up on this machine; undefined when they can. */
function obstacle(): string | undefined {
  if (process.getuid?.() !== 0) return '当前用户不是 root，不能安装系统软件包并启动服务';
  const folders = (process.env.PATH ?? '').split(delimiter);
  if (!folders.some((folder) => existsSync(join(folder, 'apt-get'))))
    return '本机没有 apt-get，不是 Debian 系统';
  return undefined;
}

async function isUp(directory: string): Promise<boolean> {
  if (!existsSync(join(directory, 'openrc'))) return false;
  const url = readOpenrc(directory).OS_AUTH_URL;
  if (url === undefined) return false;
  return fetch(url, { signal: AbortSignal.timeout(20_000) }).then(
    () => true,
    () => false,
  );
}

/** What somebody else started is not ours to stop, even when it does not answer. */
function isStartedByOthers(directory: string): boolean {
  const run = join(directory, 'run');
  if (!existsSync(run)) return false;
  const pids = readdirSync(run)
    .filter((name) => name.endsWith('.pid'))
    .map((name) => readFileSync(join(run, name), 'utf8').trim());
  return pids.some((pid) => /^\d+$/.test(pid) && existsSync(`/proc/${pid}`));
}

/** Installs what is missing of a product's packages; answers whether all of them are there. */
async function install({ name, packages }: { name: string; packages: readonly string[] }): Promise<boolean> {
  const missing = packages.filter((one) => !existsSync(`/var/lib/dpkg/info/${one}.list`));
  if (missing.length === 0) return true;
  say(`${name}：安装 ${missing.join('、')}`);
  const quiet = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', '-o', 'Dpkg::Use-Pty=0', ...missing],
  ]) {
    const code = await runWithin(remainingMs(), 'apt-get', args, quiet);
    if (code === 0) continue;
    say(`${name}：apt-get ${args[0]} 未成功（${code}）`);
    return false;
  }
  return true;
}

async function testProduct(product: Product): Promise<Counts | undefined> {
  const { name, packages } = product;
  if (!packages) return testPlatform(name);
  if (!(await install({ name, packages })) || interruptedBy) return undefined;
  say(`${name}：开始测试`);
  return runTests(name, {});
}

/** A platform that up.sh brings up and down.sh takes down again, unless somebody else had brought it up. */
async function testPlatform(product: string): Promise<Counts | undefined> {
  const directory = platformDirectory();
  const scripts = { up: join(here, product, 'up.sh'), down: join(here, product, 'down.sh') };
  const env = { OS_DIR: directory };
  const isOthers = isStartedByOthers(directory);
  const wasUp = await isUp(directory);
  if (isOthers) say(`${product}：已由他人启动，结束后保留（${directory}）`);
  try {
    if (!wasUp) {
      say(`${product}：启动中，首次需安装软件包，约需三分钟（${directory}）`);
      const code = await runWithin(remainingMs(), 'bash', [scripts.up], env);
      if (code !== 0) {
        say(code === 'over-time' ? `${product}：未能在预算内启动` : `${product}：启动失败，退出码 ${code}`);
        return undefined;
      }
    }
    if (interruptedBy) return undefined;
    say(`${product}：开始测试`);
    return await runTests(product, env);
  } finally {
    if (!isOthers) {
      say(`${product}：停止`);
      const code = await runWithin(downMs, 'bash', [scripts.down], env, false);
      if (code !== 0) {
        say(`${product}：停止时出错，请检查 ${directory}/run 中所列进程`);
        process.exitCode = 1;
      }
    }
  }
}

/** Counts as the test runner reports them; undefined when it did not come to its end. */
async function runTests(product: string, env: Record<string, string>): Promise<Counts | undefined> {
  const folder = mkdtempSync(join(tmpdir(), 'biaochi-real-'));
  const outcome = join(folder, 'outcome.json');
  const args = [
    join(root, 'node_modules/vitest/vitest.mjs'),
    ...['run', '--project', 'real', `test/real/${product}/`],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${outcome}`],
  ];
  try {
    const code = await runWithin(remainingMs(), process.execPath, args, env);
    if (code === 'over-time') say(`${product}：测试超出 ${budgetMs / minute} 分钟的总预算，已中止`);
    if (!existsSync(outcome)) return undefined;
    const report = JSON.parse(readFileSync(outcome, 'utf8')) as Record<string, number>;
    const counts = {
      passed: report.numPassedTests ?? 0,
      failed: report.numFailedTests ?? 0,
      skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
    };
    // A file that could not be loaded has no failed test in it.
    return code === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function selected(args: string[]): readonly Product[] | undefined {
  if (args.length === 0) return products;
  const [flag, name] = args;
  const found = products.find((product) => product.name === name);
  return flag === '--only' && found && args.length === 2 ? [found] : undefined;
}

async function main(): Promise<void> {
  const chosen = selected(process.argv.slice(2));
  if (!chosen) {
    console.error(`用法：npm run test:real [-- --only ${products.map(({ name }) => name).join('|')}]`);
    process.exitCode = 64;
    return;
  }
  const why = obstacle();
  if (why) {
    const files = chosen.flatMap(testFilesOf).length;
    console.log(`跳过与真实产品（${chosen.map(({ name }) => name).join('、')}）的测试：${why}。`);
    console.log('这些测试没有执行，不能说明任何结果；请在 Debian 12 上以 root 重跑。');
    console.log(`0 passed, 0 failed, ${files} skipped`);
    return;
  }
  const total: Counts = { passed: 0, failed: 0, skipped: 0 };
  for (const product of chosen) {
    const counts = interruptedBy ? undefined : await testProduct(product);
    total.passed += counts?.passed ?? 0;
    total.failed += counts?.failed ?? 1;
    total.skipped += counts?.skipped ?? 0;
  }
  say('结束');
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  if (interruptedBy) process.exitCode = 130;
  else if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
}

await main();
