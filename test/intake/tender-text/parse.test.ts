import { describe, expect, it } from 'vitest';
import { kpiRows, parseTenderText, priceRows, scoringRows } from '../../../intake/index.ts';
import { expected, lakeside } from './lakeside.ts';

const text = parseTenderText(lakeside);
const inPart = text.clauses.filter(({ place }) => place.part === 2 && place.annex === undefined);
const clausesOf = (wording: string) =>
  parseTenderText(wording).clauses.map(({ place, starred, text: rest, lines }) => ({
    ...place,
    starred,
    rest,
    lines,
  }));

describe('a tender text with every spelling', () => {
  it('finds every clause with its place, lines and ▲, and nothing else', () => {
    expect(
      inPart.map(({ place, lines, starred }) => [
        `${place.chapter}|${place.section ?? ''}|${place.item}`,
        lines,
        starred,
      ]),
    ).toEqual(expected.map(([place, lines, starred]) => [place, lines, starred]));
    inPart.forEach((clause, index) => {
      expect(clause.text.endsWith(expected[index]![3]), clause.text).toBe(true);
      expect(clause.text).not.toMatch(/^[▲(（-]/);
    });
  });

  it('tells headings from clauses, and never takes the table of contents for one', () => {
    expect(text.headings.filter(({ level }) => level === 1).map(({ line, mark }) => [line, mark])).toEqual([
      [17, '第一部分'],
      [34, '第二部分'],
      [166, '第三部分'],
    ]);
    expect(
      text.headings.filter(({ line }) => line > 62 && line < 107).map(({ mark, level }) => [mark, level]),
    ).toEqual([
      ['3', 4],
      ['3.1', 5],
      ['3.2', 5],
      ['3.3', 5],
      ['4', 4],
      ['4.1', 5],
      ['4.1.1', 6],
      ['4.1.2', 6],
      ['4.2', 5],
      ['4.2.1', 6],
    ]);
  });

  it('keeps an introduction apart from the clauses below it', () => {
    expect(text.prose.map(({ lines }) => lines)).toContainEqual([67, 67]);
  });

  it('reads articles and their items in an annex', () => {
    const annex = text.clauses.filter(({ place }) => place.annex === 2);
    expect(annex.map(({ place }) => [place.section, place.item])).toEqual([
      ['1', ''],
      ['2', ''],
      ['2', '一'],
      ['2', '二'],
    ]);
  });

  it('reads the price list, over a page break and with merged cells', () => {
    expect(
      priceRows(text).map(({ section, labels, inherited, unit, price }) => [
        section,
        inherited,
        labels,
        unit,
        price,
      ]),
    ).toEqual([
      ['1.1', [], ['计算', '云主机', '两核', '4GB'], undefined, '820'],
      ['1.1', ['计算', '云主机', '两核'], ['8GB'], undefined, '1160'],
      ['1.1', ['计算'], ['物理机', '2 路 16 核, 128G 内存'], '1台', '9800.50'],
      ['1.2', [], ['存储', '块存储', 'IOPS \\geq 2000'], '1TB', '1500'],
      ['1.2', ['存储'], ['对象存储', 'IOPS \\geq 400'], '1TB', '640'],
      ['2', [], ['安全', '堡垒机', '运维审计'], '1IP', '260'],
    ]);
  });

  it('reads the indicators and the scoring table with their points', () => {
    expect(
      kpiRows(text).map(({ group, title, target, points }) => [
        group?.title,
        group?.isOwn,
        title,
        target,
        points,
      ]),
    ).toEqual([
      ['服务质量 (60分)', true, '丢包率', '平均丢包率 $< 0.5\\%$', '20'],
      ['服务质量 (60分)', false, '可用性', '可用性 $\\geq 99.9\\%$', '10.5'],
      ['服务质量 (60分)', false, '迁移时长', '迁移时长 < 300 秒', '29.5'],
      ['运维质量 (40分)', true, '到岗率', '100%', '25'],
      ['运维质量 (40分)', false, '投诉', '出现投诉扣0.5分', '15'],
    ]);
    expect(scoringRows(text).map(({ part, criterion, points }) => [part, criterion, points])).toEqual([
      ['报价部分 (20分)', '报价得分 (20分)', '20'],
      ['技术部分 (80分)', '方案 (50分)', '50'],
      ['技术部分 (80分)', '加▲条款 (30分)', '30'],
    ]);
  });
});

describe('marks one by one', () => {
  it.each([
    ['1.1. 甲。', '1', '1', false],
    ['▲1.8 甲。', '1', '8', true],
    ['★1.8甲。', '1', '8', true],
    ['（1）甲。', undefined, '1', false],
    ['(12)甲。', undefined, '12', false],
    ['- (1) 甲。', undefined, '1', false],
    ['- ▲ (4) 甲。', undefined, '4', true],
    ['▲（10）甲。', undefined, '10', true],
    ['(3)▲ 甲。', undefined, '3', true],
    ['▲1、甲。', undefined, '1', true],
    ['1、甲。', undefined, '1', false],
    ['▲甲。', undefined, '', true],
    ['12.6.4.1 甲。', '12.6.4', '1', false],
    ['3.2 人员须持证上岗。', '3', '2', false],
  ])('%s', (line, section, item, starred) => {
    expect(clausesOf(line)).toEqual([
      {
        ...(section === undefined ? {} : { section }),
        item,
        starred,
        rest: line.replace(/^[^甲人]*/, ''),
        lines: [1, 1],
      },
    ]);
  });

  it.each(['1.5 倍的余量。', '2.5万元以内。', '0.5% 以下。', '1.2GB 内存。'])(
    'takes `%s` at the head of a line for wording, not for a number',
    (line) => expect(clausesOf(line)).toEqual([]),
  );

  it('takes a wrapped line that begins like a mark for wording where the count does not fit', () => {
    const found = clausesOf('1.1 参照前文第\n4.2 节与\n(7) 项执行。\n1.2 乙。');
    expect(found.map(({ item, lines }) => [item, lines])).toEqual([
      ['1', [1, 3]],
      ['2', [4, 4]],
    ]);
  });

  it('takes a short numbered line without anything below it for a clause', () => {
    expect(
      clausesOf('1、总则\n1.1 机柜供电\n1.2 机柜制冷').map(({ section, item }) => [section, item]),
    ).toEqual([
      ['1', '1'],
      ['1', '2'],
    ]);
  });

  it('counts 第X章 as parts where a text has no 第X部分', () => {
    expect(clausesOf('第五章 采购需求\n一、技术要求\n1.1 甲。')[0]).toMatchObject({
      part: 5,
      chapter: 1,
      section: '1',
      item: '1',
    });
  });
});
