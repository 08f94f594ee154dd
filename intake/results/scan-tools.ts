import type { ToolFigure, ToolResult } from '../../spec/index.ts';
import { fieldsOf, isFields, listOf, type Refusals, textOf } from './fields.ts';

const countFigures = (counts: Map<string, number>): ToolFigure[] =>
  [...counts].map(([path, count]) => ({ path, unit: 'piece', values: [count] }));

/** testssl.sh's flat JSON: a scan problem refuses it; findings are counted by severity. */
export function readTestssl(root: unknown, refuse: Refusals): ToolResult {
  const findings = listOf(root);
  if (findings.length === 0) refuse.add('', '没有任何检查结果', '以 testssl.sh --jsonfile 产生文件');
  const counts = new Map(['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'].map((severity) => [severity, 0]));
  const versions: string[] = [];
  const names: Record<string, string> = {
    TLS1: 'TLSv1',
    TLS1_1: 'TLSv1.1',
    TLS1_2: 'TLSv1.2',
    TLS1_3: 'TLSv1.3',
  };
  const warnings: string[] = [];
  findings.slice(0, 100_000).forEach((each, index) => {
    if (!isFields(each) || typeof each.id !== 'string' || typeof each.severity !== 'string') {
      refuse.add(String(index), '不是 testssl 的检查结果');
      return;
    }
    const { id, severity } = each;
    const finding = textOf(each.finding);
    if (severity === 'FATAL' || id === 'scanProblem' || id === 'engine_problem')
      refuse.add(`${index}/${id}`, `扫描未能正常进行：${finding}`);
    else if (severity === 'WARN') warnings.push(`${id}：${finding}`);
    else if (counts.has(severity)) counts.set(severity, counts.get(severity)! + 1);
    const offered = /^(offered|is offered)/i.test(finding) && !/^not offered/i.test(finding);
    if (names[id] && offered) versions.push(names[id]);
  });
  return {
    tool: 'testssl',
    version: '',
    parameters: { target: textOf(fieldsOf(findings[0]).ip), port: textOf(fieldsOf(findings[0]).port) },
    inputs: {},
    figures: [...countFigures(counts), { path: 'versions', values: [versions] }],
    warnings: warnings.slice(0, 50),
  };
}

/** SARIF 2.1.0: a run without a successful execution refuses it; results are counted by level. */
export function readSarif(root: unknown, refuse: Refusals): ToolResult {
  const file = fieldsOf(root);
  if (file.version !== '2.1.0') refuse.add('version', `不是 SARIF 2.1.0（${textOf(file.version)}）`);
  const runs = listOf(file.runs);
  if (runs.length === 0) refuse.add('runs', '没有任何一次运行');
  const counts = new Map(['error', 'warning', 'note', 'none'].map((level) => [level, 0]));
  const drivers: string[] = [];
  let version = '';
  runs.slice(0, 100).forEach((each, index) => {
    const one = fieldsOf(each);
    const driver = fieldsOf(fieldsOf(one.tool).driver);
    drivers.push(textOf(driver.name));
    version ||= textOf(driver.semanticVersion ?? driver.version);
    const invocations = listOf(one.invocations);
    if (invocations.length === 0) refuse.add(`runs/${index}/invocations`, '没有说明扫描是否成功执行');
    invocations.forEach((invocation, at) => {
      if (fieldsOf(invocation).executionSuccessful !== true)
        refuse.add(`runs/${index}/invocations/${at}/executionSuccessful`, '扫描没有成功执行');
    });
    if (!Array.isArray(one.results)) {
      refuse.add(`runs/${index}/results`, '没有结果清单，等于没有扫描');
      return;
    }
    for (const result of one.results) {
      const level = textOf(fieldsOf(result).level) || 'warning';
      if ((fieldsOf(result).kind ?? 'fail') === 'fail') counts.set(level, (counts.get(level) ?? 0) + 1);
    }
  });
  return {
    tool: 'sarif',
    version,
    parameters: { driver: drivers.join('、') },
    inputs: {},
    figures: countFigures(counts),
    warnings: [],
  };
}

/** A range query: one named series; gaps and NaN are unknown time, said and never filled. */
export function readPrometheus(root: unknown, refuse: Refusals, series?: string): ToolResult {
  const file = fieldsOf(root);
  const data = fieldsOf(file.data);
  if (file.status !== 'success') refuse.add('status', `查询没有成功：${textOf(file.error)}`);
  if (data.resultType !== 'matrix')
    refuse.add('data/resultType', '不是区间查询的结果', '用 query_range 查询');
  const all = listOf(data.result).map(fieldsOf);
  const nameOf = (one: Record<string, unknown>) =>
    Object.entries(fieldsOf(one.metric))
      .map(([label, value]) => `${label}=${textOf(value)}`)
      .sort()
      .join(',');
  const chosen = series === undefined ? all : all.filter((one) => nameOf(one) === series);
  if (chosen.length !== 1)
    refuse.add(
      'data/result',
      `共 ${all.length} 条序列${series === undefined ? '' : `，没有唯一的一条名为 ${series}`}`,
      `以 --series 指明一条：${all.slice(0, 5).map(nameOf).join('；')}`,
    );
  const points = listOf(chosen[0]?.values).map((pair) => ({
    at: Number(listOf(pair)[0]),
    value: Number(listOf(pair)[1]),
  }));
  if (points.some(({ at }) => !Number.isFinite(at))) refuse.add('data/result/0/values', '时刻不是数值');
  const known = points.filter(({ value }) => Number.isFinite(value));
  if (known.length === 0) refuse.add('data/result/0/values', '没有任何有效的采样');
  const steps = points.slice(1).map(({ at }, index) => at - points[index]!.at);
  const step = steps.length > 0 ? steps.reduce((least, each) => Math.min(least, each)) : 0;
  if (steps.some((each) => each <= 0)) refuse.add('data/result/0/values', '时刻没有依次递增');
  const missing = step > 0 ? steps.reduce((sum, each) => sum + Math.round(each / step) - 1, 0) : 0;
  const unknown = missing + points.length - known.length;
  const last = points.at(-1);
  return {
    tool: 'prometheus',
    version: '',
    ...(last && last.at > 0 && last.at < 1e11 ? { producedAt: new Date(last.at * 1000).toISOString() } : {}),
    parameters: { series: chosen[0] ? nameOf(chosen[0]) : '', step: String(step) },
    inputs: {},
    figures: [
      { path: 'value', values: known.map(({ value }) => value) },
      { path: 'unknown-samples', unit: 'occurrence', values: [unknown] },
    ],
    warnings: unknown > 0 ? [`缺失或无效的采样 ${unknown} 个，按未知计，未作填补`] : [],
  };
}
