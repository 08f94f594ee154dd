import { Fault, type MonitoringComponent } from '../../spec/index.ts';
import type { ProbeContext } from '../probe.ts';
import { type Fields, listAt } from './openstack/shape.ts';
import { monitoringHeaders } from './promql.ts';

/** An alert as it is submitted. */
export interface TestAlert {
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  /** ISO 8601; past `endsAt` it is over by itself. */
  startsAt: string;
  endsAt: string;
  generatorURL: string;
}

export interface Alertmanager {
  /** Submits alerts; TARGET_STATUS when they are not taken. */
  submit(alerts: readonly TestAlert[]): Promise<void>;
  /** Alerts that bear a label, as the interface exports them. */
  export(label: string, value: string): Promise<Fields[]>;
}

const timeoutMs = 15_000;

/** Speaks the API (version 2) of an Alertmanager, with the account of the monitoring component. */
export function openAlertmanager(
  context: Pick<ProbeContext, 'http' | 'secret'>,
  component: MonitoringComponent,
): Alertmanager {
  const endpoint = component.options?.alertmanager;
  if (endpoint === undefined)
    throw new Fault(
      'TARGET_PREREQUISITE',
      `目标文件没有列明 ${component.id} 的告警接口 options.alertmanager`,
    );
  const url = `${endpoint.replace(/\/+$/, '')}/api/v2/alerts`;
  const headers = monitoringHeaders(context, component);
  const told = async (method: 'GET' | 'POST', query = '', body?: string) => {
    const answer = await context.http.request({
      method,
      url: `${url}${query}`,
      headers,
      timeoutMs,
      ...(body === undefined ? {} : { body, headers: { ...headers, 'content-type': 'application/json' } }),
    });
    const where = `${method} ${url}`;
    if (answer.status === 401 || answer.status === 403)
      throw new Fault('TARGET_UNAUTHORISED', `${where}：HTTP ${answer.status}`);
    if (answer.status !== 200) throw new Fault('TARGET_STATUS', `${where}：HTTP ${answer.status}`);
    return answer;
  };
  return {
    submit: async (alerts) => void (await told('POST', '', JSON.stringify(alerts))),
    export: async (label, value) =>
      listAt((await told('GET', `?filter=${encodeURIComponent(`${label}="${value}"`)}`)).json()),
  };
}
