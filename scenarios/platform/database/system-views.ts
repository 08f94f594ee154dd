import type { Value } from './ast.ts';
import type { Relation } from './evaluate.ts';
import type { Activity, Catalog, Database } from './store.ts';

const at = (date: Date | undefined): Value => date?.toISOString() ?? null;

function relation(names: readonly string[], rows: Value[][]): Relation {
  return { columns: names.map((name) => ({ table: '', name })), rows };
}

/** Fixed part of a session's memory, bytes. */
const baseBytes = 262_144;

/** What this server tells of itself; undefined when it has no such view. */
export function systemView(name: string, database: Database, self: Activity): Relation | undefined {
  const { defects } = database;
  switch (name) {
    case 'pg_stat_activity': {
      const shown = [...database.activities.values()];
      return relation(
        [
          'pid',
          'usename',
          'application_name',
          'client_addr',
          'backend_start',
          'xact_start',
          'query_start',
          'state',
          'query',
          'backend_type',
        ],
        shown.map((a) => [
          defects.has('database-threads-merged') ? 1 : a.pid,
          a.user,
          a.application,
          a.address,
          at(a.startedAt),
          defects.has('database-transactions-hidden') ? null : at(a.transactionAt),
          at(a.queryAt),
          a.state,
          a.query,
          'client backend',
        ]),
      );
    }
    case 'pg_stat_statements':
      return relation(
        ['query', 'calls', 'total_exec_time', 'rows'],
        [...database.statements].map(([query, { calls, totalMs, rows }]) => [
          query,
          defects.has('database-top-sql-stale') ? 1 : calls,
          totalMs,
          rows,
        ]),
      );
    case 'pg_backend_memory_contexts':
      return relation(
        ['name', 'total_bytes'],
        [
          ['TopMemoryContext', baseBytes],
          ['PortalMemory', defects.has('database-memory-fixed') ? 8_192 : 8_192 + self.held],
        ],
      );
    case 'dbe_perf.statement_history':
      // Under another name, for those who know it.
      if (defects.has('database-views-renamed')) return undefined;
      return relation(
        ['user_name', 'query', 'start_time', 'finish_time'],
        database.history
          .filter(() => !defects.has('database-history-missing'))
          .map((h) => [h.user, h.query, at(h.startedAt), at(h.endedAt)]),
      );
    default:
      return undefined;
  }
}

/** Columns of all tables, as INFORMATION_SCHEMA has them. */
export function columnsOf(catalog: Catalog): Relation {
  return relation(
    ['table_schema', 'table_name', 'column_name', 'ordinal_position', 'data_type'],
    [...catalog].flatMap(([full, stored]) => {
      const [schema = '', table = ''] = full.split('.');
      if (stored.kind !== 'table') return [];
      return stored.columns.map(({ name, type }, index): Value[] => [schema, table, name, index + 1, type]);
    }),
  );
}
