import type { Sample } from './sample.ts';

const optional = (of: string, clause: string, title: string, ...steps: Sample['steps']): Sample => ({
  feature: of.split('-')[0]!,
  clause,
  title,
  of,
  steps,
});

/** Samples of features that SQL:2003 leaves to the product; F312 and the T-features of 17x, 61x are new in that edition. */
export const optionalSamples: readonly Sample[] = [
  optional(
    'F312-merge',
    '14.9',
    '合并语句',
    'CREATE TABLE {s}.f312 (id INTEGER PRIMARY KEY, v INTEGER)',
    'INSERT INTO {s}.f312 (id, v) VALUES (10, 1), (99, 9)',
    `MERGE INTO {s}.f312 AS t USING {s}.dept AS d ON t.id = d.id WHEN MATCHED THEN UPDATE SET v = t.v + 100 WHEN NOT MATCHED THEN INSERT (id, v) VALUES (d.id, 0)`,
    [
      'SELECT id, v FROM {s}.f312 ORDER BY id',
      [
        ['10', '101'],
        ['20', '0'],
        ['30', '0'],
        ['99', '9'],
      ],
    ],
  ),
  optional(
    'F401-outer-join',
    '7.7',
    '全外连接与交叉连接',
    [
      'SELECT p.id, d.id FROM {s}.people AS p FULL OUTER JOIN {s}.dept AS d ON p.dept = d.id WHERE p.id IS NULL OR d.id IS NULL ORDER BY 1',
      [
        ['4', null],
        [null, '30'],
      ],
    ],
    ['SELECT COUNT(*) FROM {s}.people CROSS JOIN {s}.dept', [['12']]],
  ),
  optional('F591-derived-table', '7.6', '派生表', [
    'SELECT t.n FROM (SELECT dept, COUNT(*) FROM {s}.people GROUP BY dept) AS t (d, n) WHERE t.d = 10',
    [['2']],
  ]),
  optional('T121-with-query', '7.13', 'WITH 子句', [
    'WITH rich (id) AS (SELECT id FROM {s}.people WHERE pay > 300) SELECT COUNT(*) FROM rich',
    [['2']],
  ]),
  optional('T131-recursive-query', '7.13', '递归查询', [
    'WITH RECURSIVE n (i) AS (SELECT 1 FROM {s}.dept WHERE id = 10 UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT SUM(i), COUNT(*) FROM n',
    [['55', '10']],
  ]),
  optional(
    'T174-identity-column',
    '11.4',
    '标识列',
    'CREATE TABLE {s}.t174 (id INTEGER GENERATED ALWAYS AS IDENTITY, v INTEGER)',
    'INSERT INTO {s}.t174 (v) VALUES (5), (6)',
    [
      'SELECT id, v FROM {s}.t174 ORDER BY id',
      [
        ['1', '5'],
        ['2', '6'],
      ],
    ],
    ['INSERT INTO {s}.t174 (id, v) VALUES (9, 9)', /^(42|23)/],
  ),
  optional(
    'T175-generated-column',
    '11.4',
    '生成列',
    'CREATE TABLE {s}.t175 (a INTEGER, b INTEGER GENERATED ALWAYS AS (a * 2))',
    'INSERT INTO {s}.t175 (a) VALUES (21)',
    ['SELECT b FROM {s}.t175', [['42']]],
  ),
  optional(
    'T176-sequence',
    '11.62',
    '序列发生器',
    'CREATE SEQUENCE {s}.t176 START WITH 10 INCREMENT BY 5',
    ['SELECT NEXT VALUE FOR {s}.t176 FROM {s}.dept WHERE id = 10', [['10']]],
    ['SELECT NEXT VALUE FOR {s}.t176 FROM {s}.dept WHERE id = 10', [['15']]],
  ),
  optional(
    'T211-trigger',
    '11.39',
    '触发器',
    'CREATE TABLE {s}.t211 (id INTEGER)',
    'CREATE TABLE {s}.t211log (id INTEGER)',
    'CREATE TRIGGER t211t AFTER INSERT ON {s}.t211 REFERENCING NEW ROW AS n FOR EACH ROW INSERT INTO {s}.t211log (id) VALUES (n.id)',
    'INSERT INTO {s}.t211 (id) VALUES (7), (8)',
    ['SELECT id FROM {s}.t211log ORDER BY id', [['7'], ['8']]],
  ),
  optional('T431-grouping-sets', '7.9', '扩展分组', [
    'SELECT dept, SUM(pay) FROM {s}.people WHERE dept IS NOT NULL GROUP BY GROUPING SETS ((dept), ()) ORDER BY 2',
    [
      ['20', '400'],
      ['10', '800'],
      [null, '1200'],
    ],
  ]),
  optional(
    'T611-window-functions',
    '6.10',
    '窗口函数',
    [
      'SELECT id, RANK() OVER (PARTITION BY dept ORDER BY pay DESC), SUM(pay) OVER (PARTITION BY dept) FROM {s}.people WHERE dept = 10 ORDER BY id',
      [
        ['1', '1', '800'],
        ['2', '2', '800'],
      ],
    ],
    ['SELECT id FROM {s}.people WHERE ROW_NUMBER() OVER (ORDER BY id) = 1', /^42/],
  ),
];
