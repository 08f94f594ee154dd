import type { Socket } from 'node:net';
import type { Statement, Value } from './ast.ts';
import { type Answer, execute } from './execute.ts';
import { statementsOf } from './parse.ts';
import { armed, type Session } from './session.ts';
import { isSqlError, sqlError } from './sql-error.ts';
import { copyLine, fromCopyLine, type Incoming, messages } from './wire.ts';

interface Prepared {
  statement: Statement;
  sql: string;
}
interface Portal extends Prepared {
  parameters: Value[];
  answer?: Answer;
}
const historyLength = 500;
const statementLimit = 2_000;

/** Texts that differ only in their figures and strings are one statement. */
const normalised = (sql: string) =>
  sql
    .replace(/'(?:[^']|'')*'/g, '$1')
    .replace(/\b\d+(\.\d+)?\b/g, '$1')
    .trim()
    .slice(0, 2_000);

/** Carries out one statement and keeps what the views of the server tell of it. */
async function carryOut(
  session: Session,
  { statement, sql }: Prepared,
  parameters: Value[],
): Promise<Answer> {
  const { database, activity } = session;
  armed(session);
  const startedAt = new Date();
  const started = performance.now();
  Object.assign(activity, { state: 'active', query: sql, queryAt: startedAt });
  const limit = Number(session.settings.get('statement_timeout') ?? 0);
  const timer = limit > 0 ? setTimeout(() => session.cancel(), limit) : undefined;
  try {
    const answer = await execute(session, statement, parameters);
    const key = normalised(sql);
    const known = database.statements.get(key) ?? { calls: 0, totalMs: 0, rows: 0 };
    if (database.statements.size < statementLimit || known.calls > 0)
      database.statements.set(key, {
        calls: known.calls + 1,
        totalMs: known.totalMs + performance.now() - started,
        rows: known.rows + (answer.relation?.rows.length ?? 0),
      });
    database.history.push({ user: activity.user, query: sql, startedAt, endedAt: new Date() });
    if (database.history.length > historyLength) database.history.shift();
    return answer;
  } finally {
    clearTimeout(timer);
    activity.state = session.transaction ? 'idle in transaction' : 'idle';
  }
}

/** Talks with one client until it leaves: simple queries, extended ones, COPY. */
export async function speak(socket: Socket, incoming: Incoming, session: Session): Promise<void> {
  const prepared = new Map<string, Prepared>();
  const portals = new Map<string, Portal>();
  let skipsToSync = false;
  const send = (...parts: Buffer[]) => void socket.write(Buffer.concat(parts));
  const ready = () =>
    send(messages.ready(!session.transaction ? 'I' : session.transaction.failed ? 'E' : 'T'));
  const refuse = (error: unknown) => {
    if (!isSqlError(error)) throw error;
    send(messages.error(error.sqlState, error.message));
  };
  const give = async (answer: Answer, withColumns: boolean) => {
    const { relation, copyTo, copyFrom } = answer;
    if (copyTo) {
      send(
        messages.copyResponse('H', copyTo.columns.length),
        ...copyTo.rows.map((row) => messages.of('d', Buffer.from(copyLine(row)))),
        messages.of('c'),
        messages.complete(`COPY ${copyTo.rows.length}`),
      );
    } else if (copyFrom) send(messages.complete(`COPY ${await takeCopy(copyFrom)}`));
    else {
      const rows = (relation?.rows ?? []).map(messages.row);
      send(
        ...(relation && withColumns ? [messages.columns(relation)] : []),
        ...rows,
        messages.complete(answer.tag),
      );
    }
  };
  const takeCopy = async ({ table, columns }: NonNullable<Answer['copyFrom']>): Promise<number> => {
    send(messages.copyResponse('G', columns?.length ?? 1));
    let text = '';
    for (;;) {
      const message = await incoming.message();
      if (message?.type === 'd') text += message.body.toString('utf8');
      else if (message?.type === 'f') throw sqlError('57014', 'COPY from stdin failed');
      else if (!message || message.type === 'c') break;
    }
    const lines = text.split('\n').filter((line) => line !== '' && line !== '\\.');
    const rows = lines.map((line) => fromCopyLine(line).map((value) => ({ is: 'value' as const, value })));
    if (rows.length === 0) return 0;
    const query = { ctes: [], recursive: false, order: [], body: { is: 'values' as const, rows } };
    await execute(session, { is: 'insert', table, ...(columns ? { columns } : {}), query }, []);
    return rows.length;
  };
  const simple = async (sql: string) => {
    try {
      const statements = statementsOf(sql);
      if (statements.length === 0) send(messages.of('I'));
      for (const statement of statements) await give(await carryOut(session, { statement, sql }, []), true);
    } catch (error) {
      refuse(error);
    }
    ready();
  };
  const extended: Record<string, (read: ReturnType<typeof fieldsOf>) => Promise<void>> = {
    async P(read) {
      const name = read.text();
      const sql = read.text();
      const statements = statementsOf(sql);
      if (statements.length > 1)
        throw sqlError('42601', 'cannot insert multiple commands into a prepared statement');
      prepared.set(name, { statement: statements[0] ?? { is: 'nothing' }, sql });
      send(messages.of('1'));
    },
    async B(read) {
      const portal = read.text();
      const found = prepared.get(read.text());
      if (!found) throw sqlError('26000', 'prepared statement does not exist');
      for (let formats = read.int16(); formats > 0; formats--) read.int16();
      portals.set(portal, { ...found, parameters: Array.from({ length: read.int16() }, () => read.sized()) });
      send(messages.of('2'));
    },
    async D(read) {
      const kind = read.text(1);
      const name = read.text();
      if (kind === 'S') {
        if (!prepared.has(name)) throw sqlError('26000', 'prepared statement does not exist');
        return send(messages.of('t', Buffer.alloc(2)), messages.of('n'));
      }
      const portal = portals.get(name);
      if (!portal) throw sqlError('34000', 'portal does not exist');
      // What the columns are shows only when the statement has run.
      portal.answer = await carryOut(session, portal, portal.parameters);
      send(portal.answer.relation ? messages.columns(portal.answer.relation) : messages.of('n'));
    },
    async E(read) {
      const portal = portals.get(read.text());
      if (!portal) throw sqlError('34000', 'portal does not exist');
      await give(portal.answer ?? (await carryOut(session, portal, portal.parameters)), false);
      delete portal.answer;
    },
    async C(read) {
      (read.text(1) === 'S' ? prepared : portals).delete(read.text());
      send(messages.of('3'));
    },
    async H() {},
  };
  for (;;) {
    const message = await incoming.message();
    if (!message || message.type === 'X') return;
    if (message.type === 'Q') await simple(message.body.subarray(0, -1).toString('utf8'));
    else if (message.type === 'S') {
      skipsToSync = false;
      ready();
    } else if (!skipsToSync && extended[message.type]) {
      try {
        await extended[message.type]!(fieldsOf(message.body));
      } catch (error) {
        skipsToSync = true;
        refuse(error);
      }
    }
  }
}

function fieldsOf(body: Buffer) {
  let at = 0;
  return {
    /** Up to the zero byte, or so many bytes. */
    text(length?: number): string {
      const end = length === undefined ? body.indexOf(0, at) : at + length;
      const found = body.subarray(at, end).toString('utf8');
      at = length === undefined ? end + 1 : end;
      return found;
    },
    int16(): number {
      at += 2;
      return body.readInt16BE(at - 2);
    },
    sized(): string | null {
      const length = body.readInt32BE(at);
      at += 4;
      if (length < 0) return null;
      at += length;
      return body.subarray(at - length, at).toString('utf8');
    },
  };
}
