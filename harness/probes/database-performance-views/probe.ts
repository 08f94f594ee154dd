import { Fault, type Measurement } from '../../../spec/index.ts';
import { createSchema, databaseOf, identifierOf } from '../../clients/postgresql/schema.ts';
import { openSql, type SqlSession } from '../../clients/postgresql.ts';
import { type Probe, type ProbeContext, pause } from '../../probe.ts';
import {
  historyViews,
  memoryViews,
  statementViews,
  threadViews,
  transactionViews,
  type View,
} from './views.ts';

interface Bench {
  context: ProbeContext;
  /** Asks the views. */
  watcher: SqlSession;
  schema: string;
}
type Figures = number[];

/** How long a view may lag behind what it tells of. */
const lagMs = 2_000;
const pollMs = 50;
const calls = 7;
const more = 3;
const threads = 3;
/** What the sort must hold beyond what a session holds anyway. */
const noticeableBytes = 262_144;

/** Makes a load of known kind and size and compares what the views tell of it before, during and after. */
export const probe: Probe = {
  id: 'database-performance-views',
  version: 1,
  async gather(context) {
    const watcher = await openSql(context, databaseOf(context));
    const schema = await createSchema(context, watcher);
    const bench: Bench = { context, watcher, schema };
    const looks: Record<string, () => Promise<boolean | undefined>> = {
      'top-sql-follows': () => statementFollows(bench),
      'memory-follows': () => memoryFollows(bench),
      'transaction-follows': () => transactionFollows(bench),
      'thread-follows': () => threadsFollow(bench),
      'operation-history-follows': () => historyFollows(bench),
    };
    const measurements: Measurement[] = [];
    for (const [measurand, look] of Object.entries(looks)) {
      const seen = await look();
      if (seen !== undefined) measurements.push({ measurand, values: [seen] });
    }
    return { measurements };
  },
};

/** The first of the views that answers; undefined when this product has none of them or shows it to others only. */
async function find(bench: Bench, what: string, views: readonly View[]): Promise<View | undefined> {
  const refusals: string[] = [];
  for (const view of views) {
    try {
      const { refused } = await bench.watcher.attempt(view.sql('none'));
      if (!refused) return view;
      refusals.push(`${view.name}：${refused.sqlState}`);
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'TARGET_UNAUTHORISED')) throw error;
      refusals.push(`${view.name}：测试账号无权查看`);
    }
  }
  bench.context.step(`${what}：未找到可查的视图，未作判断`, refusals.join('；'));
  return undefined;
}

async function ask({ watcher }: Bench, view: View, what: string): Promise<Figures> {
  const { rows } = await watcher.run(view.sql(what));
  return (rows[0] ?? []).map(Number);
}

/** Asks until the figures are as they should be, or the lag is over; answers the last ones. */
async function settled(
  bench: Bench,
  view: View,
  what: string,
  isRight: (figures: Figures) => boolean,
): Promise<{ figures: Figures; right: boolean }> {
  const until = Date.now() + lagMs;
  for (;;) {
    const figures = await ask(bench, view, what);
    if (isRight(figures) || Date.now() > until) return { figures, right: isRight(figures) };
    await pause(pollMs, bench.context.signal);
  }
}

async function statementFollows(bench: Bench): Promise<boolean | undefined> {
  const { context, watcher, schema } = bench;
  const view = await find(bench, '最耗资源的 SQL', statementViews);
  if (!view) return undefined;
  await watcher.run(`CREATE TABLE ${schema}.hot (id INTEGER)`);
  const rows = Array.from({ length: 30 }, (_, index) => `(${index})`).join(', ');
  await watcher.run(`INSERT INTO ${schema}.hot (id) VALUES ${rows}`);
  const mark = `${schema}.hot AS a`;
  const load = async (times: number) => {
    for (let time = 0; time < times; time++)
      await watcher.run(`SELECT COUNT(*) FROM ${schema}.hot AS a, ${schema}.hot AS b WHERE a.id < b.id`);
  };
  const before = await ask(bench, view, mark);
  await load(calls);
  const first = await settled(bench, view, mark, ([count]) => count === calls);
  await load(more);
  const second = await settled(bench, view, mark, ([count]) => count === calls + more);
  const grew = second.figures[1]! > first.figures[1]!;
  const told = [before, first.figures, second.figures].map(([count, time]) => `${count} 次 ${time}`);
  context.step(`${view.name}：执行 ${calls} 次，再执行 ${more} 次`, told.join(' → '));
  return before[0] === 0 && first.right && second.right && grew;
}

async function memoryFollows(bench: Bench): Promise<boolean | undefined> {
  const { context, watcher } = bench;
  const view = await find(bench, '内存管理', memoryViews);
  if (!view) return undefined;
  const [before = 0] = await ask(bench, view, '');
  await watcher.run('START TRANSACTION');
  await watcher.run(
    `DECLARE biaochi_sort CURSOR FOR WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000) SELECT i, CAST(i AS VARCHAR(20)) || '${'x'.repeat(180)}' AS pad FROM n ORDER BY 2 DESC`,
  );
  await watcher.run('FETCH 1 FROM biaochi_sort');
  const [during = 0] = await ask(bench, view, '');
  await watcher.run('CLOSE biaochi_sort');
  await watcher.run('COMMIT');
  const [after = 0] = await ask(bench, view, '');
  context.step(`${view.name}：排序之前、之中、之后的内存`, `${before} → ${during} → ${after} 字节`);
  return during > before + noticeableBytes && after < during - noticeableBytes;
}

/** Names sessions so that no other one bears the name; products cut it off at 63 bytes. */
const nameOf = ({ context }: Bench, part: string) => `${identifierOf(context.marker)}_${part}`;

async function transactionFollows(bench: Bench): Promise<boolean | undefined> {
  const { context } = bench;
  const view = await find(bench, '事务', transactionViews);
  if (!view) return undefined;
  const name = nameOf(bench, 'x');
  const worker = await openSql(context, databaseOf(context), { applicationName: name });
  const before = await settled(bench, view, name, ([count]) => count === 0);
  await worker.run('START TRANSACTION');
  await worker.run(`CREATE TABLE ${bench.schema}.open (id INTEGER)`);
  const during = await settled(bench, view, name, ([count]) => count === 1);
  await worker.run('ROLLBACK');
  const after = await settled(bench, view, name, ([count]) => count === 0);
  await worker.close();
  const told = [before, during, after].map(({ figures }) => figures[0]).join(' → ');
  context.step(`${view.name}：未提交的事务，开始之前、之中、回滚之后`, told);
  return before.right && during.right && after.right;
}

async function threadsFollow(bench: Bench): Promise<boolean | undefined> {
  const { context } = bench;
  const view = await find(bench, '线程', threadViews);
  if (!view) return undefined;
  const name = nameOf(bench, 't');
  const workers: SqlSession[] = [];
  for (let index = 0; index < threads; index++)
    workers.push(await openSql(context, databaseOf(context), { applicationName: name }));
  const during = await settled(bench, view, name, ([count]) => count === threads);
  for (const worker of workers) await worker.close();
  const after = await settled(bench, view, name, ([count]) => count === 0);
  context.step(
    `${view.name}：${threads} 个会话，其间、断开之后`,
    `${during.figures[0]} → ${after.figures[0]}`,
  );
  return during.right && after.right;
}

async function historyFollows(bench: Bench): Promise<boolean | undefined> {
  const { context, watcher, schema } = bench;
  const view = await find(bench, '操作历史', historyViews);
  if (!view) return undefined;
  const operations = [
    `CREATE TABLE ${schema}.told (id INTEGER)`,
    `ALTER TABLE ${schema}.told ADD COLUMN note VARCHAR(9)`,
  ];
  const found: string[] = [];
  let right = true;
  for (const sql of operations) {
    const mark = sql.slice(0, sql.indexOf(' (') > 0 ? sql.indexOf(' (') : sql.indexOf(' ADD'));
    const before = await ask(bench, view, mark);
    await watcher.run(sql);
    const after = await settled(bench, view, mark, ([count]) => count === (before[0] ?? 0) + 1);
    right &&= after.right;
    found.push(`${before[0]} → ${after.figures[0]}`);
  }
  context.step(`${view.name}：建表、改表各一次`, found.join('；'));
  return right;
}
