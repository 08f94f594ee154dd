import type { Defect, Turn } from '../defect.ts';

const of =
  (probe: string) =>
  (...measurands: string[]): Turn => ({ probe, measurands });
const standard = of('database-sql-standard');
const item = (turn: Turn, measurand: string, ...items: string[]): Turn => ({ ...turn, items: { [measurand]: items } });

/** Ways in which the stand-in's database falls short. */
export const databaseDefects: Defect[] = [
  {
    name: 'database-foreign-key-ignored',
    title: '数据库不检查外键',
    turns: [item(standard('features-supported', 'features-failed'), 'features-supported', 'E-core-constraints')],
  },
];
