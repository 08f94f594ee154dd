import type { ToolFigure, ToolResult } from '../../spec/index.ts';
import { fieldsOf, isFields, listOf, type Refusals, textOf } from './fields.ts';

/** A figure with the unit `k`, `m`, `g` of fio, in KiB; NaN when it is none. */
function kib(text: string): number {
  const match = /^(\d+(?:\.\d+)?)([kmg]?)i?b?$/i.exec(text.split(/[,-]/)[0] ?? '');
  const factor = { '': 1 / 1024, k: 1, m: 1024, g: 1048576 }[match?.[2]?.toLowerCase() ?? ''];
  return match && factor !== undefined ? Number(match[1]) * factor : Number.NaN;
}

function seconds(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text);
  const factor = { ms: 0.001, s: 1, m: 60, h: 3600 }[match?.[2] ?? 's'];
  return match && factor !== undefined ? Number(match[1]) * factor : Number.NaN;
}

/** fio's JSON: errors, a runtime that was cut short and a steady state that was not reached refuse it. */
export function readFio(root: unknown, refuse: Refusals): ToolResult {
  const file = fieldsOf(root);
  const shared = fieldsOf(file['global options']);
  const version = textOf(file['fio version']);
  if (!version) refuse.add('fio version', '不是 fio 的 JSON 输出', '以 --output-format=json 产生文件');
  const jobs = listOf(file.jobs);
  if (jobs.length === 0) refuse.add('jobs', '没有任何作业的结果');
  const parameters: Record<string, string> = {};
  const iops: number[] = [];
  const bandwidth: number[] = [];
  const latency: number[] = [];
  const inputs: Record<string, number>[] = [];
  jobs.slice(0, 1000).forEach((each, index) => {
    const at = `jobs/${index}`;
    if (!isFields(each)) {
      refuse.add(at, '作业结果不是对象');
      return;
    }
    const options = { ...shared, ...fieldsOf(each['job options']) };
    for (const [name, value] of Object.entries(options)) parameters[`${at}/${name}`] = textOf(value);
    if (refuse.number(each.error, `${at}/error`) !== 0)
      refuse.add(`${at}/error`, `作业 ${textOf(each.jobname)} 出错（错误码 ${textOf(each.error)}）`);
    if (Number(each.total_err ?? 0) !== 0) refuse.add(`${at}/total_err`, '作业有读写错误');
    const sides = (['read', 'write'] as const).map(
      (name) => ({ name, ...fieldsOf(each[name]) }) as Record<string, unknown>,
    );
    const ran = Math.max(...sides.map((side) => Number(side.runtime ?? 0)));
    const asked = 'runtime' in options ? seconds(textOf(options.runtime)) : Number.NaN;
    if ('time_based' in options || 'runtime' in options) {
      if (Number.isNaN(asked)) refuse.add(`${at}/job options/runtime`, '规定的运行时间无法识别');
      else if (
        ran < asked * 1000 * 0.99 &&
        ('time_based' in options || Number(each.job_runtime ?? ran) < asked * 990)
      )
        refuse.add(`${at}/read/runtime`, `只运行了 ${ran / 1000} 秒，短于规定的 ${asked} 秒`);
    }
    if ('steadystate' in options || 'ss' in options || isFields(each.steadystate)) {
      const attained = fieldsOf(each.steadystate).attained;
      if (attained !== 1 && attained !== true)
        refuse.add(`${at}/steadystate/attained`, '要求达到稳态而未达到');
    }
    const figure = (key: string) =>
      sides.map((side) => refuse.number(side[key], `${at}/${textOf(side.name)}/${key}`));
    const [read = 0, write = 0] = figure('iops');
    iops.push(read + write);
    if (read + write <= 0) refuse.add(`${at}`, '没有任何读写完成');
    bandwidth.push(figure('bw_bytes').reduce((a, b) => a + b, 0) / 1e6);
    const p99 = sides
      .map((side) => fieldsOf(fieldsOf(side.clat_ns).percentile)['99.000000'])
      .filter((value) => typeof value === 'number');
    if (p99.length > 0) latency.push(Math.max(...p99) / 1e6);
    const mode = textOf(options.rw ?? options.readwrite);
    const mix =
      'rwmixread' in options
        ? Number(options.rwmixread)
        : /rw$/.test(mode)
          ? 50
          : /read$/.test(mode)
            ? 100
            : 0;
    inputs.push({
      blockKiB: kib(textOf(options.bs ?? options.blocksize ?? '4k')),
      queueDepth: Number(options.iodepth ?? 1),
      readPercent: mix,
      seconds: Number.isNaN(asked) ? ran / 1000 : asked,
    });
  });
  const first = inputs[0] ?? {};
  if (inputs.some((each) => JSON.stringify(each) !== JSON.stringify(first)))
    refuse.add('jobs', '各作业的参数不同，不能合为一组结果', '每个文件只放同一参数的作业');
  const stamp = Number(file.timestamp);
  return {
    tool: 'fio',
    version,
    ...(stamp > 0 && stamp < 1e11 ? { producedAt: new Date(stamp * 1000).toISOString() } : {}),
    parameters,
    inputs: first,
    figures: [
      { path: 'iops', unit: 'io/s', values: iops },
      { path: 'bandwidth', unit: 'MB/s', values: bandwidth },
      ...(latency.length === iops.length
        ? [{ path: 'latency-p99', unit: 'ms', values: latency } satisfies ToolFigure]
        : []),
    ],
    warnings: [],
  };
}

/** iperf3's JSON: an `error` member or a run that was cut short refuses it; the receiver's figure counts. */
export function readIperf3(root: unknown, refuse: Refusals): ToolResult {
  const file = fieldsOf(root);
  const start = fieldsOf(file.start);
  const end = fieldsOf(file.end);
  const test = fieldsOf(start.test_start);
  if (file.error !== undefined) refuse.add('error', `iperf3 报告错误：${textOf(file.error)}`);
  const version = textOf(start.version);
  if (!version) refuse.add('start/version', '不是 iperf3 的 JSON 输出', '以 iperf3 -J 产生文件');
  const udp = textOf(test.protocol) === 'UDP';
  const sum = fieldsOf(udp ? end.sum : end.sum_received);
  const at = udp ? 'end/sum' : 'end/sum_received';
  const rate = refuse.number(sum.bits_per_second, `${at}/bits_per_second`);
  const ran = refuse.number(sum.seconds, `${at}/seconds`);
  const asked = refuse.number(test.duration, 'start/test_start/duration');
  if (rate <= 0) refuse.add(at, '收端没有收到任何数据');
  if (ran < asked * 0.99) refuse.add(`${at}/seconds`, `只运行了 ${ran} 秒，短于规定的 ${asked} 秒`);
  const retransmits = fieldsOf(end.sum_sent).retransmits;
  const loss = udp ? refuse.number(sum.lost_percent, `${at}/lost_percent`) : undefined;
  const stamp = Number(fieldsOf(start.timestamp).timesecs);
  const direction = test.reverse === 1 ? '服务端发往客户端' : '客户端发往服务端';
  return {
    tool: 'iperf3',
    version,
    ...(stamp > 0 && stamp < 1e11 ? { producedAt: new Date(stamp * 1000).toISOString() } : {}),
    parameters: {
      direction,
      ...Object.fromEntries(Object.entries(test).map(([name, value]) => [name, textOf(value)])),
    },
    inputs: { seconds: asked },
    figures: [
      { path: 'throughput', unit: 'bit/s', values: [rate] },
      ...(typeof retransmits === 'number'
        ? [{ path: 'retransmits', unit: 'occurrence', values: [retransmits] } satisfies ToolFigure]
        : []),
      ...(loss === undefined ? [] : [{ path: 'loss', unit: '%', values: [loss] } satisfies ToolFigure]),
    ],
    warnings: [
      ...(typeof retransmits === 'number' && retransmits > 0 ? [`重传 ${retransmits} 次`] : []),
      ...(loss !== undefined && loss > 0 ? [`丢包 ${loss}%`] : []),
    ],
  };
}

/** k6's end-of-test summary: no iteration or a dropped one refuses it; its thresholds are not read. */
export function readK6(root: unknown, refuse: Refusals): ToolResult {
  const metrics = fieldsOf(fieldsOf(root).metrics);
  const metric = (name: string): Record<string, unknown> => {
    const found = fieldsOf(metrics[name]);
    return isFields(found.values) ? found.values : found;
  };
  const iterations = metric('iterations');
  if (refuse.number(iterations.count, 'metrics/iterations/count') <= 0)
    refuse.add('metrics/iterations/count', '一次迭代也没有完成');
  const dropped = Number(metric('dropped_iterations').count ?? 0);
  if (dropped !== 0)
    refuse.add('metrics/dropped_iterations/count', `有 ${dropped} 次迭代未能按时发出，加载未达到要求`);
  const figures: ToolFigure[] = [
    {
      path: 'iterations-rate',
      unit: '1/s',
      values: [refuse.number(iterations.rate, 'metrics/iterations/rate')],
    },
  ];
  const requests = metric('http_reqs').rate;
  if (requests !== undefined)
    figures.push({
      path: 'requests-rate',
      unit: '1/s',
      values: [refuse.number(requests, 'metrics/http_reqs/rate')],
    });
  for (const key of ['avg', 'med', 'p(90)', 'p(95)', 'p(99)', 'max']) {
    const value = metric('http_req_duration')[key];
    if (value !== undefined)
      figures.push({
        path: `duration-${key}`,
        unit: 'ms',
        values: [refuse.number(value, `metrics/http_req_duration/${key}`)],
      });
  }
  const failed = metric('http_req_failed');
  const share = failed.rate ?? failed.value;
  if (share !== undefined)
    figures.push({
      path: 'failed',
      unit: 'ratio',
      values: [refuse.number(share, 'metrics/http_req_failed/rate')],
    });
  return {
    tool: 'k6',
    version: '',
    parameters: {},
    inputs: {},
    figures,
    warnings: ['k6 的门限结果不采信，由本程序按招标规格判定'],
  };
}

/** warp's analysis: any error refuses it. */
export function readWarp(root: unknown, refuse: Refusals): ToolResult {
  const file = fieldsOf(root);
  const operations = listOf(file.operations);
  if (operations.length === 0)
    refuse.add('operations', '没有任何操作的结果', '以 warp analyze --json 产生文件');
  const figures: ToolFigure[] = [];
  operations.slice(0, 100).forEach((each, index) => {
    const operation = fieldsOf(each);
    const at = `operations/${index}`;
    const type = textOf(operation.type) || String(index);
    if (operation.skipped === true) {
      refuse.add(`${at}/skipped`, `操作 ${type} 没有足够的数据`);
      return;
    }
    if (Number(operation.errors ?? 0) !== 0 || listOf(operation.first_errors).length > 0)
      refuse.add(`${at}/errors`, `操作 ${type} 有 ${textOf(operation.errors) || '若干'} 次错误`);
    const throughput = fieldsOf(operation.throughput);
    figures.push(
      {
        path: `${type}/operations`,
        unit: '1/s',
        values: [refuse.number(throughput.average_ops, `${at}/throughput/average_ops`)],
      },
      {
        path: `${type}/throughput`,
        unit: 'MB/s',
        values: [refuse.number(throughput.average_bps, `${at}/throughput/average_bps`) / 1e6],
      },
    );
  });
  return { tool: 'warp', version: textOf(file.version), parameters: {}, inputs: {}, figures, warnings: [] };
}
