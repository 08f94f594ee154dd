import { describe, expect, it } from 'vitest';
import { judge } from '../../evaluators/compliance/index.ts';
import { type DiffInput, diff } from '../../evaluators/diff/index.ts';
import {
  type Checkable,
  exitCodeOfDifference,
  type Judgement,
  type Observation,
  type Outcome,
  outcomeNames,
  type RunRecord,
} from '../../spec/index.ts';
import { catalogue, checkableOf, observationOf, recordOf, tenderOf, verificationOf } from './fixture.ts';

const asOf = '2026-01-01T00:01:00Z';
const works = (value: boolean, over: Partial<Observation> = {}) =>
  observationOf([{ measurand: 'works', values: [value] }], over);

function sideOf(checkables: Checkable[], record: RunRecord, over: Partial<Judgement> = {}): DiffInput {
  const draft = judge({ tender: tenderOf(...checkables), catalogue, record, recordDigest: 'r', asOf });
  return { record, judgement: { revision: 1, ...draft, ...over }, recordDigest: 'r' };
}
const one = checkableOf();
const other = checkableOf({ id: '2', verification: [verificationOf({ measurand: 'works', equals: false })] });

/** A side whose only check has this outcome, by what was seen. */
const seen: Partial<Record<Outcome, () => DiffInput>> = {
  satisfied: () => sideOf([one], recordOf([works(true)])),
  'not-satisfied': () => sideOf([one], recordOf([works(false)])),
  inconclusive: () => sideOf([one], recordOf([])),
  'not-assessed': () =>
    sideOf(
      [checkableOf({ verification: [{ ...one.verification[0]!, due: 'year' }] })],
      recordOf([works(true)]),
    ),
};

describe('two judgements', () => {
  it('that are the same differ in nothing', () => {
    const difference = diff(seen.satisfied!(), seen.satisfied!());
    expect(difference).toMatchObject({ bases: [], requirements: [], checks: [] });
    expect(exitCodeOfDifference(difference)).toBe(0);
  });

  it.each([
    ['satisfied', 'not-satisfied', 'worse', 1],
    ['satisfied', 'inconclusive', 'worse', 1],
    ['satisfied', 'not-assessed', 'worse', 1],
    ['not-satisfied', 'satisfied', 'better', 2],
    // What was refuted and is no longer seen is not mended.
    ['not-satisfied', 'inconclusive', 'worse', 1],
    ['not-satisfied', 'not-assessed', 'worse', 1],
    ['inconclusive', 'satisfied', 'better', 2],
    ['inconclusive', 'not-satisfied', 'worse', 1],
    ['inconclusive', 'not-assessed', 'unsettled', 2],
    ['not-assessed', 'inconclusive', 'unsettled', 2],
    ['not-assessed', 'satisfied', 'better', 2],
    ['not-assessed', 'not-satisfied', 'worse', 1],
  ] as const)('%s, then %s: %s', (from, to, group, code) => {
    const sides = { from: seen[from]!(), to: seen[to]!() };
    expect(sides.from.judgement.requirements[0]!.outcome).toBe(from);
    expect(sides.to.judgement.requirements[0]!.outcome).toBe(to);
    const difference = diff(sides.from, sides.to);
    expect(difference.requirements.map((each) => each.group)).toEqual([group]);
    expect(difference.checks.map((each) => each.group)).toEqual([group]);
    expect(exitCodeOfDifference(difference)).toBe(code);
  });

  it('a regression stands beside any number of improvements', () => {
    const mended = Array.from({ length: 20 }, (_, index) => checkableOf({ id: `m${index}` }));
    const difference = diff(
      sideOf([...mended, other], recordOf([works(false)])),
      sideOf([...mended, other], recordOf([works(true)])),
    );
    expect(difference.checks.filter((each) => each.group === 'better')).toHaveLength(20);
    expect(difference.checks.filter((each) => each.worsens).map((each) => each.id)).toEqual(['2/v']);
    expect(exitCodeOfDifference(difference)).toBe(1);
  });

  it('a clause whose only refutation was seen to be mended is better, though the rest is still open', () => {
    const paper = {
      id: 'w',
      part: 'p',
      method: 'examine' as const,
      documents: ['screenshot' as const],
      due: 'delivery' as const,
      why: '书面材料',
    };
    const both = checkableOf({ verification: [one.verification[0]!, paper] });
    const from = sideOf([both], recordOf([works(false)]));
    const mended = diff(from, sideOf([both], recordOf([works(true)])));
    expect(mended.requirements).toMatchObject([{ group: 'better', to: { outcome: 'not-assessed' } }]);
    const unseen = recordOf([], { plan: { digest: 'plan', items: [], plannedProbes: [], absentRoles: [] } });
    expect(diff(from, sideOf([both], unseen)).requirements).toMatchObject([
      { group: 'worse', worsens: true },
    ]);
  });

  it('what vanishes worsens if it was a finding, what is new if it is refuted', () => {
    const both = (value: boolean) => sideOf([one, other], recordOf([works(value)]));
    const single = (value: boolean) => sideOf([one], recordOf([works(value)]));
    expect(diff(both(true), single(true)).checks).toMatchObject([
      { id: '2/v', group: 'gone', worsens: true },
    ]);
    expect(diff(single(true), both(true)).checks).toMatchObject([
      { id: '2/v', group: 'added', worsens: true },
    ]);
    const harmless = diff(single(false), both(false));
    expect(harmless.checks).toMatchObject([{ id: '2/v', group: 'added', worsens: false }]);
    expect(exitCodeOfDifference(harmless)).toBe(2);
  });

  it('the same outcome by other figures, limits and evidence is told as only that', () => {
    const sized = (limit: number) =>
      checkableOf({
        verification: [verificationOf({ measurand: 'size', atLeast: { value: limit, unit: 'GB' } })],
      });
    const measured = (value: number, seed: string) =>
      recordOf([
        observationOf([{ measurand: 'size', unit: 'GB', values: [value] }], {
          evidence: [{ digest: `sha256:${seed.repeat(64)}`, mediaType: 'text/plain', label: '证', bytes: 1 }],
        }),
      ]);
    const [check] = diff(
      sideOf([sized(10)], measured(12, 'a')),
      sideOf([sized(11)], measured(20, 'b')),
    ).checks;
    expect(check).toMatchObject({
      group: 'basis',
      worsens: false,
      evidence: { added: [`sha256:${'b'.repeat(64)}`], gone: [`sha256:${'a'.repeat(64)}`] },
    });
    expect(check!.changes).toEqual([
      { label: '要求 size', from: '≥ 10 GB', to: '≥ 11 GB' },
      { label: '实测 size', from: '12 GB', to: '20 GB' },
    ]);
  });

  it('names spec, readings, configuration and versions that differ, each by itself', () => {
    const survey = (digest: string) => [
      {
        component: 'c1',
        role: 'object-storage' as const,
        endpoint: 'http://a',
        reachable: true,
        facts: [],
        configurationDigest: digest,
      },
    ];
    const reading = (chosen: string) => [
      { id: 'A1', question: '?', chosen, title: chosen, basis: '', isPick: chosen === 'x' },
    ];
    const side = (version: string, chosen: string, spec: string) =>
      sideOf([one], recordOf([works(true)], { tools: [{ name: 't', version }], before: survey(version) }), {
        readings: reading(chosen),
        tender: { id: 'test', digest: spec },
      });
    expect(diff(side('1', 'x', 's'), side('2', 'y', 't')).bases).toEqual([
      { label: '规格摘要', from: 's', to: 't' },
      { label: '读法 A1', from: 'x（x）', to: 'y（y）' },
      { label: '部件 c1 的配置摘要（测试前）', from: '1', to: '2' },
      { label: '工具 t', from: '1', to: '2' },
    ]);
  });

  it('says that the record went on after it was judged', () => {
    const side = seen.satisfied!();
    expect(diff({ ...side, recordDigest: 'later' }, side)).toMatchObject({
      from: { recordGrew: true },
      to: { recordGrew: false },
    });
  });

  it('knows every outcome', () => {
    expect([...Object.keys(seen), 'not-applicable'].sort()).toEqual([...outcomeNames].sort());
  });
});
