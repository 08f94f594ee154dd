import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { judge } from '../../evaluators/compliance/index.ts';
import { readDeferrals } from '../../intake/index.ts';
import { type DeferralFile, exitCodeOf, Fault, printDeferral } from '../../spec/index.ts';
import { catalogue, checkableOf, observationOf, recordOf, tenderOf } from './fixture.ts';

const paper = `sha256:${'d'.repeat(64)}`;
const fileOf = (checkable: string, until: string): DeferralFile => ({
  digest: `sha256:${'f'.repeat(64)}`,
  tender: 'test',
  deferrals: [
    {
      checkable,
      owner: '云服务商甲',
      basis: { text: '合同第 9 条', document: paper },
      until,
      reason: '备件在途',
      approvedBy: '采购人',
    },
  ],
});
const tender = tenderOf(checkableOf());
const judged = (value: boolean, asOf: string, deferrals?: DeferralFile) =>
  judge({
    tender,
    catalogue,
    record: recordOf([observationOf([{ measurand: 'works', values: [value] }])]),
    recordDigest: 'r',
    asOf,
    ...(deferrals ? { deferrals } : {}),
  });
const entryOf = (value: boolean, asOf: string) =>
  judged(value, asOf, fileOf('1', '2026-06-30')).deferrals!.entries[0]!;

describe('a deferral', () => {
  it('turns no outcome, no count and no exit code', () => {
    const asOf = '2026-02-01T00:00:00Z';
    const { deferrals, ...overlaid } = judged(false, asOf, fileOf('1', '2026-06-30'));
    expect(deferrals!.entries).toHaveLength(1);
    expect(overlaid).toEqual(judged(false, asOf));
    expect(exitCodeOf({ revision: 1, ...overlaid, deferrals: deferrals! })).toBe(1);
  });
  it('lasts to the end of its last day in Beijing, and then is said to be over', () => {
    const inForce = entryOf(false, '2026-06-30T23:59:59+08:00');
    expect(inForce.state).toBe('in-force');
    expect(printDeferral(inForce)).toBe('（暂缓整改至 2026-06-30，依据合同第 9 条）');
    const over = entryOf(false, '2026-07-01T00:00:00+08:00');
    expect(over.state).toBe('expired');
    expect(printDeferral(over)).toContain('到期');
  });
  it('of what is not refuted is a problem and prints nothing behind the outcome', () => {
    const entry = entryOf(true, '2026-02-01T00:00:00Z');
    expect(entry).toMatchObject({ state: 'not-refuted', outcome: 'satisfied' });
    expect(printDeferral(entry)).toBe('');
  });
});

describe('a file of deferrals', () => {
  const folder = mkdtempSync(join(tmpdir(), 'biaochi-defer-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const entry = (over: string[] = [], checkable = '1') =>
    [
      `  - checkable: "${checkable}"`,
      '    owner: 甲',
      '    until: "2026-06-30"',
      '    reason: 备件在途',
      '    approvedBy: 采购人',
      ...over,
    ].join('\n');
  const basis = ['    basis:', '      text: 合同第 9 条', `      document: ${paper}`];
  const faultOf = (text: string): Fault => {
    const file = join(folder, 'deferrals.yaml');
    writeFileSync(file, text);
    try {
      readDeferrals(file, tender);
    } catch (error) {
      if (error instanceof Fault) return error;
      throw error;
    }
    throw new Error('was taken');
  };

  it('is read with its digest', () => {
    const file = join(folder, 'good.yaml');
    writeFileSync(file, `tender: test\ndeferrals:\n${entry(basis)}\n`);
    expect(readDeferrals(file, tender)).toMatchObject({
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      deferrals: [{ checkable: '1', basis: { document: paper } }],
    });
  });
  it.each([
    ['no basis', entry(), 'basis'],
    ['a basis without a digest', entry(['    basis: { text: 合同第 9 条 }']), 'document'],
    ['an expiry that is no day', entry(basis).replace('2026-06-30', '年底'), 'until'],
    ['an unknown member', entry([...basis, '    outcome: satisfied']), 'outcome'],
  ])('%s: refused', (_, text, word) => {
    const fault = faultOf(`tender: test\ndeferrals:\n${text}\n`);
    expect(fault.code).toBe('INTAKE_INVALID');
    expect(fault.message).toContain(word);
  });
  it('all problems at once: another tender, an unknown checkable, one deferred twice, a paper that is not there', () => {
    const entries = [entry(basis), entry(basis), entry([...basis, '      file: none.pdf'], '9.9')];
    const fault = faultOf(`tender: other\ndeferrals:\n${entries.join('\n')}\n`);
    expect(fault.code).toBe('INTAKE_INVALID');
    expect(fault.problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('other'),
      expect.stringContaining('暂缓了两次'),
      expect.stringContaining('没有条目 9.9'),
      expect.stringContaining('none.pdf'),
    ]);
    expect(fault.problems.every(({ line }) => line !== undefined)).toBe(true);
  });
  it('a paper with other bytes than its digest: refused', () => {
    writeFileSync(join(folder, 'paper.pdf'), 'other');
    const fault = faultOf(`tender: test\ndeferrals:\n${entry([...basis, '      file: paper.pdf'])}\n`);
    expect(fault.message).toContain('与所写不符');
  });
});
