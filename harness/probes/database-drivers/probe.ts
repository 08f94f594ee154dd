import { randomBytes } from 'node:crypto';
import { Fault } from '../../../spec/index.ts';
import { cancelRequest } from '../../clients/postgresql/cancel.ts';
import { createSchema, databaseOf } from '../../clients/postgresql/schema.ts';
import { openSql, type SqlSession } from '../../clients/postgresql.ts';
import { type Probe, type ProbeContext, pause } from '../../probe.ts';

interface Bench {
  context: ProbeContext;
  session: SqlSession;
  schema: string;
}
/** What was contrary; undefined when all came back as it went in, `untried` when the product refuses the means of trying. */
type Finding = string | undefined | { untried: string };

const chinese = '政务云数据库：𠮷、龘、“引号”与\t制表符\n换行';
const largeCharacters = 1024 * 1024;
const batch = 100;
const sleepSeconds = 20;
const cancelLimitMs = 5_000;
const underwayMs = 200;

/** Does over the wire what JDBC and ODBC drivers of this family do, and compares what comes back with what went in. */
export const probe: Probe = {
  id: 'database-drivers',
  version: 1,
  async gather(context) {
    const session = await openSql(context, databaseOf(context));
    const schema = await createSchema(context, session);
    const bench: Bench = { context, session, schema };
    await session.run(
      `CREATE TABLE ${schema}.trip (id INTEGER PRIMARY KEY, note VARCHAR(200), day DATE, at TIMESTAMP, amount NUMERIC(12, 2))`,
    );
    await session.run(`CREATE TABLE ${schema}.large (id INTEGER, body TEXT)`);
    const held: string[] = [];
    let untried = false;
    for (const [operation, act] of Object.entries(operations)) {
      const found = await act(bench);
      if (found === undefined) held.push(operation);
      untried ||= typeof found === 'object';
      context.step(
        operation,
        typeof found === 'object' ? `未能尝试：${found.untried}` : (found ?? '往返一致'),
      );
    }
    const measurements = [
      { measurand: 'wrong-password-refused', values: [await refusesWrongPassword(context)] },
    ];
    // A set with a member that could not be tried would say of that member that it is missing.
    return {
      measurements: untried
        ? measurements
        : [...measurements, { measurand: 'protocol-operations', values: [held] }],
    };
  },
};

const differs = (found: unknown, wanted: unknown): string | undefined =>
  JSON.stringify(found) === JSON.stringify(wanted)
    ? undefined
    : `应为 ${JSON.stringify(wanted).slice(0, 120)}，得到 ${JSON.stringify(found).slice(0, 120)}`;

/** Rows of a statement, or why it was refused. */
async function rowsOf(
  { session }: Bench,
  sql: string,
  parameters?: (string | null)[],
  prepared?: string,
): Promise<(string | null)[][] | string> {
  const options = { ...(parameters ? { parameters } : {}), ...(prepared === undefined ? {} : { prepared }) };
  const { answer, refused } = await session.attempt(sql, options);
  return answer ? answer.rows : `${refused.sqlState} ${refused.message}`;
}

const insert = (schema: string) =>
  `INSERT INTO ${schema}.trip (id, note, day, at, amount) VALUES ($1, $2, $3, $4, $5)`;

/** One row in by parameters, and the same columns out again. */
async function roundTrip(bench: Bench, row: readonly (string | null)[]): Promise<Finding> {
  const put = await rowsOf(bench, insert(bench.schema), [...row]);
  if (typeof put === 'string') return put;
  const sql = `SELECT id, note, day, at, amount FROM ${bench.schema}.trip WHERE id = $1`;
  return differs(await rowsOf(bench, sql, [row[0]!]), [row]);
}

const operations: Record<string, (bench: Bench) => Promise<Finding>> = {
  'extended-query': (bench) => roundTrip(bench, ['1', "O'Brien; --", null, null, '-12345.67']),
  'chinese-text': (bench) => roundTrip(bench, ['2', chinese, null, null, null]),
  'date-time': (bench) => roundTrip(bench, ['3', null, '2028-02-29', '2026-12-31 23:59:59.125', null]),
  async 'prepared-statement'(bench) {
    for (let index = 0; index < batch; index++) {
      const put = await rowsOf(
        bench,
        insert(bench.schema),
        [String(1000 + index), `n${index}`, null, null, '1'],
        'biaochi_put',
      );
      if (typeof put === 'string') return put;
    }
    const sql = `SELECT COUNT(*), MIN(id), MAX(id) FROM ${bench.schema}.trip WHERE id >= 1000`;
    return differs(await rowsOf(bench, sql), [[String(batch), '1000', String(999 + batch)]]);
  },
  async transaction(bench) {
    const { session, schema } = bench;
    const count = () => rowsOf(bench, `SELECT COUNT(*) FROM ${schema}.trip WHERE id IN (11, 12)`);
    for (const [id, end] of [
      ['11', 'COMMIT'],
      ['12', 'ROLLBACK'],
    ] as const) {
      await session.run('START TRANSACTION');
      const put = await rowsOf(bench, insert(schema), [id, 'x', null, null, null]);
      await session.run(typeof put === 'string' ? 'ROLLBACK' : end);
      if (typeof put === 'string') return put;
    }
    return differs(await count(), [['1']]);
  },
  async 'large-value'(bench) {
    const body = randomBytes(largeCharacters / 2).toString('hex');
    const put = await rowsOf(bench, `INSERT INTO ${bench.schema}.large (id, body) VALUES ($1, $2)`, [
      '1',
      body,
    ]);
    if (typeof put === 'string') return put;
    const found = await rowsOf(bench, `SELECT body FROM ${bench.schema}.large WHERE id = $1`, ['1']);
    if (typeof found === 'string') return found;
    return found[0]?.[0] === body ? undefined : `${largeCharacters} 个字符的内容不一致`;
  },
  async metadata(bench) {
    const sql = `SELECT column_name FROM information_schema.columns WHERE table_schema = '${bench.schema}' AND table_name = 'trip' ORDER BY ordinal_position`;
    const wanted = ['id', 'note', 'day', 'at', 'amount'].map((name) => [name]);
    return differs(await rowsOf(bench, sql), wanted);
  },
  async 'error-recovery'(bench) {
    const refused = await rowsOf(bench, `SELECT * FROM ${bench.schema}.missing WHERE id = $1`, ['1']);
    if (typeof refused !== 'string') return '查询不存在的表未被拒绝';
    return differs(await rowsOf(bench, `SELECT COUNT(*) FROM ${bench.schema}.large`), [['1']]);
  },
  async cancel({ context }) {
    const component = databaseOf(context);
    const sleeper = await openSql(context, component, { applicationName: 'biaochi-cancelled' });
    const waiting = sleeper
      .attempt(`SELECT pg_sleep(${sleepSeconds})`, { mayBeCancelled: true, timeoutMs: cancelLimitMs })
      .then(
        (outcome) => ({ outcome }),
        (error: unknown) => ({ error }),
      );
    await pause(underwayMs, context.signal);
    await cancelRequest(context, component.endpoint, sleeper);
    const done = await waiting;
    if ('error' in done) {
      if (done.error instanceof Fault && done.error.code === 'TARGET_TIMED_OUT')
        return `请求取消后 ${cancelLimitMs} 毫秒内语句仍未结束`;
      throw done.error;
    }
    await sleeper.close();
    const { refused } = done.outcome;
    if (refused?.sqlState === '57014') return undefined;
    return { untried: refused ? `${refused.sqlState} ${refused.message}` : '语句在取消之前已结束' };
  },
};

async function refusesWrongPassword(context: ProbeContext): Promise<boolean> {
  try {
    const password = `wrong-${randomBytes(9).toString('hex')}`;
    const session = await openSql(context, databaseOf(context), { password });
    await session.close();
    context.step('错误口令', '被接受');
    return false;
  } catch (error) {
    if (!(error instanceof Fault && error.code === 'TARGET_UNAUTHORISED')) throw error;
    context.step('错误口令', '被拒绝');
    return true;
  }
}
