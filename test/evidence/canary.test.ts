import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { judgeRun, openTender, writeReports } from '../../cli/pipeline.ts';
import type { Redactor } from '../../evidence/index.ts';
import { loadTarget, probes, run } from '../../harness/index.ts';
import { formatNames, formats } from '../../reports/index.ts';
import { startPlatform } from '../../scenarios/index.ts';
import { serveRun } from '../../server/index.ts';
import { Fault } from '../../spec/index.ts';
import { tenderId } from '../acceptance/support.ts';
import { canaryOf, type EchoKind, echoKinds, startEcho } from './canary-echo.ts';
import { outputsOf, type Search, searchAll } from './canary-search.ts';

const root = mkdtempSync(join(tmpdir(), 'biaochi-canary-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const figures: Search[] = [];
const shown = ({ hits }: Search) => hits.slice(0, 8).map((h) => `${h.canary} in ${h.where}: ${h.around}`);

afterAll(() => {
  const sum = (of: (search: Search) => number) => figures.reduce((total, each) => total + of(each), 0);
  process.stdout.write(
    `canary test: ${sum((s) => s.canaries)} canaries, ${sum((s) => s.outputs)} outputs, ${sum((s) => s.bytes)} bytes searched, ${sum((s) => s.hits.length)} hits\n`,
  );
});

/** Every page and file that the server links to. */
async function crawl(directory: string): Promise<Map<string, Uint8Array>> {
  const pages = new Map<string, Uint8Array>();
  const server = await serveRun({ directory, port: 0 });
  try {
    const queue = ['/', '/no-such-page', '/clauses/unknown'];
    while (queue.length > 0 && pages.size < 200) {
      const path = queue.shift()!;
      if (pages.has(`page ${path}`)) continue;
      const answer = await fetch(new URL(path, server.url));
      const headers = [...answer.headers].map((pair) => pair.join(': ')).join('\n');
      const body = Buffer.from(await answer.arrayBuffer());
      pages.set(`page ${path}`, body);
      pages.set(`headers of ${path}`, Buffer.from(headers));
      if (!(answer.headers.get('content-type') ?? '').includes('html')) continue;
      for (const [, link] of body.toString('utf8').matchAll(/(?:href|src)="(\/[^"#]*)"/g))
        queue.push(link!.replaceAll('&amp;', '&'));
    }
  } finally {
    await server.close();
  }
  return pages;
}

/** Runs a command of ours with the wire tapped; answers what it printed and which secrets went by. */
async function tapped(...args: string[]) {
  const tap = join(root, `tap-${Math.random().toString(36).slice(2)}`);
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--import', './test/evidence/canary-tap.ts', 'cli/main.ts', ...args],
    { env: { ...process.env, CANARY_TAP: tap }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  const code = await new Promise<number | null>((done) => child.on('close', done));
  const secrets = existsSync(tap)
    ? readFileSync(tap, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as [string, string])
    : [];
  return { code, stdout: Buffer.concat(out), stderr: Buffer.concat(err), secrets: new Map(secrets) };
}

/** Three clauses that log on everywhere are enough for every change; with BIAOCHI_WHOLE the whole tender is run. */
const selection = process.env.BIAOCHI_WHOLE ? [] : ['--only', '1.8', '5.1.1.1-1', '5.1.2.2-1'];

describe('an acceptance of the stand-in', () => {
  it('leaves no secret in any file, print, page or report', async () => {
    const folder = join(root, 'platform');
    const directory = join(root, 'run');
    const platform = await startPlatform({ tender: tenderId, directory: folder, fast: true });
    try {
      const accepted = await tapped(
        ...['accept', '--target', platform.targetFile, '--out', directory, '--format', 'html,pdf,docx,json'],
        ...selection,
      );
      expect([0, 1, 2]).toContain(accepted.code);
      const spare = Object.keys(formats).filter((name) => !['html', 'pdf', 'docx', 'json'].includes(name));
      const reported = await tapped('report', directory, '--format', spare.join(','));
      const judged = await tapped('judge', directory, '--json');
      const again = await tapped('accept', '--resume', directory, '--json', '--format', 'json');
      const canaries = new Map([...accepted.secrets, ...again.secrets]);
      const kinds = new Set(canaries.values());
      for (const kind of ['x-subject-token', 'authorization', 'basic credentials', 'request signature'])
        expect(kinds, kind).toContain(kind);
      for (const name of ['openstack.password', 's3.access-key', 's3.secret-key', 'controller.password'])
        canaries.set(readFileSync(join(folder, name), 'utf8').trim(), name);
      const outputs = new Map([...outputsOf(directory), ...(await crawl(directory))]);
      for (const [name, each] of Object.entries({ accepted, reported, judged, again })) {
        outputs.set(`stdout of ${name}`, each.stdout);
        outputs.set(`stderr of ${name}`, each.stderr);
      }
      for (const name of formatNames)
        expect([...outputs.keys()].join(' ')).toContain(`report/report.${name}`);
      const search = searchAll(canaries, outputs);
      figures.push(search);
      expect(search.bytes).toBeGreaterThan(1_000_000);
      expect(shown(search)).toEqual([]);
    } finally {
      await platform.close();
    }
  }, 300_000);
});

const withoutRedaction: Redactor = {
  learn: () => undefined,
  learnHeaders: () => undefined,
  text: (text) => text,
  header: (_, value) => value,
  url: (url) => url,
  body: (body) => body,
  bytes: (_, bytes) => (typeof bytes === 'string' ? Buffer.from(bytes) : bytes),
  data: (data) => data,
};

/** A whole run against a platform that gives back whatever it was told. */
async function runAgainst(kind: EchoKind, redactor?: Redactor): Promise<Search> {
  const folder = mkdtempSync(join(root, `${kind}-`));
  const echo = await startEcho(kind);
  const secrets: Record<string, string> = {};
  const reference = (what: string) => {
    secrets[what] = canaryOf(`p"w/+&${what[0]}`);
    writeFileSync(join(folder, what), `${secrets[what]}\n`);
    return { file: what };
  };
  const file = join(folder, 'target.yaml');
  writeFileSync(
    file,
    stringify({
      tender: tenderId,
      name: '回显平台',
      components: [
        {
          id: 'cloud',
          role: 'openstack',
          testTenant: true,
          endpoint: `${echo.url}/v3`,
          credentials: { username: 'tester', password: reference('openstack'), project: 'p' },
          options: { image: 'i', flavor: 'f' },
        },
        {
          id: 'objects',
          role: 'object-storage',
          endpoint: echo.url,
          credentials: { accessKey: reference('accessKey'), secretKey: reference('secretKey') },
        },
        {
          id: 'machines',
          role: 'management-controller',
          endpoint: echo.url,
          credentials: { username: 'inspector', password: reference('controller') },
        },
        { id: 'portal', role: 'public-endpoint', endpoint: echo.url },
      ],
    }),
  );
  const directory = join(folder, 'run');
  const printed: string[] = [];
  try {
    const loaded = loadTarget(file);
    const { tender, catalogue } = openTender(tenderId, {});
    await run({
      directory,
      tender,
      catalogue,
      loaded,
      probes,
      tools: [],
      signal: new AbortController().signal,
      retryWaitScale: 0.001,
      onEvent: (event) => printed.push(JSON.stringify(event)),
      ...(redactor ? { redactor } : {}),
    });
    const judged = judgeRun(directory, {});
    await writeReports({
      directory,
      formats: kind === 'json' ? ['json', 'html', 'docx'] : ['json'],
      ...judged,
    });
    const canaries = new Map(echo.canaries);
    for (const [what, value] of Object.entries(secrets)) canaries.set(value, what);
    const outputs = outputsOf(directory);
    outputs.set('events', Buffer.from(printed.join('\n')));
    return searchAll(canaries, outputs);
  } finally {
    await echo.close();
  }
}

describe('a platform that gives back what it was told', () => {
  it.each(echoKinds)(
    'as %s: nothing of it is kept',
    async (kind) => {
      const search = await runAgainst(kind);
      figures.push(search);
      expect(search.canaries).toBeGreaterThan(10);
      expect(shown(search)).toEqual([]);
    },
    120_000,
  );

  it('is found out when redaction is switched off', async () => {
    const search = await runAgainst('json', withoutRedaction);
    const found = new Set(search.hits.map((hit) => hit.canary));
    for (const what of [
      'openstack',
      'issued token',
      'our authorization',
      'adminPass',
      'cookie',
      'userinfo',
      'secret in JSON in JSON',
      'private key',
      'claim of a JWT',
    ])
      expect([...found], what).toContain(what);
  }, 120_000);
});

describe('a target file', () => {
  it('with a secret in it is refused without repeating it', () => {
    const canary = canaryOf('can');
    const target = (endpoint: string, password: unknown) => {
      const file = join(root, `t-${Math.random().toString(36).slice(2)}.yaml`);
      const credentials = { username: 'u', password };
      const component = { id: 'm', role: 'management-controller', endpoint, credentials };
      writeFileSync(file, stringify({ tender: tenderId, name: 'n', components: [component] }));
      return file;
    };
    for (const file of [
      target('https://h', canary),
      target(`https://u:${canary}@h`, { env: 'X' }),
      target(`https://h/?token=${canary}`, { env: 'X' }),
    ]) {
      let said: unknown;
      try {
        loadTarget(file);
      } catch (error) {
        said = error;
      }
      expect(said).toBeInstanceOf(Fault);
      expect(
        JSON.stringify([(said as Fault).message, (said as Fault).problems, (said as Fault).stack]),
      ).not.toContain(canary);
    }
  });
});
