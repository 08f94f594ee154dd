import type { Defect } from './defect.ts';
import { refusal, type Service, startService } from './http-service.ts';

const operations = (...measurands: string[]) => [{ probe: 'alarm-operations', measurands }];

/** What may be wrong with what becomes of an alert. */
export const alarmDefects: Defect[] = [
  { name: 'alarms-not-merged', title: '反复触发的同一告警各成一条', turns: operations('repeats-merged') },
  {
    name: 'alarm-export-altered',
    title: '导出的告警把起始时刻改为导出之时',
    turns: operations('exported-identical'),
  },
];

export interface AlertmanagerOptions {
  username: string;
  password: string;
  defects?: ReadonlySet<string> | undefined;
}

interface Alert {
  labels: Record<string, string>;
  startsAt: string;
  endsAt: string;
  [field: string]: unknown;
}

const isAlert = (value: unknown): value is Alert =>
  typeof value === 'object' && value !== null && typeof (value as Alert).labels === 'object';

/** An Alertmanager of the stand-in: takes alerts, keeps one for each set of labels, and lists them. */
export function startAlertmanager(options: AlertmanagerOptions): Promise<Service> {
  const has = (defect: string) => options.defects?.has(defect) ?? false;
  const expected = `Basic ${Buffer.from(`${options.username}:${options.password}`).toString('base64')}`;
  const alerts = new Map<string, Alert>();
  let taken = 0;
  const keyOf = ({ labels }: Alert) =>
    JSON.stringify(Object.entries(labels).sort()) + (has('alarms-not-merged') ? String(taken++) : '');
  return startService({
    enter(call) {
      if (call.headers.authorization !== expected) throw refusal(401);
      return call;
    },
    routes: [
      {
        method: 'POST',
        path: '/api/v2/alerts',
        answer({ body }) {
          if (!Array.isArray(body) || !body.every(isAlert)) throw refusal(400, 'invalid alerts');
          for (const alert of body)
            alerts.set(keyOf(alert), { ...alert, updatedAt: new Date().toISOString() });
          return { status: 200 };
        },
      },
      {
        method: 'GET',
        path: '/api/v2/alerts',
        answer({ query }) {
          const [, label = '', value = ''] = /^([\w]+)="([^"]*)"$/.exec(query.get('filter') ?? '') ?? [];
          const active = [...alerts.values()].filter(
            (alert) => alert.labels[label] === value && Date.parse(alert.endsAt) > Date.now(),
          );
          const altered = has('alarm-export-altered') ? { startsAt: new Date().toISOString() } : {};
          const status = { state: 'active', silencedBy: [], inhibitedBy: [] };
          return { status: 200, body: active.map((alert) => ({ ...alert, ...altered, status })) };
        },
      },
    ],
    notFound: () => ({ status: 404 }),
    malformed: () => ({ status: 400 }),
  });
}
