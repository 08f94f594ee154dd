import { Agent, request } from 'undici';
import { Fault, type TargetFaultCode } from '../../spec/index.ts';
import { clip } from './clip.ts';

export interface HttpRequest {
  method?: 'GET' | 'PUT' | 'POST' | 'DELETE' | 'HEAD' | 'PATCH';
  url: string;
  headers?: Record<string, string>;
  body?: Uint8Array | string;
  /** For the whole exchange, milliseconds. */
  timeoutMs?: number;
  /** The answer's body may not be larger, bytes. */
  maxBytes?: number;
  /** How many redirects are followed; 0 hands the 3xx to the caller. */
  redirects?: number;
}

export interface HttpAnswer {
  status: number;
  /** Lower-case names; repeated headers joined by a comma. */
  headers: Record<string, string>;
  body: Uint8Array;
  /** The address that answered in the end. */
  url: string;
  elapsedMs: number;
  text(): string;
  /** Throws TARGET_GARBAGE when the body is no JSON. */
  json(): unknown;
}

/** One exchange as it went over the wire; redacted where it is captured. */
export interface HttpExchange {
  at: string;
  request: { method: string; url: string; headers: Record<string, string>; body?: string };
  answer?: { status: number; headers: Record<string, string>; body: string; bytes: number };
  fault?: string;
  elapsedMs: number;
}

export interface HttpClient {
  request(request: HttpRequest): Promise<HttpAnswer>;
}

export interface HttpClientOptions {
  /** PEM of a private CA. */
  ca?: string | undefined;
  /** Read anew at each request: after an attempt was stopped, its removals get a signal of their own. */
  readonly signal: AbortSignal;
  onExchange?: (exchange: HttpExchange) => void;
  timeoutMs?: number;
  /** Asked before each exchange, also of a redirect; throws what is not to be reached. */
  permit?: ((url: string) => void) | undefined;
}

const defaultTimeoutMs = 30_000;
const defaultMaxBytes = 16 * 1024 * 1024;
const closeLimitMs = 200;

const codes: Record<string, TargetFaultCode> = {
  ENOTFOUND: 'TARGET_UNRESOLVED',
  EAI_AGAIN: 'TARGET_UNRESOLVED',
  ECONNREFUSED: 'TARGET_REFUSED',
  EHOSTUNREACH: 'TARGET_REFUSED',
  ENETUNREACH: 'TARGET_REFUSED',
  ECONNRESET: 'TARGET_CLOSED',
  EPIPE: 'TARGET_CLOSED',
  UND_ERR_SOCKET: 'TARGET_CLOSED',
  UND_ERR_CONNECT_TIMEOUT: 'TARGET_TIMED_OUT',
  UND_ERR_HEADERS_TIMEOUT: 'TARGET_TIMED_OUT',
  UND_ERR_BODY_TIMEOUT: 'TARGET_TIMED_OUT',
  ETIMEDOUT: 'TARGET_TIMED_OUT',
  UND_ERR_HEADERS_OVERFLOW: 'TARGET_GARBAGE',
};

/** Turns what a socket, a parser or a handshake threw into a fault of the target; undefined if it is none. */
export function asTargetFault(error: unknown, where: string): Fault | undefined {
  if (error instanceof Fault) return error;
  const code = String((error as { code?: unknown })?.code ?? '');
  const message = (error as Error)?.message ?? '';
  const known = codes[code];
  if (known) return new Fault(known, `${where}（${code}）`);
  // undici leaves the code out when the very first line is no HTTP.
  if (code.startsWith('HPE_') || (error as Error)?.name === 'HTTPParserError')
    return new Fault('TARGET_GARBAGE', `${where}：不是 HTTP 应答（${code || message}）`);
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(code))
    return new Fault('TARGET_CERTIFICATE', `${where}（${code}）`);
  if (code.startsWith('ERR_SSL') || code === 'EPROTO') return new Fault('TARGET_TLS', `${where}（${code}）`);
  if (/other side closed|socket hang up|terminated/.test(message)) return new Fault('TARGET_CLOSED', where);
  return undefined;
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

/** undici heeds a signal only once it is connected: a handshake that hangs would outlast every limit. */
function unlessOver<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

/** A bounded HTTP client: in time, in size and in redirects. Every exchange is told to `onExchange`. */
export class BoundedHttpClient implements HttpClient {
  readonly #options: HttpClientOptions;
  readonly #agent: Agent;
  constructor(options: HttpClientOptions) {
    this.#options = options;
    this.#agent = new Agent({
      connect: { timeout: 10_000, ...(options.ca ? { ca: options.ca } : {}) },
      keepAliveTimeout: 4_000,
    });
  }

  async request(wanted: HttpRequest): Promise<HttpAnswer> {
    const seen = new Set<string>();
    let url = wanted.url;
    let headers = wanted.headers ?? {};
    for (let hops = 0; ; hops++) {
      this.#options.permit?.(url);
      const answer = await this.#exchange({ ...wanted, url, headers });
      const location = answer.headers.location;
      const follow = (wanted.redirects ?? 0) > 0 && answer.status >= 300 && answer.status < 400 && location;
      if (!follow) return answer;
      seen.add(url);
      if (!URL.canParse(location, url)) throw new Fault('TARGET_GARBAGE', `${url}：重定向到无法解析的地址`);
      const next = new URL(location, url);
      if (seen.has(next.href) || hops >= (wanted.redirects ?? 0))
        throw new Fault('TARGET_REDIRECT_LOOP', `${wanted.url} → ${next.href}`);
      if (next.origin !== new URL(url).origin) {
        headers = Object.fromEntries(
          Object.entries(headers).filter(([name]) => !/^(authorization|cookie|x-auth-token)$/i.test(name)),
        );
      }
      url = next.href;
    }
  }

  async #exchange(wanted: HttpRequest): Promise<HttpAnswer> {
    const method = wanted.method ?? 'GET';
    const limit = wanted.timeoutMs ?? this.#options.timeoutMs ?? defaultTimeoutMs;
    const maxBytes = wanted.maxBytes ?? defaultMaxBytes;
    const clock = AbortSignal.timeout(limit);
    const where = `${method} ${wanted.url}`;
    const at = new Date().toISOString();
    const started = performance.now();
    const told = {
      method,
      url: wanted.url,
      headers: wanted.headers ?? {},
      ...(wanted.body === undefined ? {} : { body: clip(wanted.body) }),
    };
    try {
      const over = AbortSignal.any([this.#options.signal, clock]);
      const asked = request(wanted.url, {
        method,
        dispatcher: this.#agent,
        signal: over,
        headersTimeout: limit,
        bodyTimeout: limit,
        ...(wanted.headers ? { headers: wanted.headers } : {}),
        ...(wanted.body === undefined ? {} : { body: wanted.body }),
      });
      const answer = await unlessOver(asked, over);
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
        size += chunk.length;
        if (size > maxBytes) {
          answer.body.destroy();
          throw new Fault('TARGET_BODY_TOO_LARGE', `${where}：超过 ${maxBytes} 字节`);
        }
        chunks.push(chunk);
      }
      const body = Buffer.concat(chunks);
      const headers = flatten(answer.headers);
      const elapsedMs = performance.now() - started;
      this.#options.onExchange?.({
        at,
        request: told,
        answer: { status: answer.statusCode, headers, body: clip(body), bytes: size },
        elapsedMs,
      });
      return {
        status: answer.statusCode,
        headers,
        body,
        url: wanted.url,
        elapsedMs,
        text: () => body.toString('utf8'),
        json: () => {
          try {
            return JSON.parse(body.toString('utf8')) as unknown;
          } catch {
            throw new Fault('TARGET_GARBAGE', `${where}：应答不是 JSON（HTTP ${answer.statusCode}）`);
          }
        },
      };
    } catch (error) {
      const elapsedMs = performance.now() - started;
      if (this.#options.signal.aborted) throw this.#options.signal.reason;
      const fault = clock.aborted
        ? new Fault('TARGET_TIMED_OUT', `${where}：${limit} 毫秒内未完成`)
        : asTargetFault(error, where);
      this.#options.onExchange?.({ at, request: told, fault: fault?.message ?? String(error), elapsedMs });
      throw fault ?? error;
    }
  }

  async close(): Promise<void> {
    // undici waits for a handshake that nobody answers; an attempt that is over does not.
    const patience = new Promise<void>((resolve) => setTimeout(resolve, closeLimitMs).unref());
    await Promise.race([this.#agent.destroy(), patience]);
  }
}
