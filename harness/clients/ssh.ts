import { setMaxListeners } from 'node:events';
import { constants } from 'node:os';
import type { ClientChannel } from 'ssh2';
import { Fault, type ShellComponent } from '../../spec/index.ts';
import { clip } from './clip.ts';
import { type Connection, connectTo, type ShellContext } from './ssh/connect.ts';
import { commandLine } from './ssh/quote.ts';

export interface RunOptions {
  stdin?: Uint8Array | string;
  timeoutMs?: number;
  /** Of either output, bytes; more is TARGET_BODY_TOO_LARGE. */
  maxBytes?: number;
  /** By `sudo -n` unless the account is root itself. */
  asRoot?: boolean;
}

export interface CommandAnswer {
  /** As a shell has it: 128 and the signal's number for a command that a signal ended, 127 for one that is not there. */
  code: number;
  stdout: string;
  stderr: string;
  bytes: Uint8Array;
  elapsedMs: number;
}

/** Commands on a host. Each of them is kept in the transcript; TARGET_* for whatever is no answer. */
export interface Shell {
  /** Runs one program with exactly these words; C locale, system programs on the path. */
  run(argv: readonly string[], options?: RunOptions): Promise<CommandAnswer>;
  /** Writes a small file. */
  put(path: string, content: Uint8Array | string, options?: RunOptions): Promise<void>;
  /** Reads a small file; undefined when it cannot be read. */
  get(path: string, options?: RunOptions): Promise<Uint8Array | undefined>;
  close(): void;
}

const defaultTimeoutMs = 30_000;
const defaultMaxBytes = 4 * 1024 * 1024;
/** Accounts that are not root have the system's programs not on their path. */
const prelude = 'LC_ALL=C PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"; export LC_ALL PATH; ';

/**
 * A shell on a host, by a login that is made at the first command and again after a connection was lost.
 * It is closed after the resources of the observation are removed, since their removal needs it.
 */
export function openShell(context: ShellContext, component: ShellComponent): Shell {
  const where = component.endpoint;
  let connecting: Promise<Connection> | undefined;
  let open: Connection | undefined;
  let isRoot: boolean | undefined;
  const connection = async (): Promise<Connection> => {
    if (open?.isOpen()) return open;
    connecting ??= connectTo(context, component).finally(() => {
      connecting = undefined;
    });
    open = await connecting;
    return open;
  };
  const close = () => {
    open?.client.destroy();
    open = undefined;
  };
  const told = async (argv: readonly string[], options: RunOptions): Promise<CommandAnswer> => {
    const at = new Date().toISOString();
    const started = performance.now();
    const record = {
      at,
      host: where,
      argv: [...argv],
      ...(options.stdin === undefined ? {} : { stdin: clip(options.stdin) }),
    };
    const line = prelude + commandLine(argv);
    try {
      const answer = await execute(await connection(), line, where, context.signal, options);
      const { code, stderr, bytes, elapsedMs } = answer;
      context.command({
        ...record,
        answer: { code, stdout: clip(bytes), stderr: clip(stderr), bytes: bytes.length },
        elapsedMs,
      });
      return answer;
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error);
      context.command({ ...record, fault, elapsedMs: performance.now() - started });
      throw error;
    }
  };
  const run: Shell['run'] = async (argv, options = {}) => {
    if (!options.asRoot) return told(argv, options);
    isRoot ??= (await told(['id', '-u'], {})).stdout.trim() === '0';
    return told(isRoot ? argv : ['sudo', '-n', '--', ...argv], options);
  };
  context.atEnd(close);
  return {
    run,
    async put(path, content, options) {
      const { code, stderr } = await run(['dd', 'status=none', `of=${path}`], { ...options, stdin: content });
      if (code !== 0) throw new Fault('TARGET_PREREQUISITE', `${where}：无法写入 ${path}：${stderr.trim()}`);
    },
    async get(path, options) {
      const { code, bytes } = await run(['cat', '--', path], options);
      return code === 0 ? bytes : undefined;
    },
    close,
  };
}

function execute(
  { client }: Connection,
  line: string,
  where: string,
  signal: AbortSignal,
  { stdin, timeoutMs = defaultTimeoutMs, maxBytes = defaultMaxBytes }: RunOptions,
): Promise<CommandAnswer> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    let channel: ClientChannel | undefined;
    let isOver = false;
    const settle = (act: () => void) => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      client.removeListener('close', lost);
      act();
    };
    const give = (error: Error) =>
      settle(() => {
        // A host that never opened the channel is not there any more, or will not answer the next command either.
        if (!channel) client.destroy();
        channel?.signal('KILL');
        channel?.close();
        reject(error);
      });
    const stop = () => give(signal.reason as Error);
    const lost = () => give(new Fault('TARGET_CLOSED', `${where}：命令未完成时连接被关闭`));
    const timer = setTimeout(
      () => give(new Fault('TARGET_TIMED_OUT', `${where}：命令在 ${timeoutMs} 毫秒内未完成`)),
      timeoutMs,
    );
    // Each command under way listens; that they are many is no leak.
    setMaxListeners(0, signal, client);
    signal.addEventListener('abort', stop, { once: true });
    client.once('close', lost);
    client.exec(line, (error, opened) => {
      if (error)
        return settle(() => reject(new Fault('TARGET_STATUS', `${where}：拒绝执行命令（${error.message}）`)));
      if (isOver) return opened.close();
      channel = opened;
      const outputs = [opened, opened.stderr].map((stream) => collect(stream, maxBytes, give, where));
      let code: number | undefined;
      opened.on('exit', (exit: number | null, name?: string) => {
        code = exit ?? 128 + (constants.signals[`SIG${name}` as NodeJS.Signals] ?? 0);
      });
      opened.on('error', () => undefined);
      opened.on('close', () => {
        if (code === undefined) return lost();
        const [bytes, errors] = outputs.map((chunks) => Buffer.concat(chunks));
        const elapsedMs = performance.now() - started;
        const texts = { stdout: bytes!.toString('utf8'), stderr: errors!.toString('utf8') };
        settle(() => resolve({ code: code!, ...texts, bytes: bytes!, elapsedMs }));
      });
      opened.end(stdin === undefined ? undefined : Buffer.from(stdin as Uint8Array));
    });
  });
}

function collect(
  stream: NodeJS.ReadableStream,
  maxBytes: number,
  give: (error: Error) => void,
  where: string,
): Buffer[] {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > maxBytes) give(new Fault('TARGET_BODY_TOO_LARGE', `${where}：命令输出超过 ${maxBytes} 字节`));
    else chunks.push(chunk);
  });
  return chunks;
}
