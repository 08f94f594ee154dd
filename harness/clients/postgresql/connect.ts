import pg from 'pg';
import { type DatabaseComponent, Fault } from '../../../spec/index.ts';
import type { ProbeContext } from '../../probe.ts';
import { asTargetFault } from '../http.ts';

/** What opening a session needs of its surroundings. */
export type DatabaseContext = Pick<
  ProbeContext,
  'signal' | 'secret' | 'permit' | 'ca' | 'statement' | 'atEnd'
>;

/** Where and as whom; the component's own address and account unless said otherwise. */
export interface Place {
  component: DatabaseComponent;
  endpoint: string;
  password?: string;
  applicationName: string;
}
/** Bytes that came since it was last set back, and how many may come. */
export interface Meter {
  received: number;
  readonly largest: number;
}
export interface Link {
  client: pg.Client;
  meter: Meter;
  /** Whether the connection is within TLS. */
  encrypted: boolean;
}

const connectLimitMs = 10_000;
const largestAnswer = 16 * 1024 * 1024;
const defaultPort = 5432;
const declined = /does not support SSL/i;

/** Columns come as the server writes them: products differ in types, not in text. */
const asText = { getTypeParser: () => (value: unknown) => value } as unknown as pg.CustomTypesConfig;

/**
 * Opens a connection, within TLS where the server has it; in the clear only where the target file names no CA.
 * Throws TARGET_* for whatever does not come to an open session.
 */
export async function connectTo(context: DatabaseContext, place: Place): Promise<Link> {
  context.permit(place.endpoint);
  const ca = context.ca(place.component);
  try {
    return { ...(await dial(context, place, { ...(ca === undefined ? {} : { ca }) })), encrypted: true };
  } catch (error) {
    if (!(error instanceof Error) || !declined.test(error.message))
      throw faultOf(error, place, context.signal);
    if (ca !== undefined)
      throw new Fault('TARGET_TLS', `${place.endpoint}：服务端不提供 TLS，而目标文件列有 caFile`);
  }
  try {
    return { ...(await dial(context, place, undefined)), encrypted: false };
  } catch (error) {
    throw faultOf(error, place, context.signal);
  }
}

async function dial(
  context: DatabaseContext,
  place: Place,
  ssl: { ca?: string } | undefined,
): Promise<Omit<Link, 'encrypted'>> {
  const url = new URL(place.endpoint);
  const { username, password } = place.component.credentials;
  const client = new pg.Client({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? defaultPort : Number(url.port),
    database: decodeURIComponent(url.pathname.slice(1)) || username,
    user: username,
    password: place.password ?? context.secret(password),
    application_name: place.applicationName,
    connectionTimeoutMillis: connectLimitMs,
    ssl: ssl ?? false,
    types: asText,
  });
  const meter: Meter = { received: 0, largest: largestAnswer };
  guard(client, meter);
  if (!ssl) forbidClearPassword(client, place);
  // Without a listener, a reset of a connection that is open would end the process.
  client.on('error', () => undefined);
  const { signal } = context;
  const stop = () => abandon(client, signal.reason as Error);
  if (signal.aborted) throw signal.reason as Error;
  signal.addEventListener('abort', stop, { once: true });
  try {
    await client.connect();
    return { client, meter };
  } catch (error) {
    abandon(client, error as Error);
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

interface Stream {
  on(event: string, take: (bytes: Buffer) => void): unknown;
  destroy(error?: Error): void;
}
interface Inside {
  connection: {
    prependListener(event: string, act: () => void): void;
    stream: Stream;
    attachListeners(stream: Stream): void;
  };
}

/** Cuts a connection off without a word. */
export function abandon(client: pg.Client, why?: Error): void {
  (client as unknown as Inside).connection.stream.destroy(why);
}

/**
 * The library throws out of its socket's handler when a server sends what is no protocol, which would end the process;
 * and it reads an answer without end. Either cuts the connection off.
 */
function guard(client: pg.Client, meter: Meter): void {
  const { connection } = client as unknown as Inside;
  const attach = connection.attachListeners.bind(connection);
  connection.attachListeners = (stream) => {
    const on = stream.on.bind(stream);
    stream.on = (event, take) => {
      if (event !== 'data') return on(event, take);
      return on(event, (bytes) => {
        meter.received += bytes.length;
        try {
          if (meter.received > meter.largest)
            throw new Fault('TARGET_BODY_TOO_LARGE', `应答超过 ${meter.largest} 字节`);
          take(bytes);
        } catch (error) {
          stream.destroy(error as Error);
        }
      });
    };
    attach(stream);
    stream.on = on;
  };
}

/** A password in words goes over no connection that others can read. */
function forbidClearPassword(client: pg.Client, { endpoint }: Place): void {
  (client as unknown as Inside).connection.prependListener('authenticationCleartextPassword', () => {
    throw new Fault('TARGET_TLS', `${endpoint}：服务端在未加密的连接上索要明文口令，未发送`);
  });
}

/** SQLSTATE of an error that the database itself sent; undefined for any other. */
export function sqlStateOf(error: unknown): string | undefined {
  const { code, severity } = error as { code?: unknown; severity?: unknown };
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && severity !== undefined ? code : undefined;
}

/** What came instead of a session or an answer, as a fault of the target; what is none of these is handed back. */
export function faultOf(error: unknown, { endpoint }: Pick<Place, 'endpoint'>, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof Fault) return error;
  const state = sqlStateOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (state !== undefined) return faultOfState(state, `${endpoint}：${state} ${message}`);
  const known = asTargetFault(error, endpoint);
  if (known) return known;
  if (/timeout expired/i.test(message))
    return new Fault('TARGET_TIMED_OUT', `${endpoint}：未在时限内建立会话`);
  if (/terminated|Connection ended|not queryable|closed the connection/i.test(message))
    return new Fault('TARGET_CLOSED', endpoint);
  return new Fault('TARGET_GARBAGE', `${endpoint}：不是可用的数据库应答（${message.slice(0, 120)}）`);
}

function faultOfState(state: string, text: string): Fault {
  if (state.startsWith('28') || state === '42501') return new Fault('TARGET_UNAUTHORISED', text);
  if (state.startsWith('53')) return new Fault('TARGET_QUOTA', text);
  if (state === '57014') return new Fault('TARGET_TIMED_OUT', text);
  if (state.startsWith('57') || state.startsWith('08')) return new Fault('TARGET_CLOSED', text);
  return new Fault('TARGET_STATUS', text);
}
