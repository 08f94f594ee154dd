import type { Relation } from './evaluate.ts';
import { sqlError } from './sql-error.ts';
import { type Activity, commit, type Database, type Holder, type Transaction, unlock } from './store.ts';

export interface Session extends Holder {
  database: Database;
  activity: Activity;
  transaction: Transaction | undefined;
  held: Set<string>;
  cursors: Map<string, { relation: Relation; at: number }>;
  settings: Map<string, string>;
  /** Ends the statement that runs, with SQLSTATE 57014. */
  cancel(): void;
  ended: Promise<never>;
}

export function openSession(database: Database, activity: Activity, parent?: Session): Session {
  const session: Session = {
    parent,
    database,
    activity,
    transaction: undefined,
    held: new Set(),
    cursors: new Map(),
    settings: new Map(),
    cancel: () => undefined,
    ended: new Promise(() => undefined),
  };
  armed(session);
  return session;
}

/** A new way to cancel, for the next statement. */
export function armed(session: Session): void {
  session.ended = new Promise((_, reject) => {
    session.cancel = () => reject(sqlError('57014', 'canceling statement due to user request'));
  });
  session.ended.catch(() => undefined);
}

export function closeSession(session: Session): void {
  session.transaction = undefined;
  session.cursors.clear();
  unlock(session.database, session.held);
}

/** Ends the transaction that is open: all of it becomes visible at once, or nothing. */
export function end(session: Session, keep: boolean): void {
  const { transaction, database } = session;
  session.transaction = undefined;
  session.activity.transactionAt = undefined;
  session.cursors.clear();
  session.activity.held = 0;
  if (transaction && keep && !transaction.failed) commit(database, transaction);
  unlock(database, session.held);
}
