import { digestOfJson, type Redactor } from '../evidence/index.ts';
import { type Component, type ComponentSurvey, isTargetFault } from '../spec/index.ts';
import { asTargetFault, BoundedHttpClient } from './clients/http.ts';
import { knock } from './clients/knock.ts';
import { redactExchange } from './clients/redact-exchange.ts';
import type { LoadedTarget } from './target.ts';

type Fact = ComponentSurvey['facts'][number];

const volatileHeaders =
  /^(date|x-openstack-request-id|x-trans-id|x-amz-request-id|x-amz-id-2|x-compute-request-id|content-length|connection|keep-alive|etag|last-modified|expires|set-cookie|age|x-timestamp)$/;

const knockLimitMs = 2_000;
const usualPorts: Record<string, number> = { 'ssh:': 22, 'postgresql:': 5432 };
/** A database waits for its client to begin; asked for TLS, it answers with one letter. */
const greetings: Record<string, { say: Uint8Array; read(answer: string): string } | undefined> = {
  'postgresql:': {
    say: Uint8Array.of(0, 0, 0, 8, 4, 210, 22, 47),
    read: (answer) => (answer === 'S' ? '提供 TLS' : answer === 'N' ? '不提供 TLS' : 'TCP 连接成功'),
  },
};
const portOf = (url: URL) => Number(url.port) || (usualPorts[url.protocol] ?? 0);

/** Versions that an OpenStack service document names, as `v3.14 (CURRENT)`. */
function versionsIn(body: unknown): string[] {
  const found: string[] = [];
  const visit = (value: unknown, depth: number): void => {
    if (depth > 4 || value === null || typeof value !== 'object') return;
    const record = value as Record<string, unknown>;
    if (typeof record.id === 'string' && typeof record.status === 'string') {
      const micro = [record.min_version, record.max_version ?? record.version].filter(
        (v) => typeof v === 'string' && v !== '',
      );
      found.push(`${record.id}（${record.status}）${micro.length > 0 ? ` ${micro.join('–')}` : ''}`);
    }
    for (const member of Object.values(record)) visit(member, depth + 1);
  };
  visit(body, 0);
  return found.slice(0, 12);
}

/**
 * What a component tells anyone who knocks: its address, server software and versions, without credentials.
 * The digest covers these facts, so that a change of configuration between start and end of a run shows.
 */
async function surveyOne(
  component: Component,
  loaded: LoadedTarget,
  redactor: Redactor,
  signal: AbortSignal,
): Promise<ComponentSurvey> {
  const client = new BoundedHttpClient({
    ca: loaded.ca(component),
    signal,
    timeoutMs: 10_000,
    onExchange: (exchange) => void redactExchange(exchange, redactor),
  });
  const facts: Fact[] = [];
  // The digest too is of what is kept: one of a secret could be guessed at.
  const told = () => {
    const kept = redactor.data(facts);
    return { facts: kept, configurationDigest: digestOfJson(kept) };
  };
  const base = { component: component.id, role: component.role, endpoint: component.endpoint };
  try {
    const url = new URL(component.endpoint);
    if (!/^https?:$/.test(url.protocol)) {
      const hello = greetings[url.protocol];
      const host = url.hostname.replace(/^\[|\]$/g, '');
      const banner = await knock(host, portOf(url), signal, knockLimitMs, hello?.say);
      if (hello) {
        facts.push({ label: '无凭据访问的应答', value: hello.read(banner) });
        return { ...base, reachable: true, ...told() };
      }
      facts.push({ label: '无凭据访问的应答', value: 'TCP 连接成功' });
      if (banner !== '') facts.push({ label: '服务端软件', value: banner });
      return { ...base, reachable: true, ...told() };
    }
    const answer = await client.request({ url: component.endpoint, redirects: 3, maxBytes: 1024 * 1024 });
    facts.push({ label: '无凭据访问的应答', value: `HTTP ${answer.status}` });
    if (answer.headers.server) facts.push({ label: '服务端软件', value: answer.headers.server });
    const others = Object.keys(answer.headers)
      .filter((name) => !volatileHeaders.test(name))
      .sort();
    facts.push({ label: '应答头', value: others.join('、') });
    if ((answer.headers['content-type'] ?? '').includes('json')) {
      for (const version of versionsIn(answer.json())) facts.push({ label: '接口版本', value: version });
    }
    return {
      ...base,
      reachable: true,
      ...told(),
    };
  } catch (error) {
    if (signal.aborted) throw error;
    const fault = asTargetFault(error, component.endpoint);
    if (!fault || !isTargetFault(fault)) throw error;
    return {
      ...base,
      reachable: false,
      ...told(),
      fault: redactor.text(fault.message),
    };
  } finally {
    await client.close();
  }
}

export function survey(
  loaded: LoadedTarget,
  redactor: Redactor,
  signal: AbortSignal,
): Promise<ComponentSurvey[]> {
  return Promise.all(
    loaded.target.components.map((component) => surveyOne(component, loaded, redactor, signal)),
  );
}

/** A stand-in names itself, so that a target file that hides it changes nothing. */
export function namesStandIn(surveys: readonly ComponentSurvey[]): boolean {
  return surveys.some((s) =>
    s.facts.some((f) => f.label === '服务端软件' && /^(SSH-2\.0-)?biaochi-stand-in/.test(f.value)),
  );
}
