import type { Sample } from './sample.ts';

const integrity = /^23/;
const wrongName = /^42/;
const people = [
  'CREATE TABLE {s}.people (id INTEGER NOT NULL, name VARCHAR(20), dept INTEGER, pay INTEGER)',
  `INSERT INTO {s}.people (id, name, dept, pay) VALUES (1, 'Ann', 10, 500), (2, 'Bob', 10, 300), (3, 'Cid', 20, 400), (4, 'Dot', NULL, NULL)`,
  'CREATE TABLE {s}.dept (id INTEGER NOT NULL, title VARCHAR(20))',
  `INSERT INTO {s}.dept (id, title) VALUES (10, 'north'), (20, 'south'), (30, 'west')`,
];
const queries = (feature: string, clause: string, title: string, ...steps: Sample['steps']): Sample => ({
  feature,
  clause,
  title,
  of: 'E-core-queries',
  steps,
});
const constraints = (feature: string, title: string, ...steps: Sample['steps']): Sample => ({
  feature,
  clause: '11.7',
  title,
  of: 'E-core-constraints',
  steps,
});

/** Tables that the samples of queries read. */
export const commonTables: readonly string[] = people;

/** Samples of features that Annex F makes mandatory (Core SQL). */
export const coreSamples: readonly Sample[] = [
  queries(
    'E011',
    '6.26',
    '数值运算',
    ['SELECT 7 * 6 - 2, (7 + 2) / 3 FROM {s}.dept WHERE id = 10', [['40', '3']]],
    ['SELECT id / 0 FROM {s}.dept', /^22012$/],
  ),
  queries(
    'E021',
    '6.27–6.29',
    '字符串函数',
    [
      `SELECT UPPER(name) || LOWER('X'), CHARACTER_LENGTH(name) FROM {s}.people WHERE id = 1`,
      [['ANNx', '3']],
    ],
    [
      `SELECT SUBSTRING(title FROM 2 FOR 3), POSITION('th' IN title) FROM {s}.dept WHERE id = 10`,
      [['ort', '4']],
    ],
    [`SELECT TRIM(BOTH 'h' FROM title) FROM {s}.dept WHERE id = 20`, [['sout']]],
  ),
  queries(
    'E051',
    '7.12',
    '去重、分组与分组条件',
    ['SELECT DISTINCT dept FROM {s}.people WHERE dept IS NOT NULL ORDER BY dept', [['10'], ['20']]],
    ['SELECT dept, SUM(pay) AS total FROM {s}.people GROUP BY dept HAVING COUNT(*) > 1', [['10', '800']]],
    ['SELECT p.* FROM {s}.people AS p WHERE p.id = 3', [['3', 'Cid', '20', '400']]],
    ['SELECT dept, pay FROM {s}.people GROUP BY dept', wrongName],
  ),
  queries(
    'E061',
    '8.1–8.12',
    '谓词与子查询',
    ['SELECT id FROM {s}.people WHERE pay BETWEEN 300 AND 400 ORDER BY id', [['2'], ['3']]],
    [`SELECT id FROM {s}.people WHERE name LIKE '_o%' ORDER BY id`, [['2'], ['4']]],
    ['SELECT id FROM {s}.people WHERE dept NOT IN (20, 30) ORDER BY id', [['1'], ['2']]],
    [
      'SELECT id FROM {s}.people WHERE pay >= ALL (SELECT pay FROM {s}.people WHERE pay IS NOT NULL)',
      [['1']],
    ],
    [
      'SELECT d.id FROM {s}.dept AS d WHERE NOT EXISTS (SELECT 1 FROM {s}.people AS p WHERE p.dept = d.id)',
      [['30']],
    ],
    ['SELECT id FROM {s}.people WHERE id = (SELECT id FROM {s}.dept)', /^21/],
  ),
  queries(
    'E071',
    '7.13',
    '并、差',
    [
      'SELECT dept FROM {s}.people WHERE dept > 0 UNION SELECT id FROM {s}.dept ORDER BY 1',
      [['10'], ['20'], ['30']],
    ],
    ['SELECT COUNT(*) FROM (SELECT dept FROM {s}.people UNION ALL SELECT id FROM {s}.dept) AS u', [['7']]],
    ['SELECT id FROM {s}.dept EXCEPT SELECT dept FROM {s}.people', [['30']]],
    ['SELECT id, title FROM {s}.dept UNION SELECT id FROM {s}.dept', wrongName],
  ),
  queries(
    'E091',
    '10.9',
    '集合函数',
    [
      'SELECT COUNT(*), COUNT(pay), COUNT(DISTINCT dept), MIN(pay), MAX(pay), SUM(pay), CAST(AVG(pay) AS INTEGER) FROM {s}.people',
      [['4', '3', '2', '300', '500', '1200', '400']],
    ],
    ['SELECT id FROM {s}.people WHERE SUM(pay) > 1', wrongName],
  ),
  queries(
    'E101',
    '14.8–14.11',
    '插入、更新与删除',
    'CREATE TABLE {s}.e101 (id INTEGER, v INTEGER)',
    'INSERT INTO {s}.e101 (id, v) SELECT id, pay FROM {s}.people',
    'UPDATE {s}.e101 SET v = v + 1 WHERE v > 300',
    'DELETE FROM {s}.e101 WHERE v IS NULL',
    [
      'SELECT id, v FROM {s}.e101 ORDER BY id',
      [
        ['1', '501'],
        ['2', '300'],
        ['3', '401'],
      ],
    ],
    ['INSERT INTO {s}.e101 (id, missing) VALUES (1, 2)', wrongName],
  ),
  queries(
    'E131',
    '8.7',
    '空值与三值逻辑',
    ['SELECT COUNT(*) FROM {s}.people WHERE pay = NULL OR NOT (pay = NULL)', [['0']]],
    ['SELECT id FROM {s}.people WHERE pay IS NULL', [['4']]],
  ),
  queries(
    'F041',
    '7.7',
    '内连接与左右外连接',
    [
      'SELECT p.id, d.title FROM {s}.people AS p INNER JOIN {s}.dept AS d ON p.dept = d.id ORDER BY p.id',
      [
        ['1', 'north'],
        ['2', 'north'],
        ['3', 'south'],
      ],
    ],
    [
      'SELECT p.id, d.title FROM {s}.people AS p LEFT OUTER JOIN {s}.dept AS d ON p.dept = d.id WHERE p.id > 2 ORDER BY p.id',
      [
        ['3', 'south'],
        ['4', null],
      ],
    ],
    [
      'SELECT p.id, d.id FROM {s}.people AS p RIGHT JOIN {s}.dept AS d ON p.dept = d.id WHERE d.id > 10 ORDER BY 2',
      [
        ['3', '20'],
        [null, '30'],
      ],
    ],
  ),
  queries(
    'F201',
    '6.12',
    '类型转换',
    [
      `SELECT CAST('42' AS INTEGER) + 1, CAST(42 AS VARCHAR(5)) || '!' FROM {s}.dept WHERE id = 10`,
      [['43', '42!']],
    ],
    [`SELECT CAST('4x' AS INTEGER) FROM {s}.dept`, /^22/],
  ),
  queries('F471', '7.15', '标量子查询', [
    'SELECT d.id, (SELECT COUNT(*) FROM {s}.people AS p WHERE p.dept = d.id) AS n FROM {s}.dept AS d ORDER BY d.id',
    [
      ['10', '2'],
      ['20', '1'],
      ['30', '0'],
    ],
  ]),
  constraints(
    'E141-01',
    '非空',
    'CREATE TABLE {s}.e141a (id INTEGER NOT NULL)',
    'INSERT INTO {s}.e141a (id) VALUES (1)',
    ['INSERT INTO {s}.e141a (id) VALUES (NULL)', integrity],
  ),
  constraints(
    'E141-02',
    '唯一',
    'CREATE TABLE {s}.e141b (id INTEGER UNIQUE)',
    'INSERT INTO {s}.e141b (id) VALUES (1), (2)',
    ['INSERT INTO {s}.e141b (id) VALUES (2)', integrity],
    ['UPDATE {s}.e141b SET id = 1 WHERE id = 2', integrity],
  ),
  constraints(
    'E141-03',
    '主键',
    'CREATE TABLE {s}.e141c (a INTEGER, b INTEGER, PRIMARY KEY (a, b))',
    'INSERT INTO {s}.e141c (a, b) VALUES (1, 1), (1, 2)',
    ['INSERT INTO {s}.e141c (a, b) VALUES (1, 2)', integrity],
    ['INSERT INTO {s}.e141c (a, b) VALUES (1, NULL)', integrity],
  ),
  constraints(
    'E141-04',
    '外键',
    'CREATE TABLE {s}.e141p (id INTEGER PRIMARY KEY)',
    'CREATE TABLE {s}.e141d (p INTEGER REFERENCES {s}.e141p (id))',
    'INSERT INTO {s}.e141p (id) VALUES (1)',
    'INSERT INTO {s}.e141d (p) VALUES (1)',
    ['INSERT INTO {s}.e141d (p) VALUES (2)', integrity],
    ['DELETE FROM {s}.e141p WHERE id = 1', integrity],
  ),
  constraints(
    'E141-06',
    '检查',
    'CREATE TABLE {s}.e141f (v INTEGER CHECK (v > 0 AND v < 10))',
    'INSERT INTO {s}.e141f (v) VALUES (9)',
    'INSERT INTO {s}.e141f (v) VALUES (NULL)',
    ['INSERT INTO {s}.e141f (v) VALUES (10)', integrity],
  ),
  constraints(
    'E141-07',
    '列缺省值',
    'CREATE TABLE {s}.e141g (id INTEGER, v INTEGER DEFAULT 7)',
    'INSERT INTO {s}.e141g (id) VALUES (1)',
    ['SELECT id, v FROM {s}.e141g', [['1', '7']]],
  ),
  {
    feature: 'E151',
    clause: '16.6–16.7',
    title: '提交与回滚',
    of: 'E-core-transactions',
    steps: [
      'CREATE TABLE {s}.e151 (id INTEGER)',
      'START TRANSACTION',
      'INSERT INTO {s}.e151 (id) VALUES (1)',
      'COMMIT',
      'START TRANSACTION',
      'INSERT INTO {s}.e151 (id) VALUES (2)',
      'DELETE FROM {s}.e151 WHERE id = 1',
      'ROLLBACK',
      ['SELECT id FROM {s}.e151', [['1']]],
    ],
  },
  {
    feature: 'E152',
    clause: '16.2',
    title: '设置事务隔离级别',
    of: 'E-core-transactions',
    steps: [
      'START TRANSACTION',
      'SET TRANSACTION ISOLATION LEVEL SERIALIZABLE',
      ['SELECT COUNT(*) FROM {s}.dept', [['3']]],
      'COMMIT',
    ],
  },
  {
    feature: 'F031-02',
    clause: '11.22',
    title: '建立与撤销视图',
    of: 'E-core-views',
    steps: [
      'CREATE VIEW {s}.f031 (id, name) AS SELECT id, name FROM {s}.people WHERE dept = 10',
      ['SELECT name FROM {s}.f031 WHERE id > 1', [['Bob']]],
      'DROP VIEW {s}.f031 RESTRICT',
      ['SELECT name FROM {s}.f031', wrongName],
    ],
  },
  {
    feature: 'F131',
    clause: '7.12',
    title: '分组视图',
    of: 'E-core-views',
    steps: [
      'CREATE VIEW {s}.f131 AS SELECT dept, COUNT(*) AS n FROM {s}.people GROUP BY dept',
      [
        'SELECT d.title, v.n FROM {s}.f131 AS v JOIN {s}.dept AS d ON d.id = v.dept ORDER BY d.id',
        [
          ['north', '2'],
          ['south', '1'],
        ],
      ],
    ],
  },
  {
    feature: 'F261',
    clause: '6.11',
    title: 'CASE 表达式',
    of: 'F261-case',
    steps: [
      [
        `SELECT CASE WHEN pay >= 400 THEN 'high' WHEN pay IS NULL THEN 'none' ELSE 'low' END FROM {s}.people ORDER BY id`,
        [['high'], ['low'], ['high'], ['none']],
      ],
      [
        `SELECT CASE dept WHEN 10 THEN 'a' ELSE 'b' END, COALESCE(pay, 0), NULLIF(id, 4) FROM {s}.people WHERE id = 4`,
        [['b', '0', null]],
      ],
      ['SELECT CASE WHEN pay > 0 THEN 1 ELSE 2 FROM {s}.people', wrongName],
    ],
  },
];
