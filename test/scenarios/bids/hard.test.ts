import { beforeAll, describe, expect, it } from 'vitest';
import { exact, printFixed, rounded, sum } from '../../../evaluators/arithmetic/index.ts';
import { example } from './example.ts';

let hard: Awaited<ReturnType<typeof example>>;
beforeAll(async () => {
  hard = await example('hard');
});

const final = ['chenzhou', 'muyan', 'yunji', 'lanshan', 'weiguang'];
const half = { decimals: 2, mode: 'half-up' } as const;

describe('the hard example round', () => {
  it('ends with five valid bids and three candidates, and waits for nobody', () => {
    expect(hard.evaluation).toMatchObject({ state: 'complete', awaited: [], ranking: final });
    expect(hard.evaluation.candidates).toEqual(['chenzhou', 'muyan', 'yunji']);
    expect(hard.evaluation.round.synthetic).toBe(true);
  });

  it.each([
    // Price: 10 × 27.20 / price for points. Technical: sum of all marks / 7 + ▲.
    // chenzhou: 272/83.86 = 3.2435; 3+2+2+2+1+7+3+3; 225/7 = 32.1428… + 15
    ['chenzhou', [3.24, 23, 47.14, 73.38]],
    // muyan: 272/80.4076 = 3.3827; 2+2+2+2+1+8+2+4; 231/7 = 33 + 14
    ['muyan', [3.38, 23, 47, 73.38]],
    // yunji: 272/94.8 = 2.8691; 3+2+2+2+1+8+3+3; 228/7 = 32.5714… + 13
    ['yunji', [2.87, 24, 45.57, 72.44]],
    // lanshan: 272/94.8; 2+2+1+2+1+8+2+4; 228/7 + 15
    ['lanshan', [2.87, 22, 47.57, 72.44]],
    // weiguang: 10; 3+3+2+2+1+4+3+2; 192/7 = 27.4285… + 15
    ['weiguang', [10, 20, 42.43, 72.43]],
  ])('gives %s the points of the table', (id, expected) => {
    expect(hard.points(id)).toEqual(expected);
  });

  it.each([
    ['chiyu', 'opening', 'uploaded-in-time', '08:30:01'],
    ['shuangqiao', 'collusion', 'same-author', '鲁仲衡'],
    ['shuangtang', 'collusion', 'same-author', '鲁仲衡'],
    ['tuya', 'quote', 'altered-quote-unsealed', '划改'],
    ['zhexin', 'low-price', 'explanation', '不能证明报价合理'],
  ] as const)('loses %s in the stage %s', (id, stage, item, why) => {
    expect(hard.bid(id)).toMatchObject({ standing: 'invalid', invalid: { stage, item } });
    expect(hard.bid(id).invalid!.reasons.join()).toContain(why);
    expect(hard.stage(stage).left).toContain(id);
  });
});

describe('the traps of the tender', () => {
  it('1: a rate of 15 % that was meant as 15 % off trips every computed test of low prices, with the advice', () => {
    for (const test of ['below-mean', 'below-second', 'below-ceiling'])
      expect(hard.result('low-price', 'zhexin', test).result).toBe('hit');
    const advice = hard.notices('low-price', 'zhexin').find(({ kind }) => kind === 'advice');
    expect(advice?.text).toContain('优惠 15.00%（支付 85.00%）');
    expect(hard.result('low-price', 'zhexin', 'explanation').vote).toMatchObject({ for: [], carried: false });
  });

  it('2: base and divisor of the price points are both prices after deductions', () => {
    // 34.00 × 0.80 = 27.20 is the lowest. With 34.00 as base: 10 × 34/27.2 = 12.5 > 10.
    expect(hard.bid('weiguang').quote).toMatchObject({ quoted: '34.00', evaluated: '27.2' });
    for (const id of final) {
      const { evaluated } = hard.bid(id).quote;
      const points = rounded(exact('27.2').mul(10).div(exact(evaluated!)), half);
      expect(hard.group(id, 'price').score).toBe(hard.criterion(id, 'price').computed);
      expect(points.equals(exact(hard.group(id, 'price').score!))).toBe(true);
      expect(points.compare(10)).toBeLessThanOrEqual(0);
    }
  });

  it('3: the mean takes in the bid itself and quotes before deductions, and half of it is not below half', () => {
    // 83.86 + 94.80 + 85.54 + 34.00 + 94.80 + 15.00 = 408.00; ÷ 6 = 68.00; half is 34.00.
    const mean = hard.result('low-price', 'weiguang', 'below-mean');
    expect(mean.result).toBe('clear');
    expect(mean.reasons.join()).toBe('34.00% ≥ 平均报价 68.00% × 50% = 34.00%');
    // It is asked for another reason: 34 < 45 % of the ceiling; and it convinces.
    expect(hard.result('low-price', 'weiguang', 'below-ceiling').result).toBe('hit');
    expect(hard.result('low-price', 'weiguang', 'explanation')).toMatchObject({
      result: 'clear',
      vote: { needed: 4, against: ['zhuanjia-4'], carried: true },
    });
    for (const id of ['chenzhou', 'muyan', 'lanshan', 'yunji'])
      for (const test of ['below-mean', 'below-second', 'below-ceiling'])
        expect(hard.result('low-price', id, test).result).toBe('clear');
  });

  it('4: equal points go by the quote, although the prices after deductions are the other way round', () => {
    const [first, second] = [hard.bid('chenzhou'), hard.bid('muyan')];
    expect(first.total).toBe(second.total);
    expect(Number(first.quote.quoted)).toBeLessThan(Number(second.quote.quoted));
    expect(Number(first.quote.evaluated)).toBeGreaterThan(Number(second.quote.evaluated));
    expect([first.rank, second.rank]).toEqual([1, 2]);
    expect(hard.under('A17', 'evaluated').evaluation.ranking.slice(0, 2)).toEqual(['muyan', 'chenzhou']);
  });

  it('4: equal points and equal quotes go by the lots that people drew before witnesses', () => {
    const [third, fourth] = [hard.bid('yunji'), hard.bid('lanshan')];
    expect([third.total, third.quote.quoted]).toEqual([fourth.total, fourth.quote.quoted]);
    expect(hard.round.proceedings.draw).toMatchObject({ order: ['yunji', 'lanshan'] });
    expect([third.rank, fourth.rank]).toEqual([3, 4]);
    expect(third.steps.map(({ label }) => label).join()).toContain('现场抽签');
  });

  it('5: rounding the mean of each plan first would bring another third candidate', () => {
    const plansFirst = (id: string) => {
      const { criteria } = hard.group(id, 'technical');
      const technical = sum(criteria.map(({ score }) => rounded(exact(score!), half)));
      const others = ['price', 'business'].map((name) => exact(hard.group(id, name).score!));
      return printFixed(sum([technical, ...others]), 2);
    };
    // Once: 228/7 = 32.571… → 32.57 and 192/7 = 27.428… → 27.43; so 72.44 before 72.43.
    expect(Number(hard.bid('yunji').total)).toBeGreaterThan(Number(hard.bid('weiguang').total));
    // Each first: 3 × 7.71 + 2 × 4.71 = 32.55 and 2 × 7.29 + 3 × 4.29 = 27.45; so 72.42 behind 72.45.
    expect([plansFirst('yunji'), plansFirst('lanshan'), plansFirst('weiguang')]).toEqual([
      '72.42',
      '72.42',
      '72.45',
    ]);
  });

  it('6: certificates of staff are matched to persons: neither in order nor by caps alone', () => {
    // In the order of the list the last of three holders finds both places taken: 7 instead of 8.
    expect(hard.criterion('lanshan', 'staff').computed).toBe('8');
    expect(hard.under('A15', 'listed-order').criterion('lanshan', 'staff').computed).toBe('7');
    // Four persons with four certificates each: caps alone would give 2 + 2 + 2 + 2.
    const four = hard.round.bids
      .find(({ id }) => id === 'weiguang')!
      .people!.filter((one) => one.role === 'staff');
    expect(four.map(({ certificates }) => certificates.length)).toEqual([4, 4, 4, 4]);
    expect(hard.criterion('weiguang', 'staff').computed).toBe('4');
  });

  it('7: an unanswered ▲ clause costs points only, and the reading that this rests on is named', () => {
    const missed = hard.criterion('yunji', 'starred-clauses').counted.filter(({ counts }) => !counts);
    expect(missed.map(({ what }) => what).sort()).toEqual(['3.4-1', '5.2.1.6-5']);
    expect(hard.criterion('yunji', 'starred-clauses').score).toBe('13');
    expect(hard.result('compliance', 'yunji', 'service-or-commercial-response').result).toBe('clear');
    expect(hard.touched().find(({ id }) => id === 'A05')?.stages).toContain('compliance');
  });

  it('8: a medium with a micro firm counts as medium: 6 %, not 20 %', () => {
    // 85.54 × 0.94 = 80.4076.
    expect(hard.granted('muyan')).toEqual(['small-micro-share']);
    expect(hard.bid('muyan').quote.evaluated).toBe('80.4076');
    const refused = hard.bid('muyan').deductions.find(({ item }) => item === 'small-micro');
    expect(refused?.reasons.join()).toContain('视同中小企业');
    expect(hard.granted('yunji')).toEqual([]);
  });
});

describe('what else happens in the hard round', () => {
  it('takes words before digits once the bidder has confirmed', () => {
    const { quote } = hard.bid('chenzhou');
    expect(quote).toMatchObject({ stated: '38.86', quoted: '83.86', confirmed: true });
    expect(quote.corrections).toMatchObject([{ step: 'words', from: '38.86%', to: '83.86%' }]);
  });

  it('takes a quote without its sign as it was clarified and confirmed', () => {
    expect(hard.bid('lanshan').quote).toMatchObject({ quoted: '94.80', confirmed: true, corrections: [] });
  });

  it('says once of a bid that it came a second late, and owes it nothing more', () => {
    expect(hard.result('opening', 'chiyu', 'uploaded-in-time').reasons).toEqual([
      '上传投标文件时间 2026-06-02 08:30:01 晚于投标截止时间 2026-06-02 08:30:00',
    ]);
    expect(hard.result('opening', 'chiyu', 'imported').result).toBe('unknown');
    expect(hard.result('opening', 'chiyu', 'decrypted').result).toBe('unknown');
    expect(hard.evaluation.awaited).toEqual([]);
  });

  it('shows leads on two bids and leaves the finding to the committee’s votes', () => {
    const signs = hard.notices('collusion', 'shuangqiao').filter(({ kind }) => kind === 'lead');
    expect(signs.map(({ text }) => text).join()).toMatch(/文档作者.*机器码.*电话/);
    for (const id of ['shuangqiao', 'shuangtang']) {
      expect(hard.result('collusion', id, 'same-author').vote).toMatchObject({
        for: expect.arrayContaining(['zhuanjia-6']),
        against: ['daibiao-1'],
        carried: true,
      });
      // The datum could not be confirmed, so that the machine code alone voids nobody; the program says so.
      expect(hard.result('compliance', id, 'machine-code')).toMatchObject({ result: 'clear', seen: 'hit' });
    }
  });

  it('counts no mark and no vote of the member who was replaced', () => {
    const members = hard.criterion('weiguang', 'needs-analysis').marks.map(({ member }) => member);
    expect(members).toHaveLength(7);
    expect(members).not.toContain('zhuanjia-3');
    expect(members).toContain('zhuanjia-6');
  });

  it('has the members’ own corrections beside what they first wrote', () => {
    const grounds = hard.round.sheets.flatMap(
      ({ corrections }) => corrections?.map(({ ground }) => ground) ?? [],
    );
    expect(new Set(grounds)).toEqual(new Set(['sum', 'range', 'objective']));
    const first = hard.round.sheets.find(({ member }) => member === 'daibiao-2')!.marks.lanshan!.references;
    expect(first).toBe('3');
    expect(hard.criterion('lanshan', 'references').score).toBe('2');
    const before = hard.round.sheets.find(({ member }) => member === 'zhuanjia-5')!.marks.yunji!;
    expect(before['overall-solution']).toBe('7');
    const after = hard
      .criterion('yunji', 'overall-solution')
      .marks.find(({ member }) => member === 'zhuanjia-5');
    expect(after?.points).toBe('6');
  });

  it('keeps the dissent', () => {
    expect(hard.round.signing.dissent).toMatchObject([{ member: 'zhuanjia-4' }]);
  });
});
