import { createSchema, databaseOf } from '../../clients/postgresql/schema.ts';
import { openSql, type SqlSession } from '../../clients/postgresql.ts';
import type { Probe, ProbeContext } from '../../probe.ts';
import { type Context, contexts, type Dialect, dialects, type Written, write } from './dialects.ts';

/** Where one row of the inner and one of the outer transaction are looked for, from a session that took no part. */
interface Bench {
  context: ProbeContext;
  actor: SqlSession;
  witness: SqlSession;
  schema: string;
}

/** Commits a row within a transaction that rolls back, in each kind of unit, and looks from elsewhere what is left. */
export const probe: Probe = {
  id: 'database-autonomous-transactions',
  version: 1,
  async gather(context) {
    const component = databaseOf(context);
    const actor = await openSql(context, component);
    const witness = await openSql(context, component, { applicationName: 'biaochi-witness' });
    const schema = await createSchema(context, actor);
    await actor.run(`CREATE TABLE ${schema}.inside (tag VARCHAR(60))`);
    await actor.run(`CREATE TABLE ${schema}.outside (tag VARCHAR(60))`);
    const bench: Bench = { context, actor, witness, schema };
    const spoken = new Map<Context, Dialect>();
    for (const unit of contexts) {
      for (const [index, dialect] of dialects.entries()) {
        if (!(await isApart(bench, unit, dialect, `u${contexts.indexOf(unit)}${index}`))) continue;
        spoken.set(unit, dialect);
        break;
      }
    }
    const inProcedure = spoken.get('procedure');
    const nested = inProcedure !== undefined && (await isNestedApart(bench, inProcedure));
    if (!inProcedure) context.step('嵌套调用', '存储过程内没有有效的自治事务，无从嵌套');
    return {
      measurements: [
        { measurand: 'contexts-supported', values: [[...spoken.keys()]] },
        { measurand: 'nested-calls', values: [nested] },
      ],
    };
  },
};

const insert = (schema: string, table: string, tag: string) =>
  `INSERT INTO ${schema}.${table} (tag) VALUES ('${tag}')`;

/** Tags that a session which took no part finds. */
async function left({ witness, schema }: Bench, table: string, prefix: string): Promise<string[]> {
  const { rows } = await witness.run(
    `SELECT tag FROM ${schema}.${table} WHERE tag LIKE '${prefix}%' ORDER BY tag`,
  );
  return rows.map(([tag]) => tag ?? '');
}

/** Carries the unit out within a transaction that writes a row of its own and then ends so; undefined when refused. */
async function within(
  bench: Bench,
  { define, call }: Written,
  tag: string,
  end: 'COMMIT' | 'ROLLBACK',
): Promise<string | undefined> {
  const { actor, schema } = bench;
  for (const sql of define) {
    const { refused } = await actor.attempt(sql);
    if (refused) return `${refused.sqlState} ${refused.message}`;
  }
  await actor.run('START TRANSACTION');
  await actor.run(insert(schema, 'outside', tag));
  const { refused } = await actor.attempt(call);
  await actor.run(refused ? 'ROLLBACK' : end);
  return refused && `${refused.sqlState} ${refused.message}`;
}

async function isApart(bench: Bench, unit: Context, dialect: Dialect, name: string): Promise<boolean> {
  const { context, schema } = bench;
  const label = `${unit}（${dialect.title}）`;
  const kept = write(dialect, unit, schema, name, [insert(schema, 'inside', `${name}-kept`)], 'COMMIT');
  const why = await within(bench, kept, `${name}-kept`, 'ROLLBACK');
  const inside = await left(bench, 'inside', name);
  const outside = await left(bench, 'outside', name);
  const holds = inside.length === 1 && outside.length === 0;
  const found = `内层的行${inside.length === 1 ? '在' : '不在'}，外层的行${outside.length === 0 ? '不在' : '在'}`;
  context.step(`${label}：内层提交、外层回滚`, why === undefined ? found : `被拒绝，${why}；${found}`);
  if (!holds || !dialect.ends) return holds;
  const undone = write(
    dialect,
    unit,
    schema,
    `${name}r`,
    [insert(schema, 'inside', `${name}-undone`)],
    'ROLLBACK',
  );
  const whyNot = await within(bench, undone, `${name}-undone`, 'COMMIT');
  if (whyNot !== undefined) {
    context.step(`${label}：内层回滚、外层提交`, `不能写内层回滚，未作反测：${whyNot}`);
    return true;
  }
  const gone = !(await left(bench, 'inside', name)).includes(`${name}-undone`);
  const stays = (await left(bench, 'outside', name)).includes(`${name}-undone`);
  context.step(
    `${label}：内层回滚、外层提交`,
    `内层的行${gone ? '不在' : '在'}，外层的行${stays ? '在' : '不在'}`,
  );
  return gone && stays;
}

/** Three procedures deep; the middle one takes its own work back where the dialect can say so. */
async function isNestedApart(bench: Bench, dialect: Dialect): Promise<boolean> {
  const { context, actor, schema } = bench;
  const of = (name: string, next: string | undefined, end: 'COMMIT' | 'ROLLBACK') => {
    const work = [
      insert(schema, `inside_${name}`, name),
      ...(next === undefined ? [] : [`CALL ${schema}.${next}()`]),
    ];
    return write(dialect, 'procedure', schema, name, work, end);
  };
  const units = [of('n3', undefined, 'COMMIT'), of('n2', 'n3', 'ROLLBACK'), of('n1', 'n2', 'COMMIT')];
  for (const name of ['n1', 'n2', 'n3'])
    await actor.run(`CREATE TABLE ${schema}.inside_${name} (tag VARCHAR(60))`);
  for (const sql of units.slice(0, 2).flatMap(({ define }) => define)) {
    const { refused } = await actor.attempt(sql);
    if (!refused) continue;
    context.step('嵌套调用：建立存储过程被拒绝', `${refused.sqlState} ${refused.message}`);
    return false;
  }
  const why = await within(bench, units[2]!, 'n', 'ROLLBACK');
  const inside: string[] = [];
  for (const name of ['n1', 'n2', 'n3']) inside.push(...(await left(bench, `inside_${name}`, name)));
  const outside = await left(bench, 'outside', 'n');
  const wanted = dialect.ends ? ['n1', 'n3'] : ['n1', 'n2', 'n3'];
  context.step(
    `三层嵌套，应留下 ${wanted.join('、')}`,
    why ?? `留下 ${[...inside, ...outside].join('、') || '无'}`,
  );
  return why === undefined && outside.length === 0 && inside.join() === wanted.join();
}
