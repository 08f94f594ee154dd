import { createHash } from 'node:crypto';
import { Bench } from 'tinybench';
import { judge } from '../../evaluators/compliance/index.ts';
import { render, testReport } from '../../reports/index.ts';
import { canonicalJson, normaliseClause } from '../../spec/index.ts';
import { listTenders, loadCatalogue, loadTender } from '../../spec/load/index.ts';
import { catalogue, checkableOf, observationOf, recordOf, tenderOf } from '../evaluators/fixture.ts';
import { sample } from '../reports/fixture.ts';

// Figures of one machine say little; ratios taken in one run say whether something became slower than its neighbour.

const checkables = Array.from({ length: 1000 }, (_, index) => checkableOf({ id: `5.${index + 1}` }));
const tender = tenderOf(...checkables);
const manyObservations = Array.from({ length: 1000 }, (_, index) =>
  observationOf(
    [{ measurand: 'works', values: [true] }],
    index === 0 ? {} : { id: `o-${index}`, planItem: `i-${index}` },
  ),
);
const record = recordOf(manyObservations);
const recordText = JSON.stringify(record);
const judged = judge({ tender, catalogue, record, recordDigest: 'sha256:0', asOf: '2026-01-01T00:00:00Z' });
if (judged.summary.checkables.satisfied !== checkables.length)
  throw new Error('the bench does not judge what it says');
const document = testReport(sample);
const clauses = Array.from(
  { length: 1000 },
  (_, index) => `- ▲（${index}）支持 $\\geq 80 \\%$ 的存量云主机 热迁移，业务不中断；`,
);
const [firstTender] = listTenders();

interface Pair {
  what: string;
  against: string;
  run: () => unknown;
  base: () => unknown;
}

const pairs: Pair[] = [
  {
    what: '判定 1000 个核验项',
    against: '解析同一记录的 JSON',
    run: () => judge({ tender, catalogue, record, recordDigest: 'sha256:0', asOf: '2026-01-01T00:00:00Z' }),
    base: () => JSON.parse(recordText),
  },
  {
    what: '记录的规范 JSON 摘要',
    against: '同一记录的普通 JSON 摘要',
    run: () => createHash('sha256').update(canonicalJson(record)).digest('hex'),
    base: () => createHash('sha256').update(JSON.stringify(record)).digest('hex'),
  },
  {
    what: '规范化 1000 条条款',
    against: '只做 NFKC',
    run: () => clauses.map(normaliseClause),
    base: () => clauses.map((clause) => clause.normalize('NFKC')),
  },
  {
    what: '测试报告 PDF',
    against: '同一报告 HTML',
    run: () => render('pdf', document),
    base: () => render('html', document),
  },
  {
    what: '测试报告 DOCX',
    against: '同一报告 HTML',
    run: () => render('docx', document),
    base: () => render('html', document),
  },
  ...(firstTender
    ? [
        {
          what: `载入招标规格 ${firstTender}`,
          against: '载入探针契约',
          run: () => loadTender(firstTender, { catalogue: loadCatalogue() }),
          base: () => loadCatalogue(),
        },
      ]
    : []),
];

/** Wide characters take two columns of a terminal. */
const widthOf = (text: string) =>
  [...text].reduce((sum, char) => sum + (char.codePointAt(0)! > 0x2e7f ? 2 : 1), 0);
const pad = (text: string, width: number) => text + ' '.repeat(Math.max(1, width - widthOf(text)));
const print = (...cells: string[]) =>
  console.log(cells.map((cell, column) => pad(cell, [34, 28, 14, 14, 8][column]!)).join(''));

/** Own work against a neighbour's, in ratios of one run; answers whether it kept to a minute. */
export async function benchPairs(): Promise<boolean> {
  const began = Date.now();
  print('项目', '对照', '项目 毫秒', '对照 毫秒', '倍数');
  for (const { what, against, run, base } of pairs) {
    // Two to four seconds a pair; a slow one runs its least number of rounds and no longer.
    const bench = new Bench({
      time: 1000,
      iterations: 3,
      warmupTime: 100,
      warmupIterations: 1,
      throws: true,
    });
    bench.add('run', run).add('base', base);
    await bench.run();
    const median = (name: string) => {
      const result = bench.getTask(name)?.result;
      if (!result || !('latency' in result)) throw new Error(`no figures of ${what}`);
      return result.latency.p50;
    };
    const [own, other] = [median('run'), median('base')];
    print(what, against, own.toFixed(3), other.toFixed(3), (own / other).toFixed(1));
  }
  const seconds = (Date.now() - began) / 1000;
  console.log(`用时 ${seconds.toFixed(1)} 秒，Node ${process.versions.node}，中位数`);
  if (seconds > 60) console.error('超出 60 秒的预算');
  return seconds <= 60;
}
