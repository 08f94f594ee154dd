import type { Value } from './ast.ts';
import { blockOf } from './block.ts';
import type { Work } from './manipulation.ts';
import { sqlError } from './sql-error.ts';
import { type Catalog, qualified, type Stored } from './store.ts';

export type Routine = Stored & { kind: 'procedure' | 'function' };

export function routineOf(catalog: Catalog, name: string): Routine {
  const found = catalog.get(qualified(name));
  if (found?.kind === 'procedure' || found?.kind === 'function') return found;
  throw sqlError('42883', `routine ${name}() does not exist`);
}

/** Runs a block within the transaction of its caller, or within one of its own that the caller's end does not touch. */
export async function runRoutine(work: Work, { body }: Routine, context: string): Promise<Value> {
  const { autonomous, statements } = blockOf(body);
  const place = work.isApart ? 'nested' : context;
  if (autonomous && !work.has(`database-autonomous-${place}-ignored`)) {
    await work.performApart(statements);
    return null;
  }
  for (const statement of statements) {
    if (statement.is !== 'commit' && statement.is !== 'rollback') await work.perform(statement);
    else if (!autonomous) throw sqlError('2D000', 'invalid transaction termination');
  }
  return null;
}
