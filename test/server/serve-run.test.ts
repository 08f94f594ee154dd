import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepJudgement, readJudgements } from '../../evidence/index.ts';
import { type RunServer, serveRun } from '../../server/index.ts';
import { Fault } from '../../spec/index.ts';
import { type SyntheticRun, script, writeSyntheticRun } from './synthetic-run.ts';

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Sends the path exactly as given: fetch would tidy `..` away. */
function get(base: string, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode!,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    request.on('error', reject);
    request.end();
  });
}

let run: SyntheticRun;
let server: RunServer;
const page = (path: string, headers?: Record<string, string>) => get(server.url, path, headers);
/** The ids of the clause table, in order. */
const listed = (html: string) =>
  [...html.matchAll(/<td class="id"><a href="\/clauses\/([^"]+)"/g)].map((m) => m[1]);

beforeAll(async () => {
  run = await writeSyntheticRun();
  server = await serveRun({ directory: run.directory, port: 0, words: {} });
});
afterAll(async () => {
  await server.close();
  run.remove();
});

describe('overview', () => {
  it('shows whose run it is, its marks and the figures over all clauses', async () => {
    const { status, headers, body } = await page('/');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    for (const text of [
      '示例政务云服务项目',
      'run-20260630',
      '对象为仿真平台，不作为验收依据',
      '未签名',
      '共 41 项',
    ]) {
      expect(body).toContain(text);
    }
    expect(body).toContain('1 个测试资源未能删除，请在平台上清理：云主机 vm-77');
    expect(listed(body)).toEqual(['5.1-1', '5.1-2', '5.1-3', '5.1-4', '5.1-5']);
  });

  it.each([
    ['satisfied', ['5.1-1']],
    ['not-satisfied', ['5.1-2']],
    ['inconclusive', ['5.1-3']],
    ['not-assessed', ['5.1-4']],
    ['not-applicable', ['5.1-5']],
  ])('filters by outcome %s', async (outcome, ids) => {
    expect(listed((await page(`/?outcome=${outcome}`)).body)).toEqual(ids);
  });

  it('filters starred clauses, also together with an outcome', async () => {
    expect(listed((await page('/?starred=1')).body)).toEqual(['5.1-2']);
    const none = await page('/?starred=1&outcome=satisfied');
    expect(listed(none.body)).toEqual([]);
    expect(none.body).toContain('没有这样的条款');
  });

  it.each(['/?outcome=passed', '/?outcome=satisfied&outcome=inconclusive', '/?outcome=constructor'])(
    'refuses %s',
    async (path) => {
      const { status, body } = await page(path);
      expect(status).toBe(400);
      expect(body).toContain('没有这种结论');
    },
  );

  it('links the reports that are there and says which are not', async () => {
    const { body } = await page('/');
    expect(body).toContain('href="/report.html"');
    expect(body).toContain('href="/report.json"');
    expect(body).not.toContain('href="/report.pdf"');
    expect(body).toContain('PDF（未生成）');
  });

  it('draws the bar to the full width', async () => {
    const { body } = await page('/');
    const first = body.match(/<svg.*?<\/svg>/s)![0];
    const widths = [...first.matchAll(/<rect class="fill (?!none)[^>]*? width="([\d.]+)"/g)].map((m) =>
      Number(m[1]),
    );
    expect(widths).toHaveLength(5);
    expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(1000, 1);
  });
});

describe('clause', () => {
  it('shows expected and measured, the steps and the evidence', async () => {
    const { status, body } = await page('/clauses/5.1-1');
    expect(status).toBe(200);
    for (const text of [
      '包含 TLSv1.2',
      'TLSv1.2、TLSv1.3',
      '达到',
      '结论的由来',
      '1 个样本',
      '以 TLS 1.2 握手',
    ]) {
      expect(body).toContain(text);
    }
    expect(body).toContain(`href="/evidence/${run.evidence.text.digest}"`);
    expect(body).toContain('对象为仿真平台，不作为验收依据');
  });

  it('says why nothing could be concluded', async () => {
    expect((await page('/clauses/5.1-3')).body).toContain('TARGET_CLOSED');
    expect((await page('/clauses/5.1-4')).body).toContain('未到时点，不计入本阶段结论');
    expect((await page('/clauses/5.1-2')).body).toContain('记录中没有该证据');
  });

  it.each(['/clauses/5.1-9', '/clauses/5x1-1', '/clauses/__proto__'])('has no page %s', async (path) => {
    const { status, body } = await page(path);
    expect(status).toBe(404);
    expect(body).toMatch(/没有这个条款|没有这一页/);
  });

  it('has no page for a name longer than any id', async () => {
    const { status, body } = await page(`/clauses/${'a'.repeat(300)}`);
    expect(status).toBe(414);
    expect(body).toContain('请求有误');
  });
});

describe('names that carry script', () => {
  it.each(['/', '/clauses/5.1-1', '/clauses/5.1-2', '/clauses/5.1-3'])('stay text on %s', async (path) => {
    const { body, headers } = await page(path);
    expect(body).toContain('&lt;script>alert(');
    expect(body).not.toContain('<script');
    expect(headers['content-security-policy']).toBe(
      "default-src 'none';style-src 'self';img-src 'self' data:;base-uri 'none';form-action 'none';frame-ancestors 'none'",
    );
    expect(body).not.toMatch(/ style="| on[a-z]+="/);
  });
});

describe('reports', () => {
  it('hands out the page inside a sandbox and the data as a file', async () => {
    const html = await page('/report.html');
    expect(html).toMatchObject({ status: 200, body: '<!doctype html><title>报告</title>' });
    expect(html.headers['content-security-policy']).toMatch(/^sandbox; default-src 'none'/);
    const json = await page('/report.json');
    expect(json.headers['content-disposition']).toContain('attachment; filename="');
    expect(json.headers['content-disposition']).toContain("filename*=UTF-8''%E6%B5%8B%E8%AF%95");
  });

  it('says that a form was not printed', async () => {
    const { status, body } = await page('/report.pdf');
    expect(status).toBe(404);
    expect(body).toContain('报告尚未生成');
  });
});

describe('evidence', () => {
  it.each([
    ['text', 'text/plain; charset=utf-8', 'inline'],
    ['html', 'text/plain; charset=utf-8', 'inline'],
    ['picture', 'text/plain; charset=utf-8', 'inline'],
    ['json', 'application/json; charset=utf-8', 'inline'],
    ['odd', 'application/octet-stream', 'attachment'],
  ] as const)('hands out %s as %s', async (name, type, disposition) => {
    const { status, headers } = await page(`/evidence/${run.evidence[name].digest}`);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe(type);
    expect(headers['content-disposition']).toMatch(new RegExp(`^${disposition};`));
    expect(headers['content-security-policy']).toBe("sandbox; default-src 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-injected']).toBeUndefined();
  });

  it('is unchanged', async () => {
    expect((await page(`/evidence/${run.evidence.html.digest}`)).body).toBe(`<html>${script}</html>`);
  });

  it('is refused when its bytes have changed', async () => {
    const { digest } = run.evidence.json;
    const hex = digest.slice(7);
    const file = join(run.directory, 'evidence', hex.slice(0, 2), hex);
    writeFileSync(file, '{"a":2}');
    const { status, body } = await page(`/evidence/${digest}`);
    writeFileSync(file, '{"a":1}');
    expect(status).toBe(500);
    expect(body).toContain('证据内容与摘要不符');
    expect(body).not.toContain('{"a":2}');
  });

  it.each([
    '/evidence/../record.json',
    '/evidence/..%2frecord.json',
    '/evidence/..%2f..%2f..%2fetc%2fpasswd',
    '/evidence/sha256:..%2f..%2frecord.json',
    `/evidence/sha256:${'9'.repeat(64)}`,
    '/evidence/',
    '/evidence/%00',
    '/evidence/%zz',
    '/record.json',
    '/journal.ndjson',
    '/report.html/../journal.ndjson',
    '/report.ndjson',
  ])('cannot be used to reach %s', async (path) => {
    const { status, body } = await page(path);
    expect([400, 404]).toContain(status);
    expect(body).toMatch(/没有这份证据|没有这一页|请求有误/);
    expect(body).not.toMatch(/biaochi-run\/1|root:/);
  });
});

describe('server', () => {
  it('refuses names that are not its own', async () => {
    const { status, body } = await page('/', { host: 'evil.example' });
    expect(status).toBe(421);
    expect(body).not.toContain('run-20260630');
    expect((await page('/', { host: 'localhost:1' })).status).toBe(200);
  });

  it('says that the port is taken', async () => {
    const port = Number(new URL(server.url).port);
    const error = await serveRun({ directory: run.directory, port, words: {} }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(Fault);
    expect(error).toMatchObject({ code: 'USAGE_PORT_TAKEN' });
    expect((error as Fault).message).toContain('换一个端口');
  });

  it('says that there is no run', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'biaochi-empty-'));
    await expect(serveRun({ directory: empty, port: 0 })).rejects.toMatchObject({ code: 'RECORD_MISSING' });
    rmSync(empty, { recursive: true });
  });

  it('shows a run that nobody has judged without any conclusion', async () => {
    const unjudged = await writeSyntheticRun({ judged: false, simulated: false });
    const other = await serveRun({ directory: unjudged.directory, port: 0 });
    const { status, body } = await get(other.url, '/');
    await other.close();
    unjudged.remove();
    expect(status).toBe(200);
    expect(body).toContain('尚未判定');
    expect(body).not.toMatch(/class="outcome|仿真平台/);
  });

  it('shows a new judgement without being started again, and says when the record is damaged', async () => {
    const changing = await writeSyntheticRun({ judged: false });
    const judged = await writeSyntheticRun();
    const other = await serveRun({ directory: changing.directory, port: 0, words: {} });
    expect((await get(other.url, '/')).body).toContain('尚未判定');
    const { readJudgements, keepJudgement } = await import('../../evidence/index.ts');
    keepJudgement(changing.directory, readJudgements(judged.directory)[0]!);
    expect((await get(other.url, '/')).body).toContain('第 1 版');
    writeFileSync(join(changing.directory, 'journal.ndjson'), 'no record\n');
    const damaged = await get(other.url, '/');
    await other.close();
    changing.remove();
    judged.remove();
    expect(damaged.status).toBe(500);
    expect(damaged.body).toContain('测试记录无法读取');
  });
});

describe('what lies beside the verdicts', () => {
  let judged: SyntheticRun;
  let beside: RunServer;
  const pageOf = (path: string) => get(beside.url, path);
  beforeAll(async () => {
    judged = await writeSyntheticRun();
    const { revision: _, ...first } = readJudgements(judged.directory).at(-1)!;
    const link = { run: 'run-first', revision: 1, recordDigest: 'sha256:1', judgementDigest: 'sha256:2' };
    const sight = {
      at: first.asOf,
      reason: 'refuted' as const,
      outcome: 'not-satisfied' as const,
      evidence: [],
    };
    keepJudgement(
      judged.directory,
      {
        ...first,
        deferrals: {
          digest: `sha256:${'4'.repeat(64)}`,
          entries: [
            {
              checkable: '5.1-2',
              owner: `某处 ${script}`,
              reason: '等待改造',
              approvedBy: '采购人',
              basis: { text: '合同第九条', document: `sha256:${'5'.repeat(64)}` },
              until: '2026-12-31',
              state: 'in-force',
              outcome: 'not-satisfied',
            } as NonNullable<typeof first.deferrals>['entries'][number],
          ],
        },
        retest: {
          of: link,
          chain: [link],
          checks: [
            {
              check: '5.1-2/main',
              state: 'still-refuted',
              sights: [
                { ...sight, run: 'run-first', revision: 1 },
                { ...sight, run: first.run.id },
              ],
            },
            {
              check: '5.1-1/main',
              state: 'repaired',
              sights: [
                { ...sight, run: 'run-first', revision: 1 },
                { ...sight, run: first.run.id, outcome: 'satisfied', reason: 'all-met' },
              ],
            },
          ],
        },
      },
      '澄清公告第三号',
    );
    for (const format of ['junit.xml', 'oscal.json', 'sarif', 'csv', 'xlsx'])
      writeFileSync(join(judged.directory, `report/report.${format}`), `as ${format}`);
    beside = await serveRun({ directory: judged.directory, port: 0, words: {} });
  });
  afterAll(async () => {
    await beside.close();
    judged.remove();
  });

  it('shows deferrals, both sights of a retest and every revision, and turns no outcome', async () => {
    const { body } = await pageOf('/');
    for (const text of [
      '不符合（暂缓整改至 2026-12-31',
      '合同第九条',
      '等待改造',
      '初测不符合',
      '复测不符合',
      '复测符合',
      '尚未关闭 1 项',
      '第 1 版',
      '第 2 版',
      '澄清公告第三号',
    ])
      expect(body).toContain(text);
    expect(body).not.toContain(script);
    expect(listed((await pageOf('/?outcome=not-satisfied')).body)).toEqual(['5.1-2']);
    const clause = (await pageOf('/clauses/5.1-2')).body;
    expect(clause).toContain('初测不符合，复测不符合（复测不符合）');
    const plain = (await page('/')).body;
    for (const heading of ['暂缓整改', '初测与复测', '判定修订']) expect(plain).not.toContain(heading);
  });

  it.each([
    ['junit.xml', 'application/xml; charset=utf-8'],
    ['oscal.json', 'application/json; charset=utf-8'],
    ['sarif', 'application/sarif+json; charset=utf-8'],
    ['csv', 'text/csv; charset=utf-8'],
    ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ])('hands out report.%s as a file', async (name, type) => {
    expect((await pageOf('/')).body).toContain(`href="/report.${name}"`);
    const { status, headers, body } = await pageOf(`/report.${name}`);
    expect([status, body, headers['content-type']]).toEqual([200, `as ${name}`, type]);
    expect(headers['content-disposition']).toMatch(/^attachment; .*run-20260630/);
    expect((await page(`/report.${name}`)).status).toBe(404);
  });

  it('does not offer what was not made', async () => {
    const { body } = await pageOf('/');
    expect(body).toContain('CTRF（未生成）');
    expect((await pageOf('/report.ctrf.json')).status).toBe(404);
  });
});
