import type pg from 'pg';
import { type DatabaseComponent, Fault } from '../../spec/index.ts';
import { clip } from './clip.ts';
import {
  abandon,
  connectTo,
  type DatabaseContext,
  faultOf,
  type Link,
  type Place,
  sqlStateOf,
} from './postgresql/connect.ts';
import type { StatementRecord } from './postgresql/transcript.ts';

export interface SqlAnswer {
  columns: string[];
  /** As the server writes them. */
  rows: (string | null)[][];
  /** As `INSERT 1`; empty where there is none. */
  tag: string;
  elapsedMs: number;
}
/** What a database said clearly that it does not do; never a breakdown, a lack of rights or of room. */
export interface SqlRefusal {
  sqlState: string;
  message: string;
}
export type SqlOutcome = { answer: SqlAnswer; refused?: never } | { refused: SqlRefusal; answer?: never };

export interface StatementOptions {
  /** With them, or with a name, the extended protocol is spoken instead of the simple one. */
  parameters?: readonly (string | null)[];
  /** Name of a prepared statement. */
  prepared?: string;
  timeoutMs?: number;
  /** For statements that are cancelled on purpose. */
  mayBeCancelled?: boolean;
}
/** One connection, one statement at a time. */
export interface SqlSession {
  /** Throws TARGET_* for whatever is no answer and no refusal. */
  attempt(sql: string, options?: StatementOptions): Promise<SqlOutcome>;
  /** For what the measurement rests on: a refusal too is thrown, as TARGET_PREREQUISITE. */
  run(sql: string, options?: StatementOptions): Promise<SqlAnswer>;
  readonly encrypted: boolean;
  readonly client: pg.Client;
  isOpen(): boolean;
  close(): Promise<void>;
}

export interface SessionOptions {
  /** Another address of the same service, e.g. of a standby. */
  endpoint?: string;
  /** Instead of the component's own, to see it refused. */
  password?: string;
  applicationName?: string;
}

const defaultTimeoutMs = 30_000;
const keptRows = 20;
const closeLimitMs = 500;
const keptCharacters = 400;

const head = (cell: string | null): string | null =>
  cell !== null && cell.length > keptCharacters
    ? `${cell.slice(0, keptCharacters)}…（共 ${cell.length} 个字符）`
    : cell;

/** Classes of SQLSTATE that tell of our account, of lack of room or of a breakdown, not of what a product does. */
const notRefusal = /^(08|28|42501|53|54|57|58|F0|XX)/;

/** Opens a session of its own; every statement of it is kept in the transcript. It is closed at the end of the observation. */
export async function openSql(
  context: DatabaseContext,
  component: DatabaseComponent,
  options: SessionOptions = {},
): Promise<SqlSession> {
  const place: Place = {
    component,
    endpoint: options.endpoint ?? component.endpoint,
    applicationName: options.applicationName ?? 'biaochi',
    ...(options.password === undefined ? {} : { password: options.password }),
  };
  const link = await connectTo(context, place);
  return sessionOf(context, place, link);
}

function sessionOf(context: DatabaseContext, place: Place, { client, encrypted, meter }: Link): SqlSession {
  let isOpen = true;
  let breach: Fault | undefined;
  client.on('end', () => {
    isOpen = false;
  });
  const attempt = async (sql: string, given: StatementOptions = {}): Promise<SqlOutcome> => {
    const { parameters, prepared, timeoutMs = defaultTimeoutMs } = given;
    const { signal } = context;
    if (signal.aborted) throw signal.reason as Error;
    meter.received = 0;
    const record: Omit<StatementRecord, 'elapsedMs'> = {
      at: new Date().toISOString(),
      session: `${place.endpoint}（${place.applicationName}）`,
      sql: clip(sql),
      ...(parameters ? { parameters: parameters.map(head) } : {}),
    };
    const started = performance.now();
    const stop = () => abandon(client, signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    const timer = setTimeout(() => {
      breach = new Fault('TARGET_TIMED_OUT', `${place.endpoint}：语句在 ${timeoutMs} 毫秒内未完成`);
      abandon(client, breach);
    }, timeoutMs);
    try {
      const result = await client.query<(string | null)[]>({
        text: sql,
        rowMode: 'array',
        ...(parameters ? { values: [...parameters] } : {}),
        ...(prepared === undefined ? {} : { name: prepared }),
      });
      const last = Array.isArray(result) ? (result.at(-1) as typeof result) : result;
      if (last.command === null) {
        breach = new Fault('TARGET_GARBAGE', `${place.endpoint}：对语句没有应答`);
        throw breach;
      }
      const elapsedMs = performance.now() - started;
      const columns = last.fields.map(({ name }) => name);
      const tag = [last.command, last.rowCount]
        .filter((part) => part !== null && part !== undefined)
        .join(' ');
      context.statement({
        ...record,
        answer: {
          tag,
          columns,
          rows: last.rows.slice(0, keptRows).map((row) => row.map(head)),
          count: last.rows.length,
        },
        elapsedMs,
      });
      return { answer: { columns, rows: last.rows, tag, elapsedMs } };
    } catch (error) {
      const elapsedMs = performance.now() - started;
      const sqlState = breach || signal.aborted ? undefined : sqlStateOf(error);
      const message = (error as Error)?.message ?? String(error);
      if (
        sqlState !== undefined &&
        (!notRefusal.test(sqlState) || (given.mayBeCancelled && sqlState === '57014'))
      ) {
        context.statement({ ...record, refused: { sqlState, message }, elapsedMs });
        return { refused: { sqlState, message } };
      }
      const fault = breach ?? faultOf(error, place, signal);
      if (sqlState === undefined) abandon(client);
      context.statement({
        ...record,
        fault: fault instanceof Error ? fault.message : String(fault),
        elapsedMs,
      });
      throw fault;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  };
  const close = async () => {
    if (!isOpen) return;
    const timer = setTimeout(() => abandon(client), closeLimitMs);
    await client.end().catch(() => undefined);
    clearTimeout(timer);
  };
  context.atEnd(() => abandon(client));
  return {
    attempt,
    async run(sql, options) {
      const { answer, refused } = await attempt(sql, options);
      if (answer) return answer;
      throw new Fault(
        'TARGET_PREREQUISITE',
        `${place.endpoint}：${refused.sqlState} ${refused.message}（${sql.slice(0, 80)}）`,
      );
    },
    encrypted,
    client,
    isOpen: () => isOpen,
    close,
  };
}
