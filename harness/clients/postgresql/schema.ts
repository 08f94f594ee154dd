import { type Component, type DatabaseComponent, Fault } from '../../../spec/index.ts';
import type { ProbeContext } from '../../probe.ts';
import { openSql, type SqlSession } from '../postgresql.ts';

/** The database of this observation. */
export function databaseOf({ component }: { component: Component }): DatabaseComponent {
  if (component.role === 'database') return component;
  throw new Error(`component ${component.id} is no database`);
}

/** A marker as an identifier of SQL, which takes no hyphen. */
export const identifierOf = (marker: string): string => marker.replaceAll('-', '_');

/**
 * A schema of its own, named by the marker, for all that a probe makes; it is dropped with all of it at the end,
 * by a session of its own, since the one that made it may hang or be in an aborted transaction.
 */
export async function createSchema(context: ProbeContext, session: SqlSession): Promise<string> {
  const name = identifierOf(context.marker);
  const component = databaseOf(context);
  return context.resources.create(
    '数据库模式',
    async () => {
      const { refused } = await session.attempt(`CREATE SCHEMA ${name}`);
      if (refused)
        throw new Fault('TARGET_PREREQUISITE', `不能建立模式：${refused.sqlState} ${refused.message}`);
      return name;
    },
    (made) => made,
    async () => {
      const remover = await openSql(context, component);
      await remover.run(`DROP SCHEMA IF EXISTS ${name} CASCADE`);
      await remover.close();
    },
  );
}
