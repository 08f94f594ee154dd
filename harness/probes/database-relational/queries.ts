import type { SqlSession } from '../../clients/postgresql.ts';
import type { ProbeContext } from '../../probe.ts';

interface Sale {
  id: number;
  shop: number | null;
  product: number;
  amount: number;
}
const shops = [1, 2, 3, 4];
const products = [1, 2, 3];
const saleCount = 60;

const draw = (context: ProbeContext, list: readonly number[]) =>
  list[Math.floor(context.random() * list.length)]!;

/** Whether joins and sums over drawn rows come out as this program computes them. */
export async function queriesAreRight(
  context: ProbeContext,
  session: SqlSession,
  schema: string,
): Promise<boolean> {
  // The last shop sells nothing and some sales are of no shop, so that an outer join has something to keep.
  const sales = Array.from(
    { length: saleCount },
    (_, index): Sale => ({
      id: index + 1,
      shop: index % 10 === 9 ? null : draw(context, shops.slice(0, -1)),
      product: draw(context, products),
      amount: 1 + Math.floor(context.random() * 1000),
    }),
  );
  const values = (rows: readonly (readonly (number | null | string)[])[]) =>
    rows.map((row) => `(${row.map((cell) => cell ?? 'NULL').join(', ')})`).join(', ');
  for (const sql of [
    `CREATE TABLE ${schema}.shop (id INTEGER PRIMARY KEY, name VARCHAR(9))`,
    `CREATE TABLE ${schema}.product (id INTEGER PRIMARY KEY, price INTEGER)`,
    `CREATE TABLE ${schema}.sale (id INTEGER PRIMARY KEY, shop INTEGER, product INTEGER, amount INTEGER)`,
    `INSERT INTO ${schema}.shop (id, name) VALUES ${values(shops.map((id) => [id, `'s${id}'`]))}`,
    `INSERT INTO ${schema}.product (id, price) VALUES ${values(products.map((id) => [id, id * 10]))}`,
    `INSERT INTO ${schema}.sale (id, shop, product, amount) VALUES ${values(sales.map((s) => [s.id, s.shop, s.product, s.amount]))}`,
  ])
    await session.run(sql);
  const worth = (list: readonly Sale[]) =>
    list.reduce((sum, sale) => sum + sale.amount * sale.product * 10, 0);
  const byShop = shops.map((id) => {
    const own = sales.filter(({ shop }) => shop === id);
    return [`s${id}`, String(own.length), own.length === 0 ? null : String(worth(own))];
  });
  const questions: readonly (readonly [title: string, sql: string, rows: (string | null)[][]])[] = [
    [
      '三表左连接、分组、合计',
      `SELECT s.name, COUNT(t.id), SUM(t.amount * p.price) FROM ${schema}.shop AS s LEFT JOIN ${schema}.sale AS t ON t.shop = s.id LEFT JOIN ${schema}.product AS p ON p.id = t.product GROUP BY s.name ORDER BY s.name`,
      byShop,
    ],
    [
      '内连接与分组条件',
      `SELECT t.product, COUNT(*), MAX(t.amount), MIN(t.amount) FROM ${schema}.sale AS t INNER JOIN ${schema}.shop AS s ON s.id = t.shop GROUP BY t.product HAVING COUNT(*) > 1 ORDER BY t.product`,
      products.flatMap((id) => {
        const own = sales
          .filter(({ shop, product }) => shop !== null && product === id)
          .map(({ amount }) => amount);
        return own.length > 1 ? [[id, own.length, Math.max(...own), Math.min(...own)].map(String)] : [];
      }),
    ],
    [
      '关联子查询',
      `SELECT t.id FROM ${schema}.sale AS t WHERE t.amount = (SELECT MAX(u.amount) FROM ${schema}.sale AS u WHERE u.product = t.product) ORDER BY t.id`,
      sales
        .filter((sale) =>
          sales.every((other) => other.product !== sale.product || other.amount <= sale.amount),
        )
        .map(({ id }) => [String(id)]),
    ],
  ];
  let right = true;
  for (const [title, sql, rows] of questions) {
    const { answer, refused } = await session.attempt(sql);
    const isSame = answer !== undefined && JSON.stringify(answer.rows) === JSON.stringify(rows);
    right &&= isSame;
    const found = answer
      ? JSON.stringify(answer.rows).slice(0, 200)
      : `${refused!.sqlState} ${refused!.message}`;
    context.step(
      title,
      isSame ? '与算出的结果一致' : `应为 ${JSON.stringify(rows).slice(0, 200)}，得到 ${found}`,
    );
  }
  return right;
}
