import type { Statement } from './ast.ts';
import { readStatement } from './parse.ts';
import { readerOf } from './reader.ts';

export interface Block {
  autonomous: boolean;
  statements: Statement[];
}

/** `[DECLARE PRAGMA AUTONOMOUS_TRANSACTION;] BEGIN statements END`; a RETURN is read and gives null. */
export function blockOf(body: string): Block {
  const reader = readerOf(body);
  let autonomous = false;
  if (reader.take('declare')) {
    reader.expect('pragma', 'autonomous_transaction', ';');
    autonomous = true;
  }
  reader.expect('begin');
  const statements: Statement[] = [];
  while (!reader.take('end')) {
    if (reader.take('return')) while (!reader.is(';')) reader.next();
    else statements.push(readStatement(reader));
    reader.expect(';');
  }
  reader.take(';');
  if (reader.kind() !== 'end') throw reader.unexpected();
  return { autonomous, statements };
}
