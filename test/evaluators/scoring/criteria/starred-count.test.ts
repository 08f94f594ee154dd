import { describe, expect, it } from 'vitest';
import type { RequirementResponse } from '../../../../spec/index.ts';
import { bidOf, tender } from '../fixture.ts';
import { compute, idOf, reasonsFor, type Setting } from './inputs.ts';

const id = idOf('starred-count');
const starred = tender.checkables.filter((one) => one.starred);
const all = bidOf('alpha').responses!;
const full = starred.length;
const [first] = starred;
const count = (change: (response: RequirementResponse) => RequirementResponse[], setting?: Setting) =>
  compute(
    id,
    bidOf('alpha', '80', {
      responses: all.flatMap((response) => (response.clause === first!.id ? change(response) : [response])),
    }),
    setting,
  );

describe('starred clauses', () => {
  it('each give a point when answered and proved', () => {
    const result = compute(id, bidOf('alpha'));
    expect(result.points).toBe(String(full));
    expect(result.counted).toHaveLength(full);
    expect(result.steps.map(({ value }) => value)).toEqual([String(full), String(full)]);
    expect(count((one) => [{ ...one, deviation: 'positive' }]).points).toBe(String(full));
  });

  it.each<[string, (one: RequirementResponse) => RequirementResponse[], string]>([
    ['not answered', () => [], '不应答，不得分'],
    ['said to be unanswered', (one) => [{ ...one, deviation: 'unanswered' }], '不应答，不得分'],
    ['answered worse', (one) => [{ ...one, deviation: 'negative' }], '负偏离，不得分'],
    ['answered twice, once worse', (one) => [one, { ...one, deviation: 'negative' }], '负偏离，不得分'],
    ['without proof', (one) => [{ ...one, proof: undefined }], '未附承诺函，不得分'],
    [
      'with another proof',
      (one) => [{ ...one, proof: [{ document: 'plan', sealed: true }] }],
      '未附承诺函，不得分',
    ],
    [
      'with a proof that has no seal',
      (one) => [{ ...one, proof: one.proof!.map((proof) => ({ ...proof, sealed: false })) }],
      '未盖投标人公章，不计',
    ],
  ])('give none when %s', (_, change, reason) => {
    const result = count(change);
    expect(result.points).toBe(String(full - 1));
    expect(reasonsFor(result, first!.id)).toMatch(/^不计/);
    expect(reasonsFor(result, first!.id)).toContain(reason);
  });

  it('need every proof where two are demanded', () => {
    const two = starred.find(({ proof }) => proof.length > 1)!;
    for (const { document } of two.proof) {
      const responses = all.map((response) =>
        response.clause === two.id
          ? { ...response, proof: response.proof!.filter((proof) => proof.document !== document) }
          : response,
      );
      const result = compute(id, bidOf('alpha', '80', { responses }));
      expect(result.points, document).toBe(String(full - 1));
      expect(result.hints).toHaveLength(1);
      expect(result.hints[0]).toMatch(new RegExp(`^▲${two.id}：补.+，可增加 1 分$`));
    }
  });

  it('give none without a table of responses, and no hint for what no paper cures', () => {
    const none = compute(id, bidOf('alpha', '80', { responses: undefined }));
    expect(none.points).toBe('0');
    expect(none.hints).toEqual([]);
    expect(count((one) => [{ ...one, deviation: 'negative' }]).hints).toEqual([]);
  });

  it('need what the criterion itself demands, too', () => {
    const setting = { criterion: { evidence: [{ document: 'plan', sealed: false }] } };
    expect(compute(id, bidOf('alpha'), setting).points).toBe('0');
    const responses = all.map((one) => ({
      ...one,
      proof: [...(one.proof ?? []), { document: 'plan' as const, sealed: false }],
    }));
    expect(compute(id, bidOf('alpha', '80', { responses }), setting).points).toBe(String(full));
  });

  it('without a demanded seal take an unsealed proof', () => {
    const checkables = tender.checkables.map((one) =>
      one === first ? { ...one, proof: one.proof.map((proof) => ({ ...proof, sealed: false })) } : one,
    );
    const unsealed = (one: RequirementResponse) => [
      { ...one, proof: one.proof!.map((proof) => ({ ...proof, sealed: false })) },
    ];
    expect(count(unsealed, { tender: { ...tender, checkables } }).points).toBe(String(full));
  });
});
