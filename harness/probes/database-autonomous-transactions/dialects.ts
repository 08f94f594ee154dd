/** Where an autonomous transaction can be written. */
export const contexts = ['procedure', 'function', 'trigger', 'anonymous-block'] as const;
export type Context = (typeof contexts)[number];

/**
 * How products of this family write it: all by PRAGMA AUTONOMOUS_TRANSACTION, with the block as a string or bare,
 * and with an end of the inner transaction that is written or that goes without saying.
 */
export interface Dialect {
  title: string;
  quoted: boolean;
  declare: boolean;
  ends: boolean;
}
export const dialects: readonly Dialect[] = [
  { title: '程序体为字符串，显式结束', quoted: true, declare: true, ends: true },
  { title: '程序体为字符串，随块提交', quoted: true, declare: true, ends: false },
  { title: '程序体直接书写，显式结束', quoted: false, declare: false, ends: true },
  { title: '程序体以 DECLARE 直接书写，随块提交', quoted: false, declare: true, ends: false },
];

export interface Written {
  /** Makes the unit; empty for what is not kept. */
  define: string[];
  call: string;
}

/** A unit that does this in an autonomous transaction of its own; `end` only where the dialect writes one. */
export function write(
  { quoted, declare, ends }: Dialect,
  context: Context,
  schema: string,
  name: string,
  work: readonly string[],
  end: 'COMMIT' | 'ROLLBACK',
): Written {
  const unit = `${schema}.${name}`;
  const head = quoted || declare || context === 'anonymous-block' || context === 'trigger' ? 'DECLARE ' : '';
  const last = context === 'function' ? ['RETURN 1'] : context === 'trigger' && quoted ? ['RETURN NEW'] : [];
  const lines = [...work, ...(ends ? [end] : []), ...last].map((line) => `${line};`).join(' ');
  const block = `${head}PRAGMA AUTONOMOUS_TRANSACTION; BEGIN ${lines} END`;
  const body = quoted ? `LANGUAGE plpgsql AS $$ ${block} $$` : `AS ${block};`;
  switch (context) {
    case 'procedure':
      return { define: [`CREATE PROCEDURE ${unit}() ${body}`], call: `CALL ${unit}()` };
    case 'function': {
      const returns = quoted ? 'RETURNS' : 'RETURN';
      return { define: [`CREATE FUNCTION ${unit}() ${returns} INTEGER ${body}`], call: `SELECT ${unit}()` };
    }
    case 'anonymous-block':
      return { define: [], call: quoted ? `DO $$ ${block} $$` : `${block};` };
    case 'trigger': {
      const table = `${unit}_fired`;
      const event = `CREATE TRIGGER ${name} AFTER INSERT ON ${table} FOR EACH ROW`;
      const call = `INSERT INTO ${table} (id) VALUES (1)`;
      const made = [`CREATE TABLE ${table} (id INTEGER)`];
      if (!quoted) return { define: [...made, `${event} ${block};`], call };
      const routine = `CREATE FUNCTION ${unit}() RETURNS TRIGGER ${body}`;
      return { define: [...made, routine, `${event} EXECUTE PROCEDURE ${unit}()`], call };
    }
  }
}
