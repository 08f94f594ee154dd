import { Fault, type MonitoringComponent } from '../../spec/index.ts';
import type { ProbeContext } from '../probe.ts';
import { type Fields, fieldsAt, isFields, listAt } from './openstack/shape.ts';

/** One series: its labels and its samples in the order of time. */
export interface Series {
  labels: Readonly<Record<string, string>>;
  /** Instant in seconds since 1970 and value; NaN and infinities stay what they are. */
  samples: (readonly [at: number, value: number])[];
}

export interface Prometheus {
  /** Value of an expression at an instant, now when absent; a scalar is one series without labels. */
  query(expression: string, at?: number): Promise<Series[]>;
  /** Value of an expression in steps from one instant to another, asked for in slices. */
  queryRange(expression: string, from: number, to: number, step: number): Promise<Series[]>;
  /** The stored samples themselves after `from` up to `to`: no step, no look back over a gap. */
  samples(selector: string, from: number, to: number): Promise<Series[]>;
  /** Label sets of the series that match, over a time. */
  series(selector: string, from: number, to: number): Promise<Record<string, string>[]>;
  labelValues(label: string): Promise<string[]>;
  /** Kind, help and unit by metric. */
  metadata(): Promise<Fields>;
  targets(): Promise<Fields[]>;
  alerts(): Promise<Fields[]>;
  rules(): Promise<Fields[]>;
  /** How long samples are kept as configured, in its own words, e.g. `15d or 50GiB`. */
  retention(): Promise<string>;
}

const timeoutMs = 30_000;
const pointsAtMost = 10_000;
const sliceSeconds = 7 * 86_400;
const slicesAtMost = 200;
const seriesAtMost = 1_000;

type Access = Pick<ProbeContext, 'http' | 'secret'>;

/** What says who asks: the name and password, or the token, of a monitoring component. */
export function monitoringHeaders(
  context: Access,
  { credentials }: MonitoringComponent,
): Record<string, string> {
  const accept = { accept: 'application/json' };
  if (!credentials) return accept;
  if (credentials.token) return { ...accept, authorization: `Bearer ${context.secret(credentials.token)}` };
  const { username = '', password } = credentials;
  const pair = `${username}:${password ? context.secret(password) : ''}`;
  return { ...accept, authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

const numberOf = (text: unknown, where: string): number => {
  if (text === '+Inf' || text === '-Inf') return text === '+Inf' ? Infinity : -Infinity;
  if (text === 'NaN') return Number.NaN;
  const value = typeof text === 'string' && text.trim() !== '' ? Number(text) : Number.NaN;
  if (Number.isNaN(value))
    throw new Fault('TARGET_GARBAGE', `${where}：样本值 ${JSON.stringify(text)} 不是数`);
  return value;
};

function sampleOf(pair: unknown, where: string): readonly [number, number] {
  if (!Array.isArray(pair) || pair.length !== 2 || typeof pair[0] !== 'number')
    throw new Fault('TARGET_GARBAGE', `${where}：样本不是［时刻, 值］`);
  return [pair[0], numberOf(pair[1], where)];
}

const labelsOf = (metric: Fields): Record<string, string> =>
  Object.fromEntries(Object.entries(metric).map(([name, value]) => [name, String(value)]));

/** Series of a query's answer, whatever its type. */
function seriesIn(data: unknown, where: string): Series[] {
  const { resultType, result } = fieldsAt(data);
  if (resultType === 'scalar') return [{ labels: {}, samples: [sampleOf(result, where)] }];
  if (resultType !== 'vector' && resultType !== 'matrix')
    throw new Fault('TARGET_GARBAGE', `${where}：结果类型 ${String(resultType)} 不是序列`);
  const entries = listAt(data, 'result');
  if (entries.length > seriesAtMost)
    throw new Fault('TARGET_BODY_TOO_LARGE', `${where}：序列超过 ${seriesAtMost} 条`);
  return entries.map((entry) => {
    const pairs = resultType === 'vector' ? [entry.value] : entry.values;
    if (!Array.isArray(pairs)) throw new Fault('TARGET_GARBAGE', `${where}：序列没有样本`);
    return {
      labels: labelsOf(fieldsAt(entry, 'metric')),
      samples: pairs.map((pair) => sampleOf(pair, where)),
    };
  });
}

const keyOf = (labels: Series['labels']) => JSON.stringify(Object.entries(labels).sort());

/** Joins slices: what two of them share at their border counts once. */
function joined(slices: readonly Series[][]): Series[] {
  const found = new Map<string, Series>();
  for (const series of slices.flat()) {
    const known = found.get(keyOf(series.labels));
    if (!known) {
      found.set(keyOf(series.labels), { labels: series.labels, samples: [...series.samples] });
      continue;
    }
    for (const sample of series.samples) {
      if (sample[0] > (known.samples.at(-1)?.[0] ?? -Infinity)) known.samples.push(sample);
    }
  }
  return [...found.values()];
}

/** Speaks the HTTP API of a Prometheus, or of what speaks like it. Throws TARGET_*; an answer that says error is TARGET_STATUS. */
export function openPrometheus(context: Access, component: MonitoringComponent): Prometheus {
  const base = component.endpoint.replace(/\/+$/, '');
  const headers = monitoringHeaders(context, component);
  const ask = async (path: string, query: Record<string, string> = {}): Promise<unknown> => {
    const asked = new URLSearchParams(query).toString();
    const url = `${base}/api/v1/${path}${asked === '' ? '' : `?${asked}`}`;
    const where = `GET ${base}/api/v1/${path}`;
    const answer = await context.http.request({ url, headers, timeoutMs });
    if (answer.status === 401 || answer.status === 403)
      throw new Fault('TARGET_UNAUTHORISED', `${where}：HTTP ${answer.status}`);
    const body = answer.status === 200 || answer.text().startsWith('{') ? answer.json() : undefined;
    if (isFields(body) && body.status === 'error')
      throw new Fault('TARGET_STATUS', `${where}：${String(body.errorType)}，${String(body.error)}`);
    if (answer.status !== 200) throw new Fault('TARGET_STATUS', `${where}：HTTP ${answer.status}`);
    if (!isFields(body) || body.status !== 'success' || !('data' in body))
      throw new Fault('TARGET_GARBAGE', `${where}：应答不是查询接口的应答`);
    return body.data;
  };
  const instant = (at: number) => at.toFixed(3);
  const inSlices = async (
    from: number,
    to: number,
    length: number,
    look: (from: number, to: number) => Promise<Series[]>,
  ) => {
    if (to <= from || (to - from) / length > slicesAtMost) throw new Error(`bad range ${from} to ${to}`);
    const slices: Series[][] = [];
    for (let at = from; at < to; at += length) slices.push(await look(at, Math.min(to, at + length)));
    return joined(slices);
  };
  return {
    query: async (expression, at) =>
      seriesIn(
        await ask('query', { query: expression, ...(at === undefined ? {} : { time: instant(at) }) }),
        expression,
      ),
    queryRange: (expression, from, to, step) =>
      inSlices(from, to, step * pointsAtMost, async (start, end) =>
        seriesIn(
          await ask('query_range', {
            query: expression,
            start: instant(start),
            end: instant(end),
            step: String(step),
          }),
          expression,
        ),
      ),
    samples: (selector, from, to) =>
      inSlices(from, to, sliceSeconds, async (start, end) => {
        const seconds = Math.ceil(end - start);
        return seriesIn(
          await ask('query', { query: `${selector}[${seconds}s]`, time: instant(end) }),
          selector,
        );
      }),
    series: async (selector, from, to) =>
      listAt(await ask('series', { 'match[]': selector, start: instant(from), end: instant(to) })).map(
        labelsOf,
      ),
    async labelValues(label) {
      const data = await ask(`label/${encodeURIComponent(label)}/values`);
      if (!Array.isArray(data)) throw new Fault('TARGET_GARBAGE', `${base}：标签值不是列表`);
      return data.map(String);
    },
    metadata: async () => fieldsAt(await ask('metadata')),
    targets: async () => listAt(await ask('targets', { state: 'active' }), 'activeTargets'),
    alerts: async () => listAt(await ask('alerts'), 'alerts'),
    rules: async () => listAt(await ask('rules'), 'groups'),
    async retention() {
      const { storageRetention } = fieldsAt(await ask('status/runtimeinfo'));
      if (typeof storageRetention !== 'string' || storageRetention === '')
        throw new Fault('TARGET_GARBAGE', `${base}：没有给出保存期限`);
      return storageRetention;
    },
  };
}
