import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import {
  readRoundWorkbook,
  type WorkbookPart,
  writeRoundWorkbook,
} from '../../../intake/round-workbook/index.ts';
import type { ScoreSheet } from '../../../spec/index.ts';
import { edit, partsOf, tender } from './edit.ts';

const templates = new Map<WorkbookPart, Uint8Array>();
async function template(part: WorkbookPart): Promise<Uint8Array> {
  const bytes = templates.get(part) ?? (await writeRoundWorkbook(part, tender)).bytes;
  templates.set(part, bytes);
  return bytes;
}

type Changes = Parameters<typeof edit>[1];
/** Leaves only the sheets that a case is about: the others cost time. */
const only =
  (sheets: readonly string[]): Parameters<typeof edit>[2] =>
  (parts) => {
    parts['xl/workbook.xml'] = parts['xl/workbook.xml']!.replace(
      /<sheet [^>]*name="([^"]+)"[^>]*>/g,
      (sheet, name) => (sheets.includes(name) ? sheet : ''),
    );
  };

async function complaints(part: WorkbookPart, changes: Changes, more = only(Object.keys(changes))) {
  const { problems, parts } = readRoundWorkbook('某.xlsx', edit(await template(part), changes, more));
  for (const { file, remedy } of problems) expect([file, Boolean(remedy)]).toEqual(['某.xlsx', true]);
  return { list: problems.map(({ cell, message }) => `${cell}：${message}`), problems, parts };
}

describe('cells that cannot be taken', () => {
  it.each<[string, WorkbookPart, Changes, RegExp, RegExp]>([
    [
      'a formula',
      'bid',
      { 基本情况: { B5: { xml: '<c r="@" t="str"><f>A1&amp;B1</f><v>x</v></c>' } } },
      /^基本情况!B5：是公式（A1&B1）/,
      /选择性粘贴/,
    ],
    [
      'a formula in what is only shown',
      'bid',
      { 格式文件: { B4: { xml: '<c r="@"><f>1+1</f></c>' }, E4: '是' } },
      /^格式文件!B4：是公式/,
      /数值/,
    ],
    [
      'an error',
      'bid',
      { 基本情况: { B5: { xml: '<c r="@" t="e"><v>#REF!</v></c>' } } },
      /^基本情况!B5：单元格出错（#REF!）/,
      /实际内容/,
    ],
    [
      'a quote as a number',
      'bid',
      { 报价: { C4: 85.5 } },
      /^报价!C4：小写（数字）是数值/,
      /请设为文本并按投标文件原样填写/,
    ],
    ['an id as a number', 'bid', { 基本情况: { B4: 12 } }, /^基本情况!B4：投标编号是数值/, /文本格式/],
    [
      'a credit code as a number',
      'bid',
      { 成员单位: { A4: 'F1', C4: 9.1410800123e17 } },
      /^成员单位!C4：统一社会信用代码是数值/,
      /文本格式/,
    ],
    [
      'a date as a number',
      'admission',
      { 接收记录: { A4: 'B1', B4: 46153.5 } },
      /^接收记录!B4：获取招标文件时间是日期格式的数值/,
      /2026-01-31 08:30:00/,
    ],
    [
      'a day that is none',
      'bid',
      { 证明材料: { A4: 'P1', K4: '2026-02-30' } },
      /^证明材料!K4：出具日期“2026-02-30”不是日期/,
      /2026-01-31/,
    ],
    [
      'a time that is none',
      'admission',
      { 接收记录: { A4: 'B1', B4: '2026-05-12 25:00' } },
      /^接收记录!B4：.*不是时间/,
      /北京时间/,
    ],
    [
      'hours in words',
      'bid',
      { 服务承诺: { D4: '三小时' } },
      /^服务承诺!D4：承诺时限（小时）“三小时”不是数/,
      /单位/,
    ],
    [
      'a number with separators',
      'bid',
      { 成员单位: { A4: 'F1', J4: '1,200' } },
      /^成员单位!J4：.*不是数/,
      /千位/,
    ],
    [
      'dust of arithmetic',
      'bid',
      { 服务承诺: { D4: 0.30000000000000004 } },
      /^服务承诺!D4：.*位数过多/,
      /文本/,
    ],
    ['half a day of validity', 'bid', { 基本情况: { B10: 90.5 } }, /^基本情况!B10：.*不是整数/, /数字/],
    [
      'an unknown word',
      'bid',
      { 基本情况: { B6: '代理' } },
      /^基本情况!B6：签署人身份“代理”不在可选范围内/,
      /法定代表人、委托代理人/,
    ],
    [
      'an unknown seal among others',
      'bid',
      { 格式文件: { E4: '是', G4: '公章、手印' } },
      /^格式文件!G4：已签章“手印”不在可选范围内/,
      /公章、/,
    ],
    [
      'yes or no otherwise',
      'bid',
      { 基本情况: { B11: '√' } },
      /^基本情况!B11：.*“√”不在可选范围内/,
      /是、否/,
    ],
    [
      'a truth value for text',
      'bid',
      { 基本情况: { B5: { xml: '<c r="@" t="b"><v>1</v></c>' } } },
      /^基本情况!B5：投标人名称是逻辑值/,
      /文本/,
    ],
    [
      'a title where an id is due',
      'proceedings',
      { 资格审查: { A4: '信用承诺', C4: 'B1' } },
      /^资格审查!A4：事项“信用承诺”不是编号/,
      /下拉/,
    ],
    [
      'papers for a form that is not there',
      'bid',
      { 格式文件: { E5: '否', G5: '公章' } },
      /^格式文件!E5：第 5 行填有已签章，是否提供却填为“否”/,
      /清空/,
    ],
    [
      'papers for a form without a word',
      'bid',
      { 格式文件: { G5: '公章' } },
      /^格式文件!E5：第 5 行填有已签章，是否提供却未填/,
      /清空/,
    ],
    [
      'a person in two ways',
      'bid',
      { 人员与证书: { A4: 'X', B4: '甲', A5: 'X', B5: '乙' } },
      /^人员与证书!B5：姓名与第 4 行不一致/,
      /首行/,
    ],
    [
      'a certificate of nobody',
      'bid',
      { 人员与证书: { A4: 'X', B4: '甲', J5: 'itil' } },
      /^人员与证书!A5：证件号码未填/,
      /逐行/,
    ],
    [
      'a section twice',
      'proceedings',
      { 审查情况: { B4: 'B1', A8: '资格审查', B8: 'B2' } },
      /^审查情况!A8：与第 4 行重复/,
      /合并/,
    ],
    [
      'a line twice',
      'bid',
      { 基本情况: { A18: '投标人名称', B18: '甲' } },
      /^基本情况!A18：项目“投标人名称”与第 5 行重复/,
      /一行/,
    ],
    [
      'an unknown line',
      'bid',
      { 基本情况: { A18: '备注', B18: '甲' } },
      /^基本情况!A18：项目“备注”无法识别/,
      /模板/,
    ],
    ['a line without a name', 'bid', { 基本情况: { B19: '甲' } }, /^基本情况!B19：左侧没有项目名称/, /模板/],
    ['an unknown head', 'bid', { 联系人: { D3: '微信' } }, /^联系人!D3：表头“微信”无法识别/, /模板/],
    ['a head twice', 'bid', { 联系人: { D3: '电话' } }, /^联系人!D3：表头“电话”出现两次/, /一列/],
    ['a column without a head', 'bid', { 联系人: { E5: '备注' } }, /^联系人!E5：所在列没有表头/, /删去/],
    [
      'marks without a bid',
      'score-sheet',
      { 评分表: { E4: '1' } },
      /^评分表!E4：所在列的表头没有投标编号/,
      /投标编号/,
    ],
    [
      'a bid twice',
      'score-sheet',
      { 评分表: { E3: 'B1', F3: 'B1' } },
      /^评分表!F3：投标编号“B1”出现两次/,
      /一列/,
    ],
    [
      'a criterion twice',
      'score-sheet',
      { 评分表: { A5: 'staff', E3: 'B1' } },
      /^评分表!A9：“staff”与第 5 行重复/,
      /一行/,
    ],
    [
      'a mark without a criterion',
      'score-sheet',
      { 评分表: { E3: 'B1', E30: '1' } },
      /^评分表!A30：填有分数，但没有评分项编号/,
      /清空/,
    ],
    [
      'a mark in words',
      'score-sheet',
      { 评分表: { E3: 'B1', E4: '满分' } },
      /^评分表!E4：分数“满分”不是数/,
      /数字/,
    ],
    [
      'a sum by formula',
      'score-sheet',
      { 评分表: { E3: 'B1', E18: { xml: '<c r="@"><f>SUM(E4:E17)</f><v>9</v></c>' } } },
      /^评分表!E18：是公式（SUM/,
      /数值/,
    ],
  ])('%s', async (_what, part, changes, message, remedy) => {
    const { list, problems } = await complaints(part, changes);
    expect(list).toEqual([expect.stringMatching(message)]);
    expect(problems[0]!.remedy).toMatch(remedy);
  });

  it('merged cells among the rows, and not the title’s', async () => {
    const merge = (parts: Record<string, string>, pathOf: (sheet: string) => string) => {
      const path = pathOf('联系人');
      parts[path] = parts[path]!.replace(/<mergeCells.*?<\/mergeCells>/, (merges) =>
        merges.replace('</mergeCells>', '<mergeCell ref="A4:A5"/></mergeCells>'),
      );
    };
    const { list } = await complaints('bid', {}, merge);
    expect(list).toEqual(['联系人!A4:A5：有合并的单元格']);
  });

  it('a needed head that is missing, or all of them', async () => {
    expect((await complaints('bid', { 品牌: { B3: { xml: '' } } })).list).toEqual([
      '品牌!A3：缺少表头“品牌”',
    ]);
    const none = await complaints('bid', { 品牌: { A3: { xml: '' }, B3: { xml: '' } } });
    expect(none.list).toEqual(['品牌!A1：没有找到表头']);
    expect(none.problems[0]!.remedy).toContain('产品、品牌');
  });

  it('all that is wrong, at once, and still the rest is read', async () => {
    const { list, parts } = await complaints('bid', {
      基本情况: { B4: 'B1', B6: '代理' },
      报价: { C4: 85.5, C5: '85%' },
    });
    expect(list.map((line) => line.split('：')[0])).toEqual(['基本情况!B6', '报价!C4']);
    expect(parts[0]!.value).toMatchObject({ id: 'B1', quote: { stated: [{}, { digits: '85%' }] } });
    expect(parts[0]!.cellOf(['quote', 'stated', 0, 'digits'])).toBe('报价!C4');
  });

  it('no more than two hundred of them', async () => {
    const cells = Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`B${index + 4}`, index]));
    const { problems } = readRoundWorkbook('某.xlsx', edit(await template('bid'), { 联系人: cells }));
    expect(problems).toHaveLength(201);
    expect(problems.at(-1)!.message).toBe('另有 50 处问题未列出');
  });
});

describe('workbooks that cannot be taken', () => {
  it('names unknown sheets, hidden ones too, but for empty ones', async () => {
    const rename = (parts: Record<string, string>) => {
      parts['xl/workbook.xml'] = parts['xl/workbook.xml']!.replace('name="联系人"', 'name="Sheet9"').replace(
        'name="品牌"',
        'name="Sheet8" state="hidden"',
      );
    };
    const { list } = await complaints('bid', { 联系人: { A4: '甲' } }, rename);
    expect(list).toEqual(['Sheet8：隐藏的工作表“Sheet8”无法识别', 'Sheet9：工作表“Sheet9”无法识别']);
  });

  it('says when there is nothing of a round in it', () => {
    const book = '<workbook xmlns:r="r"><sheets><sheet name="A" r:id="r1"/></sheets></workbook>';
    const relation = (id: string, type: string, target: string) =>
      `<Relationships><Relationship Id="${id}" Type="x/${type}" Target="${target}"/></Relationships>`;
    const bytes = zipSync({
      '_rels/.rels': strToU8(relation('r', 'officeDocument', 'xl/workbook.xml')),
      'xl/workbook.xml': strToU8(book),
      'xl/_rels/workbook.xml.rels': strToU8(relation('r1', 'worksheet', 'a.xml')),
      'xl/a.xml': strToU8('<worksheet><sheetData/></worksheet>'),
    });
    const { parts, problems } = readRoundWorkbook('空.xlsx', bytes);
    expect([parts, problems[0]!.message]).toEqual([[], '工作簿中没有模板所列的工作表']);
  });

  it('refuses .xls, encryption, macros and what is no archive', async () => {
    const messages = (bytes: Uint8Array) =>
      readRoundWorkbook('某.xls', bytes).problems.map(({ file, message }) => `${file}：${message}`);
    const old = Buffer.from('d0cf11e0a1b11ae10000', 'hex');
    expect(messages(old)).toEqual(['某.xls：这是旧版 .xls 格式']);
    expect(messages(Buffer.concat([old, Buffer.from('EncryptedPackage', 'utf16le')]))).toEqual([
      '某.xls：工作簿设有打开密码，无法读取',
    ]);
    const { parts } = partsOf(await template('admission'));
    const withMacro = { ...parts, 'xl/vbaProject.bin': 'x' };
    const zipped = zipSync(
      Object.fromEntries(Object.entries(withMacro).map(([name, text]) => [name, strToU8(text)])),
    );
    expect(messages(zipped)).toEqual(['某.xls：工作簿含有宏或控件']);
    expect(messages(strToU8('not a workbook'))).toEqual([expect.stringContaining('压缩结构损坏')]);
  });

  it('takes no id for a place of its own', async () => {
    const filled = edit(await template('score-sheet'), {
      评委: { B4: 'M1' },
      评分表: { E3: 'constructor', E4: '1', A5: 'toString', E5: '2' },
    });
    const { value } = readRoundWorkbook('某.xlsx', filled).parts[0]!;
    const { marks } = value as ScoreSheet;
    expect(Object.keys(marks)).toEqual(['constructor']);
    expect(Object.entries(marks.constructor!)).toContainEqual(['toString', '2']);
  });
});
