import { describe, expect, it } from 'vitest';
import type { Situation } from '../../../../evaluators/scoring/stage.ts';
import { collusion } from '../../../../evaluators/scoring/stages/collusion.ts';
import type { Bid, Effect, RecordedFinding, Round, Tender } from '../../../../spec/index.ts';
import { proseOf } from '../../collusion/fixture.ts';
import { admissionOf, bidOf, committeeOf, type RoundPatch, roundOf, tender } from '../fixture.ts';

const situationOf = (round: Round, of: Tender = tender): Situation => ({
  tender: of,
  round,
  valid: round.bids,
  members: committeeOf(),
  quotes: new Map(),
});
const ids = ['alpha', 'beta', 'gamma', 'delta'] as const;
const contact = (id: string, phone?: string): Partial<Bid> => ({
  contacts: [{ name: `${id}甲`, ...(phone ? { phone } : {}) }],
});
/** Alpha and beta name one telephone; gamma and delta have nothing in common with anybody. */
const bids = (): Bid[] => [
  bidOf('alpha', '80.13', contact('alpha', '0391-8812345')),
  bidOf('beta', '91.02', contact('beta', '03918812345')),
  bidOf('gamma', '85.55', contact('gamma')),
  bidOf('delta', '97.31', contact('delta')),
];
const itemOf = (fact: string) => tender.review!.collusion.items.find((item) => item.fact === fact)!;
const agent = itemOf('same-agent').id;
const votesOf = (inFavour: number) => committeeOf().map(({ id }, i) => ({ member: id, for: i < inFavour }));
const finding = (patch: Partial<RecordedFinding> = {}): RecordedFinding => ({
  bids: ['alpha', 'beta'],
  item: agent,
  result: 'hit',
  reasons: '两份投标文件联系电话相同，经核实为同一经办人',
  ...patch,
});
function run(findings: RecordedFinding[], patch: RoundPatch = {}, of?: Tender) {
  const proceedings = { collusion: { clear: [...ids], findings } };
  const round = roundOf({ bids: bids(), ...patch, proceedings: patch.proceedings ?? proceedings });
  return collusion(situationOf(round, of));
}
const binding: RoundPatch = { head: { mode: 'authorised' } };
const leadNotices = (outcome: ReturnType<typeof collusion>) =>
  (outcome.notices ?? []).filter(({ kind }) => kind === 'lead');

describe('a lead', () => {
  it('is told with its evidence and makes nobody invalid', () => {
    const outcome = run([]);
    expect(outcome.invalid).toEqual([]);
    expect(outcome.awaited).toEqual([]);
    const [notice, ...rest] = leadNotices(outcome);
    expect(rest).toEqual([]);
    expect(notice).toMatchObject({ stage: 'collusion', item: agent, bids: ['alpha', 'beta'] });
    expect(notice!.clause).toEqual(itemOf('same-agent').clause);
    expect(notice!.text).toContain('线索（较强），供评委核实');
    expect(notice!.evidence!.join('\n')).toContain('0391-8812345');
    expect(notice!.evidence!.at(-1)).toContain('可能的正当原因');
    expect(outcome.results!.every(({ result }) => result === 'clear')).toBe(true);
  });

  it('never speaks of collusion, nor is anything found that nobody has looked at', () => {
    const outcome = run([], { proceedings: {} });
    expect(
      JSON.stringify([outcome.notices, outcome.steps, outcome.results!.map(({ reasons }) => reasons)]),
    ).not.toMatch(/串通|围标/);
    expect(new Set(outcome.results!.map(({ result }) => result))).toEqual(new Set(['unknown']));
    expect(outcome.invalid).toEqual([]);
  });

  it('waits in a binding round until the committee says clear or hit of that item and those bids', () => {
    const waiting = run([], binding);
    expect(waiting.awaited!.map(({ bid, item, who }) => [bid, item, who])).toEqual([
      ['alpha', agent, 'committee'],
      ['beta', agent, 'committee'],
    ]);
    const open = waiting.results!.filter(({ item, bid }) => item === agent && bid === 'alpha');
    expect(open.map(({ result }) => result)).toEqual(['unknown']);
    expect(run([finding({ result: 'clear', reasons: '为同一园区总机' })], binding).awaited).toEqual([]);
    expect(
      run([finding({ result: 'clear', bids: ['alpha'] })], binding).awaited!.map(({ bid }) => bid),
    ).toEqual(['beta']);
    const elsewhere = finding({ result: 'clear', item: itemOf('same-author').id });
    expect(run([elsewhere], binding).awaited).toHaveLength(2);
  });

  it('without a record a binding round waits for every bid and item', () => {
    const outcome = run([], { ...binding, proceedings: {} });
    expect(new Set(outcome.awaited!.map(({ bid }) => bid))).toEqual(new Set(ids));
  });

  it('concerns a valid bid also where the other one is out already, and none where all are out', () => {
    const round = roundOf({ bids: bids() });
    const without = (...out: string[]) => ({
      ...situationOf(round),
      valid: round.bids.filter(({ id }) => !out.includes(id)),
    });
    expect(leadNotices(collusion(without('alpha')))).toHaveLength(1);
    expect(leadNotices(collusion(without('alpha', 'beta')))).toEqual([]);
  });

  it('is not drawn from a bid that was withdrawn in time', () => {
    const [alpha, ...others] = ids.map((id) => admissionOf(id));
    const admissions = [{ ...alpha!, withdrawnAt: alpha!.uploadedAt! }, ...others];
    expect(leadNotices(run([], { admissions }))).toEqual([]);
  });

  it('that bears on no fact of the tender goes to the item that people describe', () => {
    const address = bids().map((bid) => ({
      ...bid,
      contacts: [],
      members: bid.members.map((firm) => ({ ...firm, address: '中原路 88 号 5 层' })),
    }));
    const [notice] = leadNotices(run([], { bids: address }));
    const free = tender.review!.collusion.items.filter(({ fact }) => fact === undefined);
    expect(notice!.item).toBe(free.at(-1)!.id);
    const awaited = run([], { ...binding, bids: address }).awaited!;
    expect(new Set(awaited.map(({ item }) => item))).toEqual(new Set([free.at(-1)!.id]));
    expect(
      run([finding({ bids: [...ids], item: free[0]!.id, result: 'clear' })], { ...binding, bids: address })
        .awaited,
    ).toEqual([]);
  });

  it('from texts takes out the text that the round holds of the tender', () => {
    const form = proseOf(5, 400);
    const texts = ['alpha', 'gamma'].map((bid, i) => ({
      bid,
      document: '正文.pdf',
      pages: [`${form}\n${proseOf(90 + i, 300)}`],
    }));
    const alike = (patch: RoundPatch) =>
      leadNotices(run([], patch)).filter(({ item }) => item === itemOf('alike-or-patterned').id);
    expect(alike({ texts })).toHaveLength(1);
    expect(alike({ texts, boilerplate: [form] })).toEqual([]);
  });
});

describe('a finding', () => {
  it('of a hit puts out every bid of the group', () => {
    const outcome = run([finding({ votes: votesOf(7) })], binding);
    expect(outcome.invalid!.map(({ bid, stage, item }) => [bid, stage, item])).toEqual([
      ['alpha', 'collusion', agent],
      ['beta', 'collusion', agent],
    ]);
    expect(outcome.awaited).toEqual([]);
  });

  it('leaves two of four, which ends the procurement; alone nobody is counted', () => {
    expect(run([finding()]).end).toMatchObject({ kind: 'cancelled' });
    expect(run([finding()], { head: { alone: true } }).end).toBeUndefined();
    const five = [...bids(), bidOf('omega', '71.11', contact('omega'))];
    expect(run([finding()], { bids: five }).end).toBeUndefined();
  });

  it('that is not carried puts nobody out', () => {
    const outcome = run([finding({ votes: votesOf(3) })], binding);
    expect(outcome.invalid).toEqual([]);
    expect(outcome.awaited).toEqual([]);
  });

  it('stands where the program sees nothing', () => {
    const outcome = run([finding({ bids: ['gamma'], item: itemOf('mixed-pages').id })]);
    expect(outcome.invalid!.map(({ bid }) => bid)).toEqual(['gamma']);
  });

  it.each<[Effect, number, string | undefined]>([
    ['invalid', 2, 'cancelled'],
    ['cancel', 0, 'cancelled'],
    ['suspend', 0, 'stopped'],
    ['lead', 0, undefined],
    ['score', 0, undefined],
    ['correct', 0, undefined],
    ['deduct', 0, undefined],
  ])('with the effect %s does what the tender says', (effect, out, end) => {
    const review = structuredClone(tender.review!);
    review.collusion.effect = effect;
    const outcome = run([finding()], {}, { ...tender, review });
    expect(outcome.invalid).toHaveLength(out);
    expect(outcome.end?.kind).toBe(end);
  });
});

it('shows the figures of the quotes at the item on patterns, and what was not compared', () => {
  const { steps = [] } = run([]);
  const rule = `review/collusion/items/${itemOf('alike-or-patterned').id}`;
  expect(new Set(steps.map((step) => step.rule))).toEqual(new Set([rule]));
  expect(steps[0]!.value).toContain('未作文本比对');
  expect(steps.map(({ label }) => label)).toEqual(
    expect.arrayContaining(['变异系数 CV', '全部 4 家报价的等比检验']),
  );
  const two = run([], { bids: bids().slice(0, 2) }).steps!;
  expect(two.some(({ value }) => value.includes('少于 3 家，无法计算'))).toBe(true);
});

it('does not apply where the tender has no review', () => {
  const { review: _, ...rest } = tender;
  expect(run([], {}, rest)).toEqual({ notApplicable: true });
});
