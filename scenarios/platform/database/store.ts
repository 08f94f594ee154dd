import type { ColumnOrder, Query, Statement, TableConstraint, Value } from './ast.ts';
import { sqlError } from './sql-error.ts';

export interface Table {
  kind: 'table';
  columns: readonly ColumnOrder[];
  constraints: readonly TableConstraint[];
  rows: ReadonlyMap<number, readonly Value[]>;
  nextRow: number;
  /** Beside the table itself: an identity that was given out stays so after a rollback. */
  identity: { next: number };
}
export type Stored =
  | Table
  | { kind: 'schema' }
  | { kind: 'view'; columns?: string[]; query: Query }
  | { kind: 'sequence'; at: { next: number; by: number } }
  | { kind: 'procedure' | 'function'; body: string }
  | {
      kind: 'trigger';
      table: string;
      event: string;
      row: string;
      action: (Statement & { is: 'create-trigger' })['action'];
    };
export type Catalog = ReadonlyMap<string, Stored>;

/** Whoever holds locks; a transaction within another one names it. */
export interface Holder {
  parent?: Holder | undefined;
  waitingFor?: Holder | undefined;
}
export interface Activity {
  pid: number;
  user: string;
  application: string;
  address: string;
  startedAt: Date;
  transactionAt?: Date | undefined;
  state: string;
  query: string;
  queryAt: Date;
  /** Bytes that its open cursors hold. */
  held: number;
}
export interface Database {
  /** What everybody sees; replaced whole by each commit, so that a reader keeps what it began with. */
  committed: Catalog;
  locks: Map<string, { holder: Holder; waiting: (() => void)[] }>;
  activities: Map<number, Activity>;
  statements: Map<string, { calls: number; totalMs: number; rows: number }>;
  history: { user: string; query: string; startedAt: Date; endedAt: Date }[];
  settings: Map<string, string>;
  defects: ReadonlySet<string>;
  nextPid: number;
}

export function openDatabase(defects: ReadonlySet<string>): Database {
  return {
    committed: new Map([['public', { kind: 'schema' }]]),
    locks: new Map(),
    activities: new Map(),
    statements: new Map(),
    history: [],
    settings: new Map([['server_version', '15.0 (biaochi-stand-in)']]),
    defects,
    nextPid: 1000,
  };
}

export const qualified = (name: string) => (name.includes('.') ? name : `public.${name}`);

/** What one transaction has changed and not yet shown to others. */
export interface Transaction {
  own: Map<string, Stored | undefined>;
  isolation: string;
  snapshot?: Catalog;
  explicit: boolean;
  failed: boolean;
  savepoints: { name: string; own: Map<string, Stored | undefined> }[];
}

export const openTransaction = (explicit: boolean, isolation: string): Transaction => ({
  own: new Map(),
  isolation,
  explicit,
  failed: false,
  savepoints: [],
});

/** What the transaction sees at this instant: its own changes over what is committed, or over what was at its begin. */
export function seen(database: Database, transaction: Transaction): Catalog {
  if (transaction.isolation !== 'read committed') transaction.snapshot ??= database.committed;
  const base = transaction.snapshot ?? database.committed;
  if (transaction.own.size === 0) return base;
  const found = new Map(base);
  for (const [name, stored] of transaction.own) {
    if (stored) found.set(name, stored);
    else found.delete(name);
  }
  return found;
}

export function commit(database: Database, { own }: Transaction): void {
  if (own.size === 0) return;
  const next = new Map(database.committed);
  for (const [name, stored] of own) {
    if (stored) next.set(name, stored);
    else next.delete(name);
  }
  database.committed = next;
}

/**
 * Takes the lock of one object for a transaction, waiting while another one holds it.
 * Two that wait for each other are SQLSTATE 40P01; `ended` rejects when the statement is cancelled.
 */
export async function lock(
  database: Database,
  holder: Holder,
  held: Set<string>,
  name: string,
  ended: Promise<never>,
): Promise<void> {
  if (held.has(name)) return;
  for (;;) {
    const taken = database.locks.get(name);
    if (!taken) break;
    for (let other: Holder | undefined = taken.holder; other; other = other.waitingFor) {
      for (let mine: Holder | undefined = holder; mine; mine = mine.parent)
        if (mine === other) throw sqlError('40P01', 'deadlock detected');
    }
    holder.waitingFor = taken.holder;
    try {
      await Promise.race([new Promise<void>((resolve) => taken.waiting.push(resolve)), ended]);
    } finally {
      holder.waitingFor = undefined;
    }
  }
  database.locks.set(name, { holder, waiting: [] });
  held.add(name);
}

export function unlock(database: Database, held: Set<string>): void {
  for (const name of held) {
    const taken = database.locks.get(name);
    database.locks.delete(name);
    for (const wake of taken?.waiting ?? []) wake();
  }
  held.clear();
}
