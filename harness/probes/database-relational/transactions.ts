import type { SqlSession } from '../../clients/postgresql.ts';
import { type ProbeContext, pause } from '../../probe.ts';

/** How long the second writer is watched before the first one commits, ms. */
const overlapMs = 150;

/** Whether transactions are atomic and kept apart, over two sessions and one table. */
export async function transactionsHold(
  context: ProbeContext,
  first: SqlSession,
  second: SqlSession,
  schema: string,
): Promise<boolean> {
  const table = `${schema}.account`;
  await first.run(`CREATE TABLE ${table} (id INTEGER PRIMARY KEY, v INTEGER)`);
  await first.run(`INSERT INTO ${table} (id, v) VALUES (1, 100), (2, 100)`);
  const content = async (session: SqlSession) => {
    const { rows } = await session.run(`SELECT id, v FROM ${table} ORDER BY id`);
    return rows.map((row) => row.join(':')).join(' ');
  };
  let holds = true;
  const tell = (title: string, found: string, wanted: string) => {
    holds &&= found === wanted;
    context.step(title, found === wanted ? `如预期：${found}` : `应为 ${wanted}，实为 ${found}`);
  };
  await first.attempt(`INSERT INTO ${table} (id, v) VALUES (3, 1), (4, 1), (1, 1)`);
  tell('一条语句部分失败', await content(second), '1:100 2:100');
  await first.run('START TRANSACTION');
  await first.run(`UPDATE ${table} SET v = v - 30 WHERE id = 1`);
  tell('未提交的改动，另一会话所见', await content(second), '1:100 2:100');
  await first.run(`UPDATE ${table} SET v = v + 30 WHERE id = 2`);
  tell('未提交的改动，本会话所见', await content(first), '1:70 2:130');
  await first.run('ROLLBACK');
  tell('回滚之后', await content(second), '1:100 2:100');
  await first.run('START TRANSACTION');
  await first.run(`UPDATE ${table} SET v = v - 30 WHERE id = 1`);
  await first.run(`UPDATE ${table} SET v = v + 30 WHERE id = 2`);
  await first.run('COMMIT');
  tell('提交之后，另一会话所见', await content(second), '1:70 2:130');
  await second.run('START TRANSACTION ISOLATION LEVEL REPEATABLE READ');
  await content(second);
  await first.run(`UPDATE ${table} SET v = 0 WHERE id = 2`);
  tell('可重复读的事务内，他人提交之后', await content(second), '1:70 2:130');
  await second.run('COMMIT');
  tell('该事务结束之后', await content(second), '1:70 2:0');
  await concurrently(context, first, second, table);
  tell('两个会话并发在同一行上加 1 与加 10', await content(second), '1:81 2:0');
  return holds;
}

/** The second writer comes while the first has not committed; one that is turned away by the product tries again. */
async function concurrently(
  context: ProbeContext,
  first: SqlSession,
  second: SqlSession,
  table: string,
): Promise<void> {
  await first.run('START TRANSACTION');
  await first.run(`UPDATE ${table} SET v = v + 1 WHERE id = 1`);
  const sql = `UPDATE ${table} SET v = v + 10 WHERE id = 1`;
  const waiting = second.attempt(sql).then(
    (outcome) => ({ outcome }),
    (error: unknown) => ({ error }),
  );
  await pause(overlapMs, context.signal);
  await first.run('COMMIT');
  const done = await waiting;
  if ('error' in done) throw done.error;
  if (done.outcome.refused) await second.run(sql);
}
