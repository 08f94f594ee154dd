import { createSchema, databaseOf } from '../../clients/postgresql/schema.ts';
import { openSql, type SqlOutcome, type SqlSession } from '../../clients/postgresql.ts';
import type { Probe } from '../../probe.ts';
import { commonTables, coreSamples } from './core-samples.ts';
import { optionalSamples } from './optional-samples.ts';
import type { Sample, Step } from './sample.ts';

export const samples: readonly Sample[] = [...coreSamples, ...optionalSamples];

/** Runs each sample by itself and tells which of the features came out as the standard has them. */
export const probe: Probe = {
  id: 'database-sql-standard',
  version: 1,
  async gather(context) {
    const session = await openSql(context, databaseOf(context));
    const schema = await createSchema(context, session);
    for (const sql of commonTables) await session.run(sql.replaceAll('{s}', schema));
    const failed = new Map<Sample, string>();
    for (const sample of samples) {
      const why = await whyNot(session, schema, sample);
      if (why !== undefined) failed.set(sample, why);
      context.step(
        `${sample.feature} ${sample.title}（ISO/IEC 9075-2:2003 ${sample.clause}）`,
        why ?? '结果与预先算好的一致',
      );
    }
    const groups = [...new Set(samples.map(({ of }) => of))];
    const supported = groups.filter((group) => ![...failed.keys()].some(({ of }) => of === group));
    return {
      measurements: [
        { measurand: 'features-supported', values: [supported] },
        { measurand: 'features-failed', unit: 'piece', values: [failed.size] },
      ],
    };
  },
};

/** What was contrary to the sample; undefined when all of it held. Leaves no transaction open. */
async function whyNot(session: SqlSession, schema: string, { steps }: Sample): Promise<string | undefined> {
  for (const step of steps) {
    const sql = (typeof step === 'string' ? step : step[0]).replaceAll('{s}', schema);
    const why = contrary(step, await session.attempt(sql));
    if (why === undefined) continue;
    if (steps.some((other) => typeof other === 'string' && other.startsWith('START')))
      await session.attempt('ROLLBACK');
    return `${sql.replaceAll(`${schema}.`, '')}：${why}`;
  }
  return undefined;
}

function contrary(step: Step, { answer, refused }: SqlOutcome): string | undefined {
  const wanted = typeof step === 'string' ? undefined : step[1];
  if (wanted instanceof RegExp) {
    if (answer) return '应被拒绝而被接受';
    return wanted.test(refused.sqlState)
      ? undefined
      : `拒绝的代码为 ${refused.sqlState}（${refused.message}）`;
  }
  if (refused) return `被拒绝，${refused.sqlState} ${refused.message}`;
  if (wanted === undefined) return undefined;
  const found = JSON.stringify(answer.rows);
  return found === JSON.stringify(wanted) ? undefined : `结果为 ${found.slice(0, 200)}`;
}
