import { execFileSync } from 'node:child_process';
import { createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import type { ServerChannel } from 'ssh2';
import { afterEach, describe, expect, it } from 'vitest';
import { commandLine } from '../../harness/clients/ssh/quote.ts';
import type { CommandRecord } from '../../harness/clients/ssh/transcript.ts';
import { openShell, type Shell } from '../../harness/clients/ssh.ts';
import { Fault, type HostComponent } from '../../spec/index.ts';
import { type BrokenKind, startBroken } from '../probes/support.ts';
import { keyPair, type SshServer, type SshServerOptions, startSsh } from './ssh-server.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function server(options: SshServerOptions = {}): Promise<SshServer> {
  const started = await startSsh(options);
  undo.push(started.close);
  return started;
}

interface Login {
  credentials?: Partial<HostComponent['credentials']>;
  secrets?: Record<string, string>;
  signal?: AbortSignal;
  permit?: (url: string) => void;
}

function shellOn({ url, hostKey }: { url: string; hostKey: string }, login: Login = {}) {
  const records: CommandRecord[] = [];
  const secrets = login.secrets ?? { PASSWORD: 'right-password' };
  const component: HostComponent = {
    id: 'host',
    role: 'host',
    endpoint: url,
    hostKey,
    credentials: { username: 'tester', ...(login.credentials ?? { password: { env: 'PASSWORD' } }) },
  };
  const context = {
    signal: login.signal ?? new AbortController().signal,
    secret: ({ env }: { env?: string }) => secrets[env ?? '']!,
    permit: login.permit ?? (() => undefined),
    command: (record: CommandRecord) => records.push(record),
    atEnd: (close: () => void) => undo.push(close),
  };
  return { shell: openShell(context, component) satisfies Shell, records };
}

const answer = (channel: ServerChannel, stdout: string, code = 0, stderr = '') => {
  channel.stderr.write(stderr);
  channel.write(stdout);
  channel.exit(code);
  channel.end();
};
const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'none',
    (error: unknown) => (error instanceof Fault ? error.code : String(error)),
  );
const anyKey = `SHA256:${'A'.repeat(43)}`;

describe('quoting for a POSIX shell', () => {
  const throughShell = (words: readonly string[]) =>
    execFileSync('/bin/sh', ['-c', commandLine(['printf', '%s\\0', ...words])], { encoding: 'utf8' });

  it('brings every string back as one word', () => {
    const word = fc.oneof(
      fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
      fc.stringMatching(/^['"\\$`!*?~#;&|<>(){}[\] \n\t=-]{0,8}$/),
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
        expect(throughShell(words)).toBe(words.map((one) => `${one}\0`).join(''));
      }),
      { numRuns: 150 },
    );
  });

  it.each(["'", "''", '$(id)', '`id`', '-n', '', ' ', 'a\nb', '\\', 'A=b', '~', '!!', '测 试'])(
    'keeps %j',
    (word) => {
      expect(throughShell([word, 'end'])).toBe(`${word}\0end\0`);
    },
  );

  it('takes no assignment and no reserved word as the program', () => {
    expect(commandLine(['A=b', 'id'])).toBe("'A=b' id");
    expect(commandLine(['if'])).toBe("'if'");
  });

  it('refuses NUL and an empty command', () => {
    expect(() => commandLine(['a\0b'])).toThrow(/NUL/);
    expect(() => commandLine([])).toThrow(/no words/);
  });
});

describe('a shell on a host', () => {
  it('gives code, both outputs and stdin, and keeps each command', async () => {
    const host = await server({
      serve: (channel) => {
        let said = '';
        channel.on('data', (chunk: Buffer) => {
          said += chunk.toString();
        });
        channel.on('end', () => answer(channel, `out:${said}`, 3, 'err'));
      },
    });
    const { shell, records } = shellOn(host);
    const seen = await shell.run(['tool', 'a b', "c'd"], { stdin: 'given' });
    expect(seen).toMatchObject({ code: 3, stdout: 'out:given', stderr: 'err' });
    expect(host.lines[0]).toMatch(/tool' 'a b' 'c'\\''d'$/);
    expect(host.logins.at(-1)).toBe('tester/password');
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({
      host: host.url,
      argv: ['tool', 'a b', "c'd"],
      stdin: 'given',
      answer: { code: 3, stdout: 'out:given', stderr: 'err', bytes: 9 },
    });
  });

  it('logs in once for many commands at once, and again after the connection was lost', async () => {
    const host = await server({ serve: (channel) => answer(channel, 'ok') });
    const { shell } = shellOn(host);
    await Promise.all([1, 2, 3, 4, 5].map(() => shell.run(['true'])));
    expect(host.logins.filter((login) => login.endsWith('password'))).toHaveLength(1);
    host.cut();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await shell.run(['true'])).stdout).toBe('ok');
    expect(host.logins.filter((login) => login.endsWith('password'))).toHaveLength(2);
  });

  it('writes and reads small files, binary ones too', async () => {
    const files = new Map<string, Buffer>();
    const host = await server({
      serve: (channel, line) => {
        const chunks: Buffer[] = [];
        channel.on('data', (chunk: Buffer) => chunks.push(chunk));
        channel.on('end', () => {
          const written = /of=(\S+)/.exec(line)?.[1];
          const wanted = files.get(/'cat' -- (\S+)/.exec(line)?.[1] ?? '');
          if (written) files.set(written, Buffer.concat(chunks));
          else if (wanted) channel.write(wanted);
          channel.exit(written || wanted ? 0 : 1);
          channel.end();
        });
      },
    });
    const { shell } = shellOn(host);
    const content = Buffer.from(Array.from({ length: 70_000 }, (_, index) => index % 256));
    await shell.put('/data/file', content);
    expect(Buffer.from((await shell.get('/data/file'))!).equals(content)).toBe(true);
    expect(await shell.get('/data/other')).toBeUndefined();
  });

  it('uses sudo only for an account that is not root', async () => {
    for (const [uid, prefix] of [
      ['0', "'mount'"],
      ['1000', "'sudo' -n -- mount"],
    ]) {
      const host = await server({
        serve: (channel, line) => answer(channel, line.endsWith("'id' -u") ? `${uid}\n` : ''),
      });
      const { shell } = shellOn(host);
      await shell.run(['mount', 'x'], { asRoot: true });
      await shell.run(['mount', 'y'], { asRoot: true });
      expect(host.lines.map((line) => line.replace(/^.*; /, ''))).toEqual([
        "'id' -u",
        `${prefix} x`,
        `${prefix} y`,
      ]);
    }
  });

  it('logs in by a private key, locked or not', async () => {
    for (const passphrase of [undefined, 'a-phrase']) {
      const pair = keyPair('ed25519', passphrase);
      const wanted = pair.public.split(' ')[1];
      const host = await server({
        authenticate: (method, secret) => method === 'publickey' && secret === wanted,
        serve: (channel) => answer(channel, 'in'),
      });
      const { shell } = shellOn(host, {
        credentials: {
          privateKey: { env: 'KEY' },
          ...(passphrase === undefined ? {} : { passphrase: { env: 'PHRASE' } }),
        },
        secrets: { KEY: pair.private, PHRASE: passphrase ?? '' },
      });
      expect((await shell.run(['true'])).stdout).toBe('in');
    }
  });

  it('says of a key that cannot be read what is missing, and quotes nothing of it', async () => {
    const host = await server();
    const { shell, records } = shellOn(host, {
      credentials: { privateKey: { env: 'KEY' } },
      secrets: { KEY: 'no-key-at-all' },
    });
    expect(await codeOf(shell.run(['true']))).toBe('TARGET_PREREQUISITE');
    expect(JSON.stringify(records)).not.toContain('no-key-at-all');
  });
});

describe('the pinned host key', () => {
  it('another key is TARGET_CERTIFICATE, and no account is tried', async () => {
    const host = await server({ keys: ['ed25519', 'ecdsa'] });
    const { shell } = shellOn({ url: host.url, hostKey: anyKey });
    expect(await codeOf(shell.run(['true']))).toBe('TARGET_CERTIFICATE');
    expect(host.logins).toEqual([]);
    expect(host.lines).toEqual([]);
  });

  it.each([0, 1, 2])('any of the keys of a host may be the pinned one: %i', async (pin) => {
    const host = await server({
      keys: ['ed25519', 'ecdsa', 'rsa'],
      pin,
      serve: (channel) => answer(channel, 'ok'),
    });
    expect((await shellOn(host).shell.run(['true'])).stdout).toBe('ok');
  });
});

describe('a host that is broken', () => {
  it.each([
    ['refusing', 'TARGET_REFUSED'],
    ['closing', 'TARGET_CLOSED'],
    // Lines before a server's identification are allowed (RFC 4253, 4.2): these end without one.
    ['garbage', 'TARGET_CLOSED'],
  ] as [BrokenKind, string][])('%s gives %s', async (kind, code) => {
    const broken = await startBroken(kind);
    undo.push(broken.close);
    const { shell } = shellOn({ url: broken.url.replace(/^https?/, 'ssh'), hostKey: anyKey });
    expect(await codeOf(shell.run(['true']))).toBe(code);
  });

  it('silent ends with the attempt', async () => {
    const broken = await startBroken('silent');
    undo.push(broken.close);
    const signal = AbortSignal.timeout(300);
    const { shell } = shellOn({ url: broken.url.replace(/^https?/, 'ssh'), hostKey: anyKey }, { signal });
    const began = Date.now();
    expect(await codeOf(shell.run(['true']))).toMatch(/timeout/i);
    expect(Date.now() - began).toBeLessThan(2000);
  });

  it('garbage after a good banner', async () => {
    const sockets = new Set<Socket>();
    const listener = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.write(`SSH-2.0-strange\r\n${'\u0001nonsense'.repeat(40)}`);
    });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    undo.push(() => {
      for (const socket of sockets) socket.destroy();
      listener.close();
    });
    const { port } = listener.address() as { port: number };
    const { shell } = shellOn({ url: `ssh://127.0.0.1:${port}`, hostKey: anyKey });
    expect(await codeOf(shell.run(['true']))).toBe('TARGET_GARBAGE');
  });

  it('a refused account is TARGET_UNAUTHORISED', async () => {
    const host = await server({ authenticate: () => false });
    expect(await codeOf(shellOn(host).shell.run(['true']))).toBe('TARGET_UNAUTHORISED');
  });

  it.each([
    ['hangs', 'TARGET_TIMED_OUT', () => undefined],
    ['closes without a code', 'TARGET_CLOSED', (channel: ServerChannel) => channel.end()],
    [
      'pours without end',
      'TARGET_BODY_TOO_LARGE',
      (channel: ServerChannel) => channel.write(Buffer.alloc(200_000, 'x')),
    ],
  ] as [string, string, (channel: ServerChannel) => void][])(
    'a command that %s is %s',
    async (_, code, serve) => {
      const host = await server({ serve });
      const { shell, records } = shellOn(host);
      expect(await codeOf(shell.run(['tool'], { timeoutMs: 400, maxBytes: 100_000 }))).toBe(code);
      expect(records).toHaveLength(1);
      expect(records[0]!.answer).toBeUndefined();
      expect(records[0]!.fault).toBeDefined();
    },
  );

  it('a connection that is cut under a command is TARGET_CLOSED', async () => {
    const host = await server({ serve: () => setTimeout(() => host.cut(), 50) });
    expect(await codeOf(shellOn(host).shell.run(['tool']))).toBe('TARGET_CLOSED');
  });

  it('an abort ends a command at once, and a new signal lets the same shell go on', async () => {
    const host = await server({
      serve: (channel, line) => {
        if (line.includes('quick')) answer(channel, 'done');
      },
    });
    const first = new AbortController();
    let signal = first.signal;
    const context = {
      ...{ secret: () => 'right-password', permit: () => undefined, command: () => undefined },
      atEnd: (close: () => void) => undo.push(close),
      get signal() {
        return signal;
      },
    };
    const shell = openShell(context, {
      ...{ id: 'host', role: 'host', endpoint: host.url, hostKey: host.hostKey },
      credentials: { username: 'tester', password: { env: 'PASSWORD' } },
    });
    setTimeout(() => first.abort(new Error('stopped')), 100);
    expect(await codeOf(shell.run(['hang']))).toMatch(/stopped/);
    signal = new AbortController().signal;
    expect((await shell.run(['quick'])).stdout).toBe('done');
  });

  it('leave is asked for before anything is sent', async () => {
    const host = await server();
    const refuse = () => {
      throw new Fault('USAGE_NOT_AUTHORISED', 'no leave');
    };
    expect(await codeOf(shellOn(host, { permit: refuse }).shell.run(['true']))).toBe('USAGE_NOT_AUTHORISED');
    expect(host.logins).toEqual([]);
  });
});
