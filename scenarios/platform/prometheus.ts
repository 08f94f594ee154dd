import type { Defect } from './defect.ts';
import { type Call, refusal, type Service, startService } from './http-service.ts';
import { recordedSeries, type SeriesModel } from './prometheus-models.ts';

/** What may be wrong with what the monitoring has recorded. */
export const monitoringDefects: Defect[] = [
  {
    name: 'service-interrupted',
    title: '考核周期内平台故障，业务入口中断半小时',
    turns: [{ probe: 'platform-interruptions', measurands: ['interruptions'] }],
  },
  {
    name: 'internal-network-unavailable',
    title: '考核周期内一对节点之间网络中断一日半',
    turns: [{ probe: 'network-availability', measurands: ['availability'] }],
  },
];

export interface MonitoringServerOptions {
  username: string;
  password: string;
  defects?: ReadonlySet<string> | undefined;
  /** What it has recorded; the stand-in's own series when absent. */
  series?: readonly SeriesModel[] | undefined;
}

/** A monitor asks at this pace; the instants are multiples of it. */
const paceSeconds = 120;
const lookBackSeconds = 300;
const pointsAtMost = 11_000;
const retention = '200d';

const bad = (error: string) => refusal(400, { status: 'error', errorType: 'bad_data', error });
const unit: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400 };

interface Selection {
  models: readonly SeriesModel[];
  rangeSeconds?: number;
}

/** Reads `name{label="value"}` with a range or without. */
function select(expression: string | null, models: readonly SeriesModel[]): Selection {
  const found = /^([a-zA-Z_:][\w:]*)?(?:\{([^}]*)\})?(?:\[(\d+)([smhd])\])?$/.exec(expression ?? '');
  if (!found || expression === '') throw bad(`invalid parameter "query": parse error in ${expression}`);
  const [, name, inner = '', count, kind] = found;
  const wanted = [...inner.matchAll(/([a-zA-Z_]\w*)="([^"]*)"/g)].map(([, label, value]) => [label!, value!]);
  if (name) wanted.push(['__name__', name]);
  const fits = (model: SeriesModel) => wanted.every(([label, value]) => model.labels[label!] === value);
  return {
    models: models.filter(fits),
    ...(count && kind ? { rangeSeconds: Number(count) * unit[kind]! } : {}),
  };
}

function instantOf(call: Call, name: string, otherwise?: number): number {
  const text = call.query.get(name);
  const value = text === null ? (otherwise ?? Number.NaN) : Number(text);
  if (!Number.isFinite(value)) throw bad(`invalid parameter "${name}": cannot parse "${text}"`);
  return value;
}

function recorded(model: SeriesModel, from: number, to: number): [number, string][] {
  const samples: [number, string][] = [];
  for (let at = Math.ceil(from / paceSeconds) * paceSeconds; at <= to; at += paceSeconds) {
    const value = model.at(at);
    if (value !== undefined) samples.push([at, String(value)]);
  }
  return samples;
}

const latest = (model: SeriesModel, at: number) => recorded(model, at - lookBackSeconds, at).at(-1);
const success = (data: unknown) => ({ status: 200, body: { status: 'success', data } });

/** A Prometheus server of the stand-in: the HTTP API over series that are computed when they are asked for. */
export function startPrometheus(options: MonitoringServerOptions): Promise<Service> {
  const now = () => Date.now() / 1000;
  const has = (defect: string) => options.defects?.has(defect) ?? false;
  const models = options.series ?? recordedSeries(has, Math.floor(now()));
  const expected = `Basic ${Buffer.from(`${options.username}:${options.password}`).toString('base64')}`;
  const query = (call: Call) => {
    const at = instantOf(call, 'time', now());
    const { models: chosen, rangeSeconds } = select(call.query.get('query'), models);
    if (rangeSeconds !== undefined) {
      const result = chosen
        .map((model) => ({ metric: model.labels, values: recorded(model, at - rangeSeconds, at) }))
        .filter(({ values }) => values.length > 0);
      return success({ resultType: 'matrix', result });
    }
    const result = chosen.flatMap((model) => {
      const sample = latest(model, at);
      return sample ? [{ metric: model.labels, value: [at, sample[1]] }] : [];
    });
    return success({ resultType: 'vector', result });
  };
  const queryRange = (call: Call) => {
    const [from, to, step] = [instantOf(call, 'start'), instantOf(call, 'end'), instantOf(call, 'step')];
    if (step <= 0 || to < from) throw bad('zero or negative query resolution step widths are not accepted');
    if ((to - from) / step > pointsAtMost)
      throw bad('exceeded maximum resolution of 11,000 points per timeseries');
    const { models: chosen } = select(call.query.get('query'), models);
    const instants = Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);
    const result = chosen.map((model) => ({
      metric: model.labels,
      values: instants.flatMap((at) => {
        const sample = latest(model, at);
        return sample ? [[at, sample[1]]] : [];
      }),
    }));
    return success({ resultType: 'matrix', result });
  };
  const listed = (call: Call) =>
    success(select(call.query.get('match[]'), models).models.map(({ labels }) => labels));
  const valuesOf = (label: string) => [
    ...new Set(models.map(({ labels }) => labels[label]).filter((value) => value !== undefined)),
  ];
  const get = (path: string, answer: (call: Call) => ReturnType<typeof success>) => ({
    method: 'GET',
    path: `/api/v1/${path}`,
    answer,
  });
  const targets = models.map(({ labels }) => ({ labels, health: 'up', scrapeInterval: `${paceSeconds}s` }));
  return startService({
    enter(call) {
      if (call.headers.authorization !== expected)
        throw refusal(401, undefined, { 'WWW-Authenticate': 'Basic' });
      return call;
    },
    routes: [
      get('query', query),
      get('query_range', queryRange),
      get('series', listed),
      get('label/:name/values', (call) => success(valuesOf(call.params.name ?? ''))),
      get('metadata', () => success({})),
      get('targets', () => success({ activeTargets: targets, droppedTargets: [] })),
      get('alerts', () => success({ alerts: [] })),
      get('rules', () => success({ groups: [] })),
      get('status/runtimeinfo', () => success({ storageRetention: retention })),
    ],
    notFound: () => ({ status: 404 }),
    malformed: () => ({ status: 400 }),
  });
}
