import { describe, expect, it } from 'vitest';
import { blocksOf, runTrials, summarise } from '../../../evaluators/simulation/index.ts';
import { type Assumptions, Fault } from '../../../spec/index.ts';
import { bidOf, roundOf } from '../scoring/fixture.ts';
import {
  fullPoints,
  marksFor,
  objective,
  preparedFor,
  rivalOf,
  type Setting,
  subjective,
} from './fixture.ts';

const alone = () => roundOf({ bids: [bidOf('alpha', '80.00')], sheets: [], head: { alone: true } });
const uniform = { kind: 'uniform', from: '60.00', to: '95.00' } as const;
const own: NonNullable<Assumptions['own']> = {
  bid: 'alpha',
  from: '50.00',
  to: '100.00',
  step: '5.00',
  objective: 'revenue',
};
const rehearsal = (patch: Partial<Assumptions> = {}): Setting => ({
  round: alone(),
  trials: 4096,
  assumptions: {
    convinces: 0,
    marks: marksFor(0.5, 0.5),
    bids: [{ bid: 'alpha', points: fullPoints() }],
    rivals: ['b', 'c', 'd'].map((id) => rivalOf(id, uniform)),
    own,
    ...patch,
  },
});

function complaints(setting: Setting): string[] {
  try {
    preparedFor(setting);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    expect(error.code).toBe('INTAKE_INVALID');
    return error.problems.map(({ path, message }) => `${path}：${message}`);
  }
  return [];
}

describe('a vendor’s own rehearsal', () => {
  it('finds the quote that does best on the same trials', () => {
    const prepared = preparedFor(rehearsal());
    const { experiment } = prepared;
    const result = summarise(runTrials(experiment, 0, blocksOf(experiment.trials)), prepared, own);
    const { quotes, best } = result.own!;
    expect(quotes.map(({ quote }) => quote)).toEqual([
      '50',
      '55',
      '60',
      '65',
      '70',
      '75',
      '80',
      '85',
      '90',
      '95',
      '100',
    ]);
    const at = quotes.find(({ quote }) => quote === '80')!;
    // The bid's own quote in the round is one of them: the same trials, hence the same count.
    expect(at.winning).toEqual(result.bids[0]!.winning);
    const top = Math.max(...quotes.map(({ result: value }) => value));
    expect(quotes.find(({ quote }) => quote === best)!.result).toBe(top);
    // Raising one's own quote never makes one win more often where no quote is too low.
    const wins = quotes.filter(({ quote }) => Number(quote) >= 60).map(({ winning }) => winning.count);
    expect(wins).toEqual([...wins].sort((a, b) => b - a));
  });

  it('refuses a round that holds anything of another bidder', () => {
    const [first, second] = [bidOf('alpha'), bidOf('beta')];
    const both = roundOf({ bids: [first, second] });
    expect(complaints({ ...rehearsal(), round: both })[0]).toContain('其他投标人的数据（beta）');
    const traces = roundOf({ bids: [first], sheets: [], admissions: [{ bid: 'beta' }] });
    expect(complaints({ ...rehearsal(), round: traces })[0]).toContain('beta');
    const sheets = roundOf({ bids: [first], sheets: [{ member: 'm', marks: { gamma: {} } }] });
    expect(complaints({ ...rehearsal(), round: sheets })[0]).toContain('gamma');
  });

  it('asks for rivals and for a grid that can be walked', () => {
    expect(complaints(rehearsal({ rivals: [] }))).toContain('rivals：没有假设任何对手');
    expect(complaints(rehearsal({ own: { ...own, step: '0' } }))).toContain(
      'own：from 不得大于 to，step 须大于 0',
    );
    expect(complaints(rehearsal({ own: { ...own, step: '0.001' } }))[0]).toMatch(
      /own\/step：0\.001 的小数超过/,
    );
    expect(complaints(rehearsal({ own: { ...own, step: '0.01' } }))[0]).toMatch(/个，超过/);
  });
});

describe('assumptions', () => {
  it('are asked for all at once, never filled in', () => {
    const said = complaints({
      assumptions: { rivals: [{ id: 'a', title: '甲', quote: { kind: 'fixed', value: '80.00' } }] },
    });
    expect(said).toHaveLength(2 + objective.length + subjective.length);
    expect(said).toContain('rivals/0/convinces：没有假设低价说明被采信的概率');
    expect(said).toContain('rivals/0/deduction：没有写明价格扣除的比例');
  });

  it.each([
    ['概率之和不为 1', { marks: marksFor(0.5, 0.4) }],
    ['没有这个由评委酌定的评分项', { marks: { ...marksFor(1), nothing: [{ points: '1', probability: 1 }] } }],
    [
      '不能给 1.5 分',
      { marks: { ...marksFor(1), [subjective[0]!.id]: [{ points: '1.5', probability: 1 }] } },
    ],
    [
      '须在 from 与 to 之间',
      { rivals: [rivalOf('x', { kind: 'triangular', from: '60', mode: '50', to: '70' })] },
    ],
    ['from 须小于 to', { rivals: [rivalOf('x', { kind: 'uniform', from: '70', to: '60' })] }],
    [
      '几乎没有概率',
      { rivals: [rivalOf('x', { kind: 'normal', mean: '10', deviation: '1', from: '80', to: '90' })] },
    ],
    ['小数超过', { rivals: [rivalOf('x', '80.005')] }],
    ['重复', { rivals: [rivalOf('x', '80'), rivalOf('x', '81')] }],
    ['没有投标 nobody', { bids: [{ bid: 'nobody' }] }],
    ['不得超过 1', { judges: { severity: 0.6, agreement: 0.5 } }],
    ['不小于 0 且小于 100%', { rivals: [rivalOf('x', '80', { deduction: '100' })] }],
  ] as [string, Partial<Assumptions>][])('that do not hold are named: %s', (words, patch) => {
    const said = complaints({
      assumptions: { convinces: 1, marks: marksFor(1), rivals: [rivalOf('a', '80')], ...patch },
    });
    expect(said.join('\n')).toContain(words);
  });

  it('of the round itself come from its evaluation', () => {
    const bids = ['alpha', 'beta', 'gamma'].map((id, index) => bidOf(id, `${80 + 5 * index}.00`));
    const round = roundOf({ bids, sheets: [] });
    const { experiment, participants } = preparedFor({
      round,
      assumptions: { convinces: 1, marks: marksFor(1) },
    });
    expect(participants.map(({ id }) => id)).toEqual(['alpha', 'beta', 'gamma']);
    expect(experiment.plan.quotes.map(({ values }) => [...values])).toEqual([[8000], [8500], [9000]]);
    expect(experiment.models[0]!.constants.some((points) => points > 0)).toBe(true);
  });
});
