import type { Defect, Turn } from '../defect.ts';

const of =
  (probe: string) =>
  (...measurands: string[]): Turn => ({ probe, measurands });
const relational = of('database-relational');
const autonomous = of('database-autonomous-transactions');
const drivers = of('database-drivers');
const views = of('database-performance-views');
const standard = (...items: string[]): Turn => ({
  probe: 'database-sql-standard',
  measurands: ['features-supported', 'features-failed'],
  items: { 'features-supported': items },
});

/** Ways in which the stand-in's database falls short. */
export const databaseDefects: Defect[] = [
  {
    name: 'database-foreign-key-ignored',
    title: '数据库不检查外键',
    turns: [relational('constraints-enforced'), standard('E-core-constraints')],
  },
  {
    name: 'database-outer-join-drops',
    title: '数据库的外连接丢失无对应的行',
    turns: [relational('queries-correct'), standard('E-core-queries', 'F401-outer-join')],
  },
  {
    name: 'database-updates-lost',
    title: '数据库并发改写同一行时丢失更新',
    turns: [relational('transactions-hold')],
  },
  {
    name: 'database-autonomous-trigger-ignored',
    title: '触发器内的自治事务随外层事务回滚',
    turns: [{ ...autonomous('contexts-supported'), items: { 'contexts-supported': ['trigger'] } }],
  },
  {
    name: 'database-autonomous-nested-ignored',
    title: '嵌套的自治事务并入上一层',
    turns: [autonomous('nested-calls')],
  },
  {
    name: 'database-cancel-ignored',
    title: '数据库不理会取消语句的请求',
    turns: [drivers('protocol-operations')],
  },
  {
    name: 'database-password-unchecked',
    title: '数据库接受任何口令',
    turns: [drivers('wrong-password-refused')],
  },
  {
    name: 'database-top-sql-stale',
    title: '最耗资源的 SQL 视图不随执行更新',
    turns: [views('top-sql-follows')],
  },
  { name: 'database-memory-fixed', title: '内存视图不随占用变化', turns: [views('memory-follows')] },
  {
    name: 'database-transactions-hidden',
    title: '事务视图不显示未提交的事务',
    turns: [views('transaction-follows')],
  },
  {
    name: 'database-threads-merged',
    title: '线程视图把各会话显示为同一线程',
    turns: [views('thread-follows')],
  },
  {
    name: 'database-history-missing',
    title: '操作历史视图没有记录',
    turns: [views('operation-history-follows')],
  },
];
