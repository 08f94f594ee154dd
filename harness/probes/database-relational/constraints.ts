import type { SqlSession } from '../../clients/postgresql.ts';
import type { ProbeContext } from '../../probe.ts';

/** A statement that breaks one constraint; only an integrity violation (SQLSTATE 23) is the right refusal. */
const breaches: readonly (readonly [title: string, sql: string])[] = [
  ['主键重复', "INSERT INTO {s}.item (id, code, owner, amount) VALUES (1, 'c', 1, 5)"],
  ['主键为空', "INSERT INTO {s}.item (id, code, owner, amount) VALUES (NULL, 'c', 1, 5)"],
  ['唯一列重复', "INSERT INTO {s}.item (id, code, owner, amount) VALUES (3, 'a', 1, 5)"],
  ['改为重复值', "UPDATE {s}.item SET code = 'a' WHERE id = 2"],
  ['非空列为空', 'INSERT INTO {s}.item (id, code, owner, amount) VALUES (3, NULL, 1, 5)'],
  ['外键无对应', "INSERT INTO {s}.item (id, code, owner, amount) VALUES (3, 'c', 9, 5)"],
  ['删除被引用的行', 'DELETE FROM {s}.owner WHERE id = 1'],
  ['不满足检查', "INSERT INTO {s}.item (id, code, owner, amount) VALUES (3, 'c', 1, -1)"],
  ['改为不满足检查', 'UPDATE {s}.item SET amount = 0 WHERE id = 1'],
];

/** Whether every breach is refused as one, and leaves the tables as they were. */
export async function constraintsHold(
  context: ProbeContext,
  session: SqlSession,
  schema: string,
): Promise<boolean> {
  const named = (sql: string) => sql.replaceAll('{s}', schema);
  for (const sql of [
    'CREATE TABLE {s}.owner (id INTEGER PRIMARY KEY)',
    'CREATE TABLE {s}.item (id INTEGER PRIMARY KEY, code VARCHAR(9) NOT NULL UNIQUE, owner INTEGER REFERENCES {s}.owner (id), amount INTEGER CHECK (amount > 0))',
    'INSERT INTO {s}.owner (id) VALUES (1), (2)',
    "INSERT INTO {s}.item (id, code, owner, amount) VALUES (1, 'a', 1, 5), (2, 'b', NULL, 1)",
  ])
    await session.run(named(sql));
  const content = async () => {
    const items = await session.run(named('SELECT id, code, owner, amount FROM {s}.item ORDER BY id'));
    const owners = await session.run(named('SELECT id FROM {s}.owner ORDER BY id'));
    return JSON.stringify([items.rows, owners.rows]);
  };
  const before = await content();
  const wrong: string[] = [];
  for (const [title, sql] of breaches) {
    const { refused } = await session.attempt(named(sql));
    if (!refused?.sqlState.startsWith('23')) wrong.push(`${title}：${refused ? refused.sqlState : '被接受'}`);
  }
  const unchanged = (await content()) === before;
  if (!unchanged) wrong.push('表中内容改变');
  context.step(
    `违反约束的语句 ${breaches.length} 条`,
    wrong.length === 0 ? '均被拒，表中内容不变' : wrong.join('；'),
  );
  return wrong.length === 0;
}
