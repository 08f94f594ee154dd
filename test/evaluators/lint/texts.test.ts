import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintRules, lintTender } from '../../../evaluators/lint/index.ts';
import { parseTenderText } from '../../../intake/index.ts';

const read = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../fixtures/texts', `lint-${name}.txt`), 'utf8');
const lint = (text: string) => lintTender(parseTenderText(text));
/** The line that begins with or holds these words. */
const lineOf = (text: string, words: string) => {
  const index = text.split('\n').findIndex((line) => line.includes(words));
  expect(index, words).toBeGreaterThanOrEqual(0);
  return index + 1;
};

describe('a tender text without faults', () => {
  it('has neither error nor doubt', () => {
    const { findings } = lint(read('clean'));
    expect(
      findings.filter(({ severity }) => severity !== 'note').map((f) => [f.rule, f.lines, f.fact]),
    ).toEqual([]);
  });

  it('is no blank page to the rules: each planted fault is found in it', () => {
    const clean = read('clean');
    const broken: [string, string, string][] = [
      ['totals', '最多得10分。\t10\n\t人员', '最多得10分。\t12\n\t人员'],
      ['contradiction', '服务费用按季度结算', '服务费用按年结算'],
      ['obsolete-technology', '传输采用TLS1.2或更高版本，禁用SSL3.0等已淘汰协议。', '传输支持SSL3.0协议。'],
      ['scored-and-voiding', '★条款仅用于计分，★条款不属于实质性要求，未响应不作无效处理', '按下表打分'],
      ['strict-or-not', '80分及以上为考核合格', '超过80分为考核合格'],
      ['broken-reference', '格式2\n\n投标承诺函\n\n', ''],
      ['law-names', '《中华人民共和国政府采购法》', '《中华人民共和国政府采购投标法》'],
    ];
    for (const [rule, from, to] of broken) {
      expect(clean, from).toContain(from);
      const found = lint(clean.replace(from, to)).findings.filter(({ severity }) => severity !== 'note');
      expect(
        found.map((finding) => finding.rule),
        `${from} -> ${to}`,
      ).toContain(rule);
    }
  });
});

describe('a tender text with planted faults', () => {
  const text = read('faulty');
  const report = lint(text);
  const planted: [string, string][] = [
    ['against-statute', '2027年05月10日至2027年05月12日'],
    ['against-statute', '2027年05月20日9时00分'],
    ['money-and-percentage', '以百分比方式报下浮率'],
    ['demanded-not-provided', '分项报价明细表'],
    ['contradiction', '须交纳投标保证金'],
    ['totals', '由采购人代表2人和专家4人'],
    ['broken-reference', '参见第9章'],
    ['foreign-procedure', '不符合本办法规定'],
    ['scored-and-voiding', '不响应招标文件技术要求的'],
    ['totals', '得3分，最多得15分。\t20'],
    ['totals', '技术部分(40分)'],
    ['contradiction', '本项目投标有效期为60日'],
    ['foreign-procedure', '由成交供应商依照'],
    ['law-names', '合同民法'],
    ['against-statute', '不向未中标人解释'],
    ['duplicates', '(3) 《地面气象观测规范》'],
    ['misplaced-clause', '(3) 测风塔风杯轴承每半年'],
    ['obsolete-technology', '支持SSL3.0协议'],
    ['unmeetable-limit', '中断次数为零'],
    ['unmeetable-limit', '不少于9个工作日且不超过6个'],
    ['contradiction', '每季度支付服务费用'],
    ['price-list', '两核\t8GB\t800'],
    ['broken-reference', '投标承诺函\t格式2'],
    ['undefined-in-formula', '出勤折算量'],
    ['contradiction', '规定时限扣除6分'],
    ['strict-or-not', '超过80分为考核合格'],
    ['open-measure', '考核及格分为80分'],
  ];

  it.each(planted)('%s: %s', (rule, words) => {
    const line = lineOf(text, words);
    const found = report.findings.filter((finding) => finding.rule === rule && finding.lines.includes(line));
    expect(found.length).toBeGreaterThan(0);
    expect(found.some(({ severity }) => severity !== 'note')).toBe(true);
  });

  it('says of each finding where, why, what to ask, and quotes the line exactly', () => {
    const lines = text.split('\n');
    for (const finding of report.findings) {
      expect(finding.fact && finding.matters && finding.question, finding.id).not.toBe('');
      expect(finding.evidence.length, finding.id).toBeGreaterThan(0);
      for (const { line, start, end, excerpt } of finding.evidence)
        expect(lines[line - 1]!.slice(start, end).replace(/\s+/g, ' ').trim(), finding.id).toBe(excerpt);
      for (const basis of finding.basis) expect(basis).toMatch(/自 \d{4}-\d{2}-\d{2} 起/);
    }
  });

  it('finds the misspelt protocol and no other', () => {
    const names = report.findings
      .filter(({ fact }) => fact.startsWith('协议名'))
      .flatMap(({ evidence }) => evidence);
    expect(names.map(({ excerpt }) => excerpt)).toEqual(['SNM']);
  });

  it('gives the same report for the same text', () => {
    expect(lint(text)).toEqual(report);
  });

  it('tries every rule at least once', () => {
    const fired = new Set(report.findings.map(({ rule }) => rule));
    expect(lintRules.map(({ id }) => id).filter((id) => !fired.has(id))).toEqual([]);
  });
});
