import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { BidEvaluation, Evaluation, Sensitivity } from '../../spec/index.ts';

// Every figure below was worked out by hand from the fixture's YAML, none was read off the program.
const round = 'test/fixtures/rounds/second';
const out = mkdtempSync(join(tmpdir(), 'biaochi-second-round-'));
afterAll(() => rmSync(out, { recursive: true, force: true }));

function biaochi(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['bin/biaochi.mjs', ...args, '--tenders', 'test/fixtures/tenders'],
    { encoding: 'utf8', timeout: 120_000 },
  );
  return { status, stdout, stderr };
}
function json<T>(...args: string[]): T {
  const { status, stdout, stderr } = biaochi(...args, '--json');
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout) as T;
}

describe('a round on the second tender', () => {
  const evaluation = json<Evaluation>('evaluate', round);
  const bid = (id: string): BidEvaluation => evaluation.bids.find((one) => one.bid === id)!;

  it('is read and found in order', () => {
    expect(json<object>('round', 'check', round)).toMatchObject({
      id: 'second-round',
      tender: 'second',
      mode: 'post-award',
      bids: 6,
      members: 5,
      sheets: 5,
    });
  });

  it('corrects amounts by table, words, misplaced point and sum of unit prices', () => {
    expect(evaluation.state).toBe('complete');
    const quotes = evaluation.bids.map(({ bid: id, quote }) => [
      id,
      quote.unit,
      quote.stated,
      quote.quoted,
      quote.corrections.map(({ step, from, to }) => `${step}: ${from} → ${to}`),
    ]);
    expect(quotes).toEqual([
      [
        'anlan',
        'yuan',
        '256000',
        '256000.00',
        ['table-first: 投标函 265000.00 → 256000.00 / 贰拾伍万陆仟元整'],
      ],
      ['beichen', 'yuan', '240000', '242000.00', ['words-first: 240000.00 元 → 242000.00 元']],
      ['canglan', 'yuan', '268000', '268000.00', ['misplaced-point: 对象存储（GB） 单价 12.60 → 1.26']],
      // 40 × 3540 + 50000 × 1.20
      ['dongli', 'yuan', '198000', '201600.00', ['sum-of-unit-prices: 198000.00 元 → 201600.00 元']],
      ['eshan', 'yuan', '176000', '176000.00', []],
      ['fuyu', 'yuan', '325000', '325000.00', []],
    ]);
    expect(evaluation.bids.map(({ quote }) => quote.confirmed ?? false)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('takes what comes at the deadline itself, and holds amounts against the ceiling', () => {
    const opening = evaluation.stages.find(({ id }) => id === 'opening')!;
    // Decrypted fifty minutes after the deadline, but twenty after the opening, from which the limit runs.
    expect(opening.results.filter(({ result }) => result !== 'clear')).toEqual([]);
    expect(bid('fuyu').invalid).toMatchObject({ stage: 'quote', item: 'ceiling' });
  });

  it('calls for an explanation at the limit itself, and two thirds do not carry it', () => {
    const stage = evaluation.stages.find(({ id }) => id === 'low-price')!;
    const hits = stage.results.filter(({ result, item }) => result === 'hit' && item !== 'explanation');
    expect(hits.map(({ bid: id, item, reasons }) => [id, item, reasons])).toEqual([
      ['eshan', 'below-ceiling', ['176000.00 元 ≤ 最高限价 320000.00 元 × 55% = 176000.00 元']],
    ]);
    expect(bid('eshan').invalid).toMatchObject({ stage: 'low-price', item: 'explanation' });
    // 5 × 2/3 needs 4; a plain majority would have had its 3.
    const vote = stage.results.find(({ item }) => item === 'explanation')!.vote!;
    expect([vote.rule, vote.needed, vote.for.length, vote.carried]).toEqual(['two-thirds', 4, 3, false]);
    const deviation = evaluation.stages
      .find(({ id }) => id === 'compliance')!
      .results.find((one) => one.bid === 'dongli' && one.item === 'grave-deviation')!;
    expect([deviation.result, deviation.vote!.for.length]).toEqual(['clear', 3]);
    // A second pass over those who are left.
    expect(stage.steps.some(({ label }) => label.startsWith('第 2 次核算'))).toBe(true);
  });

  it('multiplies deductions of two families', () => {
    const evaluated = (id: string) => bid(id).quote.evaluated;
    expect(evaluated('anlan')).toBe('230400'); // 256000 × 0.9
    expect(evaluated('beichen')).toBe('205700'); // 242000 × 0.85
    expect(evaluated('canglan')).toBe('205020'); // 268000 × 0.9 × 0.85
    expect(evaluated('dongli')).toBe('201600');
    const granted = (id: string) => bid(id).deductions.flatMap((one) => (one.granted ? [one.item] : []));
    expect(['anlan', 'beichen', 'canglan', 'dongli'].map(granted)).toEqual([
      ['small'],
      ['home-made'],
      ['small', 'home-made'],
      [],
    ]);
  });

  it('gives points with one decimal, a majority for what is objective, and a mean of sums', () => {
    const scores = ['anlan', 'beichen', 'canglan', 'dongli'].map((id) => [
      ...bid(id).groups.map(({ score }) => score),
      bid(id).total,
      bid(id).rank,
    ]);
    // 15.5 × 201600 ÷ 230400 = 13.5625; ÷ 205700 = 15.191; ÷ 205020 = 15.241.
    expect(scores).toEqual([
      ['13.6', '4.25', '29.5', '47.35', 1],
      ['15.2', '3.3', '24.4', '42.9', 4],
      ['15.2', '1.75', '29.5', '46.45', 2],
      ['15.5', '3', '24.4', '42.9', 3],
    ]);
    const criteria = (id: string) => bid(id).groups.flatMap((group) => group.criteria);
    const of = (id: string, criterion: string) => criteria(id).find((one) => one.criterion === criterion)!;
    // The day on which contracts begin to count counts; the day before does not.
    expect([of('beichen', 'contracts').computed, of('beichen', 'contracts').score]).toEqual(['1', '1']);
    expect(of('beichen', 'contracts').marks.map(({ points }) => points)).toEqual(['1', '1', '1', '2', '2']);
    // One member’s 2 is outvoted in the mean, too: 25.5 + 4 for each.
    expect(of('canglan', 'starred').score).toBe('4');
    const sums = bid('canglan').groups[2]!.members.map(({ points }) => points);
    expect(sums).toEqual(['29.5', '29.5', '29.5', '29.5', '29.5']);
    // (25.5 × 4 + 0) ÷ 5 + 4, and (25.5 × 4 + 10) ÷ 5 + 2.
    expect([bid('beichen').groups[2]!.exact, bid('dongli').groups[2]!.exact]).toEqual(['24.4', '24.4']);
    // Half hours count: (8 − 2.8) ÷ 2 × 0.5.
    expect(of('beichen', 'restore').computed).toBe('1.3');
    // In force to the day of the deadline, and to the day before it.
    expect([of('beichen', 'manager').computed, of('canglan', 'manager').computed]).toEqual(['1', '0']);
  });

  it('breaks the tie by technical points, then by evaluated price, and recommends one of a brand', () => {
    expect(evaluation.ranking).toEqual(['anlan', 'canglan', 'dongli', 'beichen']);
    // canglan is second but offers the brand of anlan.
    expect(evaluation.candidates).toEqual(['anlan', 'dongli']);
    const how = bid('dongli').steps.filter(({ rule }) => rule === 'review/ranking/tie');
    expect(how.map(({ label, value }) => [label.split('：')[1], value])).toEqual([
      ['技术得分高者优先', '第 1 位'],
      ['评标价低者优先', '第 1 位'],
    ]);
  });

  it('is explained in yuan, with its clause and its reading', () => {
    const { status, stdout } = biaochi('explain', round, '--bidder', 'canglan', '--criterion', 'price');
    expect(status).toBe(0);
    expect(stdout).toContain('15.5 × 201600 ÷ 205020 = 17360/1139');
    expect(stdout).toContain('读法 C1');
    const whole = biaochi('explain', round, '--bidder', '沧澜信息技术有限公司').stdout;
    expect(whole).toContain('10% 与 15% = 23.5%');
    expect(whole).toContain('268000.00 元 ≤ 320000.00 元');
    expect(whole).toContain('第 2 次核算 不高于次低报价的一定比例');
  });

  it('says which readings, quotes and marks could change it', () => {
    const found = json<Sensitivity>('sensitivity', round);
    expect(found.base).toEqual({ state: 'complete', winner: 'anlan' });
    expect(found.margin).toBe('0.9');
    const changes = (reading: string) => found.single.find((one) => one.reading === reading)!.changes;
    expect(changes('C1').points).toEqual([
      { bid: 'anlan', from: '47.35', to: '47.25' },
      { bid: 'beichen', from: '42.9', to: '42.8' },
    ]);
    // By a sum canglan would be at 201000 and set the base: 15.5 × 201000 ÷ 230400 = 13.522, ÷ 205700 = 15.146.
    expect(changes('D1').points).toEqual([
      { bid: 'anlan', from: '47.35', to: '47.25' },
      { bid: 'beichen', from: '42.9', to: '42.8' },
      { bid: 'canglan', from: '46.45', to: '46.75' },
    ]);
    // Nobody has marked eshan, which would then be in.
    expect(changes('D2').state).toEqual({ from: 'complete', to: 'awaiting' });
    expect(found.combinations.tried).toBe(found.combinations.all);
    const distance = (id: string) => found.quotes.find((one) => one.bid === id)!;
    // anlan is first down to 12.8 points for its price; 12.75 is at 245082.35 after its tenth is off.
    expect(distance('anlan').above).toEqual({ quote: '272313.73', winner: 'canglan', state: 'complete' });
    // canglan wins where it pulls anlan down to 13.0: 13.05 × 230400 ÷ 15.5 ÷ 0.765 = 253571.157…
    expect(distance('canglan').below).toEqual({ quote: '253571.15', winner: 'canglan', state: 'complete' });
    const mark = found.marks.find((one) => one.bid === 'anlan' && one.member === 'o1')!;
    expect([mark.criterion, mark.to, mark.winner]).toEqual(['plan', '10', 'canglan']);
  });

  it('is reported in its own words and unit', () => {
    const { status, stderr } = biaochi('evaluate', round, '--out', out, '--format', 'html');
    expect(status, stderr).toBe(0);
    const files = readdirSync(out);
    expect(files).toContain('evaluation-report.html');
    expect(files.filter((name) => name.startsWith('letter-'))).toHaveLength(5);
    const report = readFileSync(join(out, 'evaluation-report.html'), 'utf8');
    expect(report).toContain('256000.00 元');
    expect(report).toContain('采购方式');
    const release = readFileSync(join(out, 'ocds-archive.json'), 'utf8');
    expect(JSON.parse(release)).toBeTypeOf('object');
    expect(release).toContain('256000');
  });
});
