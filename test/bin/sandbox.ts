import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  pid: number;
  /** Resolves when the text has been printed to stdout. */
  printed(text: string): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  ended: Promise<Ending>;
}

/** A directory with our bin/ and the files given, removed by `remove`. */
export function createSandbox(files: Record<string, string>) {
  const directory = mkdtempSync(join(tmpdir(), 'biaochi-sandbox-'));
  cpSync(join(projectRoot, 'bin'), join(directory, 'bin'), { recursive: true });
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  return {
    directory,
    write,
    /** Makes installed packages of the project available without installing them again. */
    link(...packages: string[]) {
      for (const name of packages) {
        mkdirSync(dirname(join(directory, 'node_modules', name)), { recursive: true });
        symlinkSync(join(projectRoot, 'node_modules', name), join(directory, 'node_modules', name));
      }
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** Starts a Node program; its output is collected. */
export function start(args: string[], options: { cwd: string; env?: Record<string, string> }): Running {
  const child = spawn(process.execPath, args, {
    cwd: options.cwd,
    env: { ...process.env, npm_execpath: undefined, NODE_OPTIONS: undefined, ...options.env },
  });
  let stdout = '';
  let stderr = '';
  const waiting: { text: string; resolve: () => void }[] = [];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
    for (const item of waiting) if (stdout.includes(item.text)) item.resolve();
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<Ending>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return {
    pid: child.pid!,
    printed: (text) =>
      Promise.race([
        new Promise<void>((resolve) => {
          if (stdout.includes(text)) resolve();
          else waiting.push({ text, resolve });
        }),
        ended.then((end) => {
          if (!end.stdout.includes(text)) throw new Error(`ended without printing ${text}: ${end.stderr}`);
        }),
      ]),
    kill: (signal) => child.kill(signal),
    ended,
  };
}

export const run = (
  args: string[],
  options: { cwd: string; env?: Record<string, string> },
): Promise<Ending> => start(args, options).ended;
