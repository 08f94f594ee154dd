#!/usr/bin/env node
// Node built-ins only: this runs before anything is installed.
//   node bin/bootstrap.mjs <program> [args]   installs what the lock file names if need be, then runs the program
//   node bin/bootstrap.mjs --build            compiles into dist/ and writes the stamp that calls it fresh
import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmdirSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const oldestNode = [20, 19];
const exitUsage = 64;
const exitDefect = 70;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Ends the process with 64 when Node is older than the program can bear. */
export function requireNode(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  const oldest = oldestNode.join('.');
  say(`标尺需要 Node.js ${oldest} 或更新的版本，当前为 ${version}。请升级后重试：https://nodejs.org/`);
  say(`Biaochi needs Node.js ${oldest} or newer; this is ${version}.`);
  process.exit(exitUsage);
}

/**
 * Brings node_modules in line with package-lock.json. Without a lock file (an installed package) it does nothing.
 * Several processes may call it at once: one installs, the others wait. Ends the process when npm fails.
 */
export async function install(directory = root) {
  const digest = lockDigest(directory);
  if (digest === undefined || isStamped(directory, digest)) return;
  const turn = await takeTurn(directory);
  try {
    if (isStamped(directory, digest)) return;
    if (!agreesWithLock(directory)) await runNpmCi(directory, turn);
    if (turn.isWritable) writeFileSync(stampOf(directory), `${digest}\n`);
  } finally {
    turn.end();
  }
}

/** True when dist/ was compiled from exactly the sources that are here, or when there are only the compiled ones. */
export function isDistFresh(directory = root) {
  const stamp = read(join(directory, 'dist/.stamp'));
  if (stamp === undefined) return false;
  const digest = sourceDigest(directory);
  return digest === undefined || stamp.trim() === digest;
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const stampOf = (directory) => join(directory, 'node_modules/.biaochi-lock');

function lockDigest(directory) {
  const lock = read(join(directory, 'package-lock.json'));
  return lock === undefined ? undefined : createHash('sha256').update(lock).digest('hex');
}

function isStamped(directory, digest) {
  return read(stampOf(directory))?.trim() === digest;
}

/** npm's own list of what it installed: spares a second installation after `npm ci` or `npm install` by hand. */
function agreesWithLock(directory) {
  const installed = read(join(directory, 'node_modules/.package-lock.json'));
  if (installed === undefined) return false;
  const has = JSON.parse(installed).packages;
  const wanted = JSON.parse(read(join(directory, 'package-lock.json'))).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = has[path];
    if (!found) return entry.optional === true;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

const pollMs = 200;
const beatMs = 1000;
/** A holder that has not rewritten its mark for so long is gone, whatever its process number says. */
const silenceMs = 30_000;

/**
 * A directory is the lock, a file of unguessable name in it the holder's mark. An abandoned mark is unlinked by
 * its very name and the directory removed only when empty, so that nobody can break a living lock by mistake.
 */
async function takeTurn(directory) {
  const lock = join(directory, '.biaochi-installing');
  const name = randomUUID();
  const write = (pids) =>
    writeFileSync(join(lock, name), JSON.stringify({ host: hostname(), pids, at: Date.now() }));
  const began = Date.now();
  let seen = { state: '', since: began };
  let told = false;
  for (;;) {
    try {
      mkdirSync(lock);
      write([process.pid]);
      break;
    } catch (error) {
      if (error.code === 'EROFS' || error.code === 'EACCES') return readOnlyTurn(directory);
      // ENOENT: somebody took our new, still empty directory for an abandoned one.
      if (error.code !== 'EEXIST' && error.code !== 'ENOENT') throw error;
    }
    const holder = holderOf(lock);
    if (holder.state !== seen.state) seen = { state: holder.state, since: Date.now() };
    if (holder.isDead || Date.now() - seen.since > silenceMs) breakLock(lock, holder.marks);
    else await new Promise((resolve) => setTimeout(resolve, pollMs));
    if (!told && Date.now() - began > 3 * pollMs) {
      told = true;
      say('另一个进程正在安装依赖，等待其完成……');
    }
  }
  let pids = [process.pid];
  const heart = setInterval(() => {
    try {
      write(pids);
    } catch (error) {
      // The machine slept and somebody took over: the stamp will tell who finished.
      if (error.code !== 'ENOENT') throw error;
    }
  }, beatMs);
  return {
    /** The installer lives on when we are killed: its life counts as ours. */
    name(child) {
      pids = [process.pid, child];
      write(pids);
    },
    isWritable: true,
    end() {
      clearInterval(heart);
      breakLock(lock, [name]);
    },
  };
}

function readOnlyTurn(directory) {
  if (agreesWithLock(directory)) return { name() {}, isWritable: false, end() {} };
  say(`依赖尚未安装，而目录不可写，无法安装：${directory}`);
  return process.exit(exitDefect);
}

function holderOf(lock) {
  try {
    const marks = readdirSync(lock);
    const texts = marks.map((mark) => readFileSync(join(lock, mark), 'utf8'));
    const holders = texts.map((text) => JSON.parse(text));
    const isDead = holders.length > 0 && holders.every((h) => h.host === hostname() && !h.pids.some(isAlive));
    return { marks, isDead, state: texts.join() };
  } catch {
    // Released, or being rewritten while we looked.
    return { marks: [], isDead: false, state: 'changing' };
  }
}

function breakLock(lock, marks) {
  const steps = [...marks.map((mark) => () => unlinkSync(join(lock, mark))), () => rmdirSync(lock)];
  for (const step of steps) {
    try {
      step();
    } catch (error) {
      if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(error.code)) throw error;
    }
  }
}

/** Ends the process when npm fails or is interrupted; `turn` is ended first. */
async function runNpmCi(directory, turn) {
  say('正在按 package-lock.json 安装依赖（npm ci），通常需要半分钟到两分钟……');
  rmSync(stampOf(directory), { force: true });
  const began = Date.now();
  const elapsed = () => `${Math.round((Date.now() - began) / 1000)} 秒`;
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  // Under npm its own script is named; otherwise the one on the path.
  const script = /npm-cli\.js$/.test(process.env.npm_execpath ?? '') ? process.env.npm_execpath : undefined;
  const options = { cwd: directory, stdio: ['ignore', 2, 2] };
  const child = script
    ? spawn(process.execPath, [script, ...args], options)
    : spawn('npm', args, { ...options, shell: process.platform === 'win32' });
  const pass = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, pass);
  const progress = setInterval(() => say(`  安装中，已用 ${elapsed()}`), 10_000);
  const end = await new Promise((resolve) => {
    child.once('error', (error) => resolve({ error }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
    if (child.pid !== undefined) turn.name(child.pid);
  });
  clearInterval(progress);
  for (const signal of signals) process.off(signal, pass);
  if (end.code === 0) return say(`依赖安装完成，用时 ${elapsed()}。`);
  turn.end();
  if (end.signal) {
    process.kill(process.pid, end.signal);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  say(
    end.error
      ? `无法启动 npm：${end.error.message}。请确认已安装 npm 并在 PATH 中。`
      : `依赖安装失败（npm ci 退出码 ${end.code}）。请检查网络或 npm 镜像设置后重试。`,
  );
  return process.exit(exitDefect);
}

/** Digest over the names and bytes of all that is compiled into dist/; undefined where only dist/ was shipped. */
function sourceDigest(directory) {
  const config = read(join(directory, 'tsconfig.build.json'));
  if (config === undefined) return undefined;
  const hash = createHash('sha256');
  const add = (name, bytes) => hash.update(`${name}\n${bytes.length}\n`).update(bytes);
  add('tsconfig.build.json', config);
  add('tsconfig.json', read(join(directory, 'tsconfig.json')) ?? '');
  for (const room of JSON.parse(config).include) {
    if (!existsSync(join(directory, room))) continue;
    const files = readdirSync(join(directory, room), { recursive: true }).filter((name) =>
      /\.(ts|tsx|json)$/.test(name),
    );
    for (const name of files.sort()) add(`${room}/${name}`, readFileSync(join(directory, room, name)));
  }
  return hash.digest('hex');
}

/** Where the script of a program lies, by the lock file's own list; in one process there is nobody to pass signals to. */
function scriptOf(program) {
  const packages = JSON.parse(read(join(root, 'package-lock.json')) ?? '{"packages":{}}').packages;
  for (const [path, entry] of Object.entries(packages)) {
    if (path !== '' && entry.bin?.[program]) return join(root, path, entry.bin[program]);
  }
  return undefined;
}

async function build() {
  await install();
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const tsc = spawnSync(process.execPath, [scriptOf('tsc'), '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (tsc.status === 0) writeFileSync(join(root, 'dist/.stamp'), `${sourceDigest(root)}\n`);
  process.exitCode = tsc.status ?? exitDefect;
}

async function runProgram(program, args) {
  await install();
  const script = scriptOf(program);
  if (script === undefined || !existsSync(script)) {
    say(`没有这个程序：${program}。用法：node bin/bootstrap.mjs <程序> [参数]`);
    process.exit(exitUsage);
  }
  process.argv = [process.execPath, script, ...args];
  await import(pathToFileURL(script).href);
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  requireNode();
  const [program, ...args] = process.argv.slice(2);
  if (program === '--build') await build();
  else if (program) await runProgram(program, args);
  else {
    say('用法：node bin/bootstrap.mjs <程序> [参数]');
    process.exitCode = exitUsage;
  }
}
