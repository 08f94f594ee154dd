import { beforeAll, describe, expect, it } from 'vitest';
import { example } from './example.ts';

let cancelled: Awaited<ReturnType<typeof example>>;
beforeAll(async () => {
  cancelled = await example('cancelled');
});

describe('the cancelled example round', () => {
  it('is cancelled in the correction of quotes, with two bids left of three', () => {
    expect(cancelled.evaluation).toMatchObject({
      state: 'cancelled',
      ended: { stage: 'corrections', item: 'fewer-than-minimum' },
      ranking: [],
      candidates: [],
      awaited: [],
    });
    expect(cancelled.evaluation.ended?.reasons.join()).toContain('2 家，少于 3 家');
  });

  it.each([
    ['feiyu', 'qualification', 'wage-arrears', '专用章'],
    ['liuguang', 'compliance', 'service-or-commercial-response', '预付 30%'],
    ['qiaomu', 'corrections', 'confirmation', '85.20% 修正为 58.20%'],
  ] as const)('loses %s in the stage %s', (id, stage, item, why) => {
    expect(cancelled.bid(id)).toMatchObject({ standing: 'invalid', invalid: { stage, item } });
    expect(cancelled.bid(id).invalid!.reasons.join()).toContain(why);
    expect(cancelled.stage(stage).left).toEqual([id]);
  });

  it('has enough bidders after each of the first two', () => {
    expect(cancelled.stage('qualification').state).toBe('done');
    expect(cancelled.stage('compliance')).toMatchObject({ state: 'done', left: ['liuguang'] });
    expect(cancelled.stage('collusion').entered).toEqual(['jingze', 'qiaomu', 'ruoshui']);
  });

  it('scores nobody, not even the two that are valid', () => {
    for (const id of ['jingze', 'ruoshui']) {
      expect(cancelled.bid(id).standing).toBe('valid');
      expect(cancelled.bid(id).total).toBeUndefined();
      expect(cancelled.bid(id).rank).toBeUndefined();
    }
    expect(cancelled.stage('scoring').state).toBe('not-reached');
  });
});
