/** One way in which a product of this family tells of it: a query that gives one figure. */
export interface View {
  name: string;
  sql(what: string): string;
}
const like = (text: string) => `'%${text.replaceAll("'", "''")}%'`;

/** Calls of a statement, and the time that all of them took. */
export const statementViews: readonly View[] = [
  ['pg_stat_statements', 'calls', 'total_exec_time', 'query'],
  ['pg_stat_statements', 'calls', 'total_time', 'query'],
  ['sys_stat_statements', 'calls', 'total_exec_time', 'query'],
  ['sys_stat_statements', 'calls', 'total_time', 'query'],
  ['dbe_perf.statement', 'n_calls', 'total_elapse_time', 'query'],
].map(([name, calls, time, query]) => ({
  name: name!,
  sql: (text) => `SELECT SUM(${calls}), SUM(${time}) FROM ${name} WHERE ${query} LIKE ${like(text)}`,
}));

/** Bytes that the asking session holds. */
export const memoryViews: readonly View[] = [
  {
    name: 'pg_backend_memory_contexts',
    sql: () => 'SELECT SUM(total_bytes) FROM pg_backend_memory_contexts',
  },
  {
    name: 'sys_backend_memory_contexts',
    sql: () => 'SELECT SUM(total_bytes) FROM sys_backend_memory_contexts',
  },
  { name: 'gs_session_memory_detail', sql: () => 'SELECT SUM(totalsize) FROM gs_session_memory_detail' },
];

/** Transactions that are open in sessions of this name. */
export const transactionViews: readonly View[] = ['pg_stat_activity', 'sys_stat_activity'].map((name) => ({
  name,
  sql: (text) => `SELECT COUNT(*) FROM ${name} WHERE application_name = '${text}' AND xact_start IS NOT NULL`,
}));

/** Threads or processes that serve sessions of this name. */
export const threadViews: readonly View[] = ['pg_stat_activity', 'sys_stat_activity'].map((name) => ({
  name,
  sql: (text) => `SELECT COUNT(DISTINCT pid) FROM ${name} WHERE application_name = '${text}'`,
}));

/** Single operations, each with its time; sums over all executions are no history. */
export const historyViews: readonly View[] = [
  ['dbe_perf.statement_history', 'query', 'start_time'],
  ['pg_catalog.statement_history', 'query', 'start_time'],
  ['sys_stat_statements_history', 'query', 'query_start'],
].map(([name, query, time]) => ({
  name: name!,
  // The question itself is kept too, and does not begin so.
  sql: (text) => `SELECT COUNT(*) FROM ${name} WHERE ${query} LIKE '${text}%' AND ${time} IS NOT NULL`,
}));
