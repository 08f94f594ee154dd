import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readToolResult } from '../../../intake/index.ts';
import { Fault, type ResultTool, resultTools } from '../../../spec/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'biaochi-results-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const write = (text: string) => {
  const file = join(folder, 'result.json');
  writeFileSync(file, text);
  return file;
};
const read = (tool: ResultTool, data: unknown, series?: string) =>
  readToolResult(tool, write(JSON.stringify(data)), series).result;
function refused(tool: ResultTool, data: unknown): string {
  try {
    read(tool, data);
  } catch (error) {
    expect(error).toBeInstanceOf(Fault);
    expect((error as Fault).code).toBe('INTAKE_INVALID');
    return (error as Fault).message;
  }
  throw new Error('was taken');
}
// biome-ignore lint/suspicious/noExplicitAny: files of others are changed at will here
const sample = (name: string): any => JSON.parse(readFileSync(`test/fixtures/results/${name}.json`, 'utf8'));

const prometheus = (values: [number, string][], more: unknown[] = []) => ({
  status: 'success',
  data: { resultType: 'matrix', result: [{ metric: { job: 'a' }, values }, ...more] },
});
const good: Record<ResultTool, () => unknown> = {
  fio: () => sample('fio'),
  iperf3: () => sample('iperf3'),
  k6: () => ({ metrics: { iterations: { count: 10, rate: 1 }, http_reqs: { count: 10, rate: 1 } } }),
  warp: () => ({
    operations: [{ type: 'GET', errors: 0, throughput: { average_bps: 2e6, average_ops: 3 } }],
  }),
  testssl: () => [
    { id: 'TLS1_2', ip: 'h/127.0.0.1', port: '443', severity: 'OK', finding: 'offered' },
    { id: 'TLS1', ip: 'h/127.0.0.1', port: '443', severity: 'INFO', finding: 'not offered' },
    { id: 'BEAST', ip: 'h/127.0.0.1', port: '443', severity: 'HIGH', finding: 'vulnerable' },
  ],
  sarif: () => ({
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 's', version: '1' } },
        invocations: [{ executionSuccessful: true }],
        results: [{ level: 'error', message: {} }],
      },
    ],
  }),
  prometheus: () =>
    prometheus([
      [100, '1'],
      [110, 'NaN'],
      [140, '3'],
    ]),
};

describe('what real tools wrote', () => {
  it('is read with version, instant, parameters and units', () => {
    const fio = read('fio', good.fio());
    expect(fio).toMatchObject({
      version: 'fio-3.33',
      inputs: { blockKiB: 4, readPercent: 0, queueDepth: 1, seconds: 1 },
    });
    const raw = sample('fio').jobs[0];
    expect(fio.figures[0]).toEqual({ path: 'iops', unit: 'io/s', values: [raw.read.iops + raw.write.iops] });
    const iperf3 = read('iperf3', good.iperf3());
    expect(iperf3.figures[0]).toEqual({
      path: 'throughput',
      unit: 'bit/s',
      values: [sample('iperf3').end.sum_received.bits_per_second],
    });
    expect(iperf3.parameters.direction).toBe('客户端发往服务端');
  });
});

describe('a file with errors is no evidence', () => {
  it('of fio: error, short run, steady state, no work', () => {
    const change = (by: (job: Record<string, unknown>) => void) => {
      const data = sample('fio');
      by(data.jobs[0]);
      return refused('fio', data);
    };
    expect(change((job) => Object.assign(job, { error: 5 }))).toContain('jobs/0/error');
    expect(
      change((job) => Object.assign(job['job options'] as object, { runtime: '60', time_based: '1' })),
    ).toContain('短于规定的 60 秒');
    expect(change((job) => Object.assign(job, { steadystate: { attained: 0 } }))).toContain('未达到');
    expect(
      change((job) => Object.assign(job, { write: { ...(job.write as object), iops: 1e300 } })),
    ).toContain('不是合理的数值');
  });
  it('of the others', () => {
    expect(refused('iperf3', { ...sample('iperf3'), error: 'unable to connect' })).toContain(
      'unable to connect',
    );
    expect(refused('k6', { metrics: { iterations: { count: 0, rate: 0 } } })).toContain('一次迭代也没有完成');
    expect(
      refused('k6', { metrics: { iterations: { count: 9, rate: 1 }, dropped_iterations: { count: 3 } } }),
    ).toContain('有 3 次迭代');
    expect(
      refused('warp', {
        operations: [{ type: 'PUT', errors: 2, throughput: { average_bps: 1, average_ops: 1 } }],
      }),
    ).toContain('有 2 次错误');
    expect(refused('testssl', [{ id: 'scanProblem', severity: 'FATAL', finding: 'no answer' }])).toContain(
      'no answer',
    );
    const sarif = {
      version: '2.1.0',
      runs: [{ invocations: [{ executionSuccessful: false }], results: [] }],
    };
    expect(refused('sarif', sarif)).toContain('没有成功执行');
    expect(refused('prometheus', prometheus([[1, '1']], [{ metric: { job: 'b' }, values: [] }]))).toContain(
      '2 条序列',
    );
    expect(refused('prometheus', prometheus([[1, 'NaN']]))).toContain('没有任何有效的采样');
  });
  it.each(Object.keys(resultTools) as ResultTool[])('of %s: garbage and wrong types', (tool) => {
    for (const data of [
      null,
      1,
      'x',
      {},
      [],
      [[]],
      { jobs: [1] },
      { metrics: 3 },
      { runs: [null] },
      { data: { result: [{ values: 'x' }] } },
    ])
      refused(tool, data);
    expect(() => readToolResult(tool, write('{"a":'))).toThrow('不是完整的 JSON');
    expect(() => readToolResult(tool, join(folder, 'none'))).toThrow('无法读取');
    expect(read(tool, good[tool]()).tool).toBe(tool);
  });
});

it('gaps and NaN are unknown, counted and never filled', () => {
  const { figures, warnings } = read('prometheus', good.prometheus());
  expect(figures).toEqual([
    { path: 'value', values: [1, 3] },
    { path: 'unknown-samples', unit: 'occurrence', values: [3] },
  ]);
  expect(warnings.join()).toContain('3 个');
});

it('testssl tells versions and severities', () => {
  const { figures } = read('testssl', good.testssl());
  expect(figures).toContainEqual({ path: 'versions', values: [['TLSv1.2']] });
  expect(figures).toContainEqual({ path: 'HIGH', unit: 'piece', values: [1] });
});
