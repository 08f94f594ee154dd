import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { saySourceCheck } from '../../../cli/source-check/say.ts';
import { checkSource, type SourceCheck } from '../../../cli/source-check.ts';
import { readTenderDocument, type TenderDocument } from '../../../intake/index.ts';
import type { Checkable, Place, Tender } from '../../../spec/index.ts';
import { clauseDigest, loadCatalogue, loadTender } from '../../../spec/load/index.ts';
import { expected, lakeside, lakesideFile } from './lakeside.ts';
import { asDocx, asPdf } from './printing.ts';

const folder = mkdtempSync(join(tmpdir(), 'biaochi-damage-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const second = loadTender('second', {
  catalogue: loadCatalogue(),
  root: fileURLToPath(new URL('../../fixtures/tenders', import.meta.url)),
});
const original = await readTenderDocument(lakesideFile);
const lines = lakeside.split('\n');
const bind = (
  id: string,
  kind: Checkable['kind'],
  place: Omit<Place, 'lines' | 'digest'>,
  at: [number, number],
) => ({
  ...second.checkables[0]!,
  id,
  kind,
  starred: false,
  figures: {},
  clause: { ...place, lines: at, digest: clauseDigest(lines.slice(at[0] - 1, at[1]).join('\n')) },
});
/** Bound by hand to the lines of the text: nothing here comes from the parser. */
const prices: [number, string, string][] = [
  [137, '1.1', '820'],
  [138, '1.1', '1160'],
  [139, '1.1', '9800.5'],
  [141, '1.2', '1500'],
  [143, '1.2', '640'],
  [145, '2', '260'],
];
const points: [number, string][] = [
  [159, '20'],
  [160, '10.5'],
  [161, '29.5'],
  [163, '25'],
  [164, '15'],
];
const tender = {
  ...second,
  source: { title: '澄湖', digest: original.digest, lines: lines.length },
  counts: { technicalClauses: 21, starred: 6, tariffRows: 6, kpis: 5 },
  checkables: [
    ...expected.map(([place, at, starred]) => {
      const [chapter, section, item] = place.split('|');
      const kind = chapter === '2' ? 'clause' : chapter === '3' ? 'commercial' : 'other';
      return {
        ...bind(
          place,
          kind,
          { part: 2, chapter: Number(chapter), ...(section ? { section } : {}), ...(item ? { item } : {}) },
          at,
        ),
        starred,
        ...(place === '2|1|3' ? { figures: { cores: { value: 1200, unit: 'core' as const } } } : {}),
      };
    }),
    bind('zones', 'obligation', { part: 2, chapter: 2, section: '3.1' }, [67, 67]),
    ...prices.map(([line, section]) =>
      bind(`price-${line}`, 'tariff', { part: 2, chapter: 4, annex: 1, section }, [line, line]),
    ),
    ...points.map(([line]) => bind(`kpi-${line}`, 'kpi', { part: 2, chapter: 4, annex: 2 }, [line, line])),
  ],
  tariff: prices.map(([line, , price]) => ({ ...second.tariff[0]!, id: `price-${line}`, price })),
  kpis: points.map(([line, mark]) => ({ ...second.kpis[0]!, id: `kpi-${line}`, points: mark })),
} as Tender;

let serial = 0;
async function read(content: string | Uint8Array): Promise<TenderDocument> {
  const file = join(folder, `text-${serial++}`);
  writeFileSync(file, content);
  return readTenderDocument(file);
}
/** Everything that a check complains of, in short. */
const complaints = (check: SourceCheck) => ({
  changed: check.changed.map(({ id }) => id),
  moved: check.moved.map(({ id }) => id),
  missing: check.missing.map(({ id }) => id),
  boundTwice: check.boundTwice.map(({ id, other }) => [id, other]),
  unbound: check.unbound.map(({ lines: [first] }) => first),
  prices: check.prices.map(({ id, encoded, offered }) => [id, encoded, offered]),
  points: check.points.map(({ id, encoded, offered }) => [id, encoded, offered]),
  figures: check.figures.map(({ id, figures }) => [id, figures]),
});
const none = {
  changed: [],
  moved: [],
  missing: [],
  boundTwice: [],
  unbound: [],
  prices: [],
  points: [],
  figures: [],
};
async function altered(from: string, to: string, withOriginal = true): Promise<SourceCheck> {
  expect(lakeside.split(from)).toHaveLength(2);
  return checkSource(
    tender,
    await read(lakeside.replace(from, to)),
    'altered',
    withOriginal ? original : undefined,
  );
}

describe('the text as it was bound', () => {
  it('is bound clause by clause, with its prices and points', () => {
    const check = checkSource(tender, original, lakesideFile);
    expect(complaints(check)).toEqual(none);
    expect(check).toMatchObject({
      differs: false,
      isBoundCopy: true,
      counts: {
        clauses: { bound: 21, encoded: 21, stated: 21 },
        tariff: { bound: 6, encoded: 6, inText: 6 },
        kpis: { bound: 5, encoded: 5, inText: 5 },
      },
    });
    expect(check.chapters.map(({ title, bound, inText }) => [title, bound, inText])).toEqual([
      ['技术要求', 21, 21],
      ['商务要求', 2, 2],
      ['其他要求', 3, 3],
    ]);
    expect(saySourceCheck(check)).toContain('技术条款：21/21 条一致');
  });

  it.each([
    ['an inserted blank line and a new title shift nothing', () => `新的封面\n\n${lakeside}`],
    ['page breaks at other places', () => lakeside.replace('安全管理\n\n等方面', '安全\n\n管理等方面')],
    ['other list marks and white space', () => lakeside.replace('- ▲ (2) 支持热迁移', '▲（2）支持 热迁移')],
    [
      'another copy, with signs instead of operators',
      () => lakeside.replace('IOPS \\geq 2000', 'IOPS ≥ 2000'),
    ],
  ])('%s', async (_, make) => {
    expect(complaints(checkSource(tender, await read(make()), 'copy'))).toEqual(none);
  });

  it('is bound as DOCX and as PDF too', async () => {
    for (const bytes of [await asDocx(lakeside), await asPdf(lakeside)]) {
      const check = checkSource(tender, await read(bytes), 'printed');
      expect(complaints(check)).toEqual(none);
      expect(check.isBoundCopy).toBe(false);
    }
  });
});

describe('one thing altered: exactly that is named', () => {
  it('a word', async () => {
    const check = await altered('数据归采购人所有', '数据归供应商所有');
    expect(complaints(check)).toEqual({ ...none, changed: ['4|2|2'] });
    expect(check.changed[0]!.differences).toEqual([{ before: '数据归', was: '采购人', is: '供应商' }]);
    expect(saySourceCheck(check)).toContain('“采购人”变为“供应商”');
  });

  it('a digit, with the figure of the data that is gone; also without the original at hand', async () => {
    for (const withOriginal of [true, false]) {
      const check = await altered('不少于 1200 核', '不少于 1250 核', withOriginal);
      expect(complaints(check)).toEqual({ ...none, changed: ['2|1|3'] });
      expect(check.changed[0]!.figures).toEqual(['1200 核']);
      expect(check.changed[0]!.differences).toEqual([{ before: '算资源不少于12', was: '0', is: '5' }]);
    }
  });

  it('words that were added, without the original at hand', async () => {
    const check = await altered('(4) 支持快照与回滚。\n', '(4) 支持快照、克隆与回滚。\n', false);
    expect(complaints(check)).toEqual({ ...none, changed: ['2|4.1.1|4'] });
    expect(check.changed[0]!.differences).toEqual([{ before: '支持快照', was: '', is: '、克隆' }]);
  });

  it('a word that was replaced, without the original: says that it cannot say', async () => {
    const check = await altered('数据归采购人所有', '数据归供应商所有', false);
    expect(check.changed[0]!.differences).toBeUndefined();
    expect(saySourceCheck(check)).toContain('指不出具体字符');
  });

  it('a clause taken out, also one that stands in another section with the same words', async () => {
    expect(complaints(await altered('（3）提供计量数据接口。\n', ''))).toEqual({
      ...none,
      missing: ['2|3.3|3'],
    });
    const gone = await altered(
      '(1) 支持远程开机、关机与重启。\n(2) 支持快照与回滚。',
      '(1) 支持远程开机、关机与重启。',
    );
    expect(complaints(gone)).toEqual({ ...none, missing: ['2|4.1.2|2'] });
  });

  it('a clause put in', async () => {
    expect(
      complaints(await altered('（2）支持健康检查。\n', '（2）支持健康检查。\n（3）支持会话保持。\n')),
    ).toEqual({
      ...none,
      unbound: [110],
    });
  });

  it('a clause put in between: the new one, and those whose number moved', async () => {
    const check = await altered('(2) 日志留存', '(2) 支持分级授权。\n\n(3) 日志留存');
    // What was (3) keeps its words and stands beside a second (3).
    expect(complaints(check)).toEqual({ ...none, moved: ['2|3.3|2'], unbound: [83] });
    expect(check.moved[0]).toMatchObject({
      from: '第2部分第2章 3.3 第 2 项',
      to: '第2部分第2章 3.3 第 3 项',
    });
  });

  it('a ▲ taken away or added', async () => {
    const check = await altered('▲1.3 资源池', '1.3 资源池');
    expect(complaints(check)).toEqual({ ...none, changed: ['2|1|3'] });
    expect(saySourceCheck(check)).toContain('▲标记缺失');
    expect(complaints(await altered('（1）最大连接数', '▲（1）最大连接数'))).toEqual({
      ...none,
      changed: ['2|4.2.1|1'],
    });
  });

  it('a paragraph without a number', async () => {
    expect(complaints(await altered('两区之间经由安全交换系统往来', '两区之间直接往来'))).toEqual({
      ...none,
      missing: ['zones'],
    });
  });

  it('a price, a row of prices, points and a target', async () => {
    expect(complaints(await altered('\t4GB\t820', '\t4GB\t860'))).toEqual({
      ...none,
      changed: ['price-137'],
      prices: [['price-137', '820', '860']],
    });
    expect(complaints(await altered('\t对象存储\tIOPS \\geq 400\t1TB\t640\n', ''))).toEqual({
      ...none,
      missing: ['price-143'],
    });
    expect(complaints(await altered('\t29.5\t', '\t28.5\t'))).toEqual({
      ...none,
      changed: ['kpi-161'],
      points: [['kpi-161', '29.5', '28.5']],
    });
    const target = await altered('$< 0.5\\%$', '$< 0.6\\%$');
    expect(complaints(target)).toEqual({ ...none, changed: ['kpi-159'] });
    expect(target.changed[0]!.differences).toEqual([{ before: '平均丢包率<0.', was: '5', is: '6' }]);
  });
});

describe('data that are wrong, with the text as it was', () => {
  const check = (edit: (copy: Tender) => void) => {
    const copy = structuredClone(tender);
    edit(copy);
    return complaints(checkSource(copy, original, lakesideFile));
  };
  it('a clause bound twice', () => {
    expect(check((copy) => copy.checkables.push({ ...copy.checkables[3]!, id: 'twin' }))).toEqual({
      ...none,
      boundTwice: [['twin', '2|2|1']],
    });
  });
  it('a clause that is not encoded', () => {
    expect(check((copy) => copy.checkables.splice(4, 1))).toEqual({ ...none, unbound: [55] });
  });
  it('a place that is wrong', () => {
    expect(
      check((copy) => {
        copy.checkables[0]!.clause.item = '9';
      }),
    ).toEqual({ ...none, moved: ['2|1|1'] });
  });
  it('a price, points and a figure that the text does not have', () => {
    expect(
      check((copy) => {
        copy.tariff[2]!.price = '9800.05';
        copy.kpis[0]!.points = '2';
        copy.checkables[2]!.figures = { cores: { value: 120, unit: 'core' } };
      }),
    ).toEqual({
      ...none,
      prices: [['price-139', '9800.05', '9800.50']],
      points: [['kpi-159', '2', '20']],
      figures: [['2|1|3', ['120 核']]],
    });
  });
});
