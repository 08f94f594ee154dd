import type { Redactor } from '../../../evidence/index.ts';

/** One statement as it was sent to a database, the head of its result, and how long it took. */
export interface StatementRecord {
  at: string;
  /** Address of the database, and which of our connections. */
  session: string;
  sql: string;
  parameters?: readonly (string | null)[];
  answer?: { tag: string; columns: readonly string[]; rows: readonly (string | null)[][]; count: number };
  /** What the database said when it did not carry the statement out. */
  refused?: { sqlState: string; message: string };
  fault?: string;
  elapsedMs: number;
}

export function redactStatement(record: StatementRecord, redactor: Redactor): StatementRecord {
  const cell = (value: string | null) => (value === null ? null : redactor.text(value));
  const { parameters, answer, refused, fault } = record;
  return {
    ...record,
    sql: redactor.text(record.sql),
    ...(parameters ? { parameters: parameters.map(cell) } : {}),
    ...(answer ? { answer: { ...answer, rows: answer.rows.map((row) => row.map(cell)) } } : {}),
    ...(refused ? { refused: { ...refused, message: redactor.text(refused.message) } } : {}),
    ...(fault === undefined ? {} : { fault: redactor.text(fault) }),
  };
}
