import { describe, expect, it } from 'vitest';
import { tender } from '../../evaluators/scoring/fixture.ts';
import { earlier, itRefuses, later, members, plain, withSet } from './one-fault.ts';
import { faultOf, filesOf, problemsOf, readFiles, writeRound } from './round-folder.ts';

const [first, second] = members as [string, string];
const file = `scores/${first}.yaml`;
const sheet = plain.sheets[0]!;
const criterion = Object.keys(sheet.marks.alpha!)[0]!;
const correction = { bid: 'alpha', criterion, from: '3', to: '6', ground: 'range', reasons: '误', at: later };

describe('a sheet', () => {
  itRefuses(file, [
    ['marks of a bid that is not there', 'marks/delta', {}, 'delta', 'marks/delta'],
    ['a mark by no criterion', 'marks/alpha/charm', '3', 'charm'],
    ['a mark that is no number', `marks/alpha/${criterion}`, '优', '十进制数'],
    ['a sum for nobody', 'totals', { delta: '3' }, 'delta', 'totals/delta'],
    ['a bid without marks', 'marks/alpha', undefined, '没有给 alpha 评分', 'marks'],
    ['a mark that is missing', `marks/alpha/${criterion}`, undefined, criterion, 'marks/alpha'],
    [
      'a correction by no criterion',
      'corrections',
      [{ ...correction, criterion: 'charm' }],
      'charm',
      'corrections/0/criterion',
    ],
    [
      'corrected before the opening',
      'corrections',
      [{ ...correction, at: earlier }],
      '早于开标',
      'corrections/0/at',
    ],
    ['confirmed before the opening', 'confirmedAt', earlier, '早于开标'],
  ]);

  it('may hold marks out of range and what only some criteria ask: the evaluation judges them', async () => {
    await expect(readFiles(withSet(file, `marks/alpha/${criterion}`, '7'))).resolves.toBeDefined();
    await expect(readFiles(withSet(file, 'corrections', [correction]))).resolves.toBeDefined();
  });

  it('is one for each member', async () => {
    const files = filesOf();
    const problems = await problemsOf({ ...files, 'scores/again.yaml': files[file] });
    expect(problems.some(({ message }) => message.includes(`评委 ${first} 已有一份评分表`))).toBe(true);
  });

  it('of a stranger does not count', async () => {
    const problems = await problemsOf({ ...filesOf(), 'scores/nobody.yaml': { ...sheet, member: 'nobody' } });
    expect(problems).toMatchObject([{ file: 'scores/nobody.yaml', path: 'member' }]);
  });

  it('that is missing is named at the member', async () => {
    const problems = await problemsOf({ ...filesOf(), [`scores/${second}.yaml`]: undefined });
    expect(problems).toMatchObject([{ file: 'round.yaml', path: 'committee/members/1' }]);
    expect(problems[0]!.line).toBeGreaterThan(1);
    expect(problems[0]!.remedy).toContain(`scores/${second}.yaml`);
  });

  it('that cannot be read is not said to be missing', async () => {
    const problems = await problemsOf({ ...filesOf(), [file]: 'member: [' });
    expect(problems.map((problem) => problem.file)).toEqual([file]);
  });

  it('is not asked of anybody while there is none', async () => {
    await expect(readFiles(filesOf({ ...plain, sheets: [] }))).resolves.toMatchObject({ sheets: [] });
  });

  it('is not asked of members who were replaced or whose opinion is void', async () => {
    const round = structuredClone(plain);
    round.sheets = round.sheets.filter(({ member }) => member !== first && member !== second);
    const { replacement, misconduct } = tender.committee!;
    round.head.committee!.replacements = [
      { kind: replacement![0]!.id, out: first, reasons: '回避', at: later },
    ];
    const kind = misconduct!.find(({ voidsOpinion }) => voidsOpinion)!.id;
    round.head.committee!.misconduct = [{ member: second, kind, fact: '见记录' }];
    await expect(readFiles(filesOf(round))).resolves.toBeDefined();
  });
});

it('all problems of all files are told at once', async () => {
  const round = structuredClone(plain);
  round.head.readings = [{ id: 'Z99', option: 'x' }];
  round.bids[0]!.quote.stated[0]!.digits = 'abc';
  round.bids[2]!.forms[0]!.form = 'form-99';
  round.bids[2]!.members[0]!.share = '101';
  round.admissions[0]!.bid = 'delta';
  round.proceedings.draw = { order: ['alpha', 'delta'], witnesses: ['证'], at: earlier, how: '抽签' };
  round.sheets[0]!.marks.alpha!.charm = '3';
  const fault = await faultOf(
    writeRound({
      ...filesOf(round),
      'bids/beta.yaml': 'id: [',
      'bids/delta.doc': '',
      'signing.yaml': { signed: 3, dissent: 4 },
      'freeze.json': '{',
    }),
  );
  expect(fault.code).toBe('INTAKE_INVALID');
  const places = fault.problems.map((problem) => `${problem.file} ${problem.path ?? ''}`.trim()).sort();
  expect(places).toEqual(
    [
      'admission.yaml 0/bid',
      'bids/alpha.yaml quote/stated/0/digits',
      ...fault.problems.filter((problem) => problem.file === 'bids/beta.yaml').map(() => 'bids/beta.yaml'),
      'bids/delta.doc',
      'bids/gamma.yaml forms/0/form',
      'bids/gamma.yaml members/0/share',
      ...fault.problems.filter((problem) => problem.file === 'freeze.json').map(() => 'freeze.json'),
      'proceedings.yaml draw/at',
      'proceedings.yaml draw/order/1',
      'round.yaml readings/0/id',
      `${file} marks/alpha/charm`,
      'signing.yaml dissent',
      'signing.yaml signed',
    ].sort(),
  );
  expect(new Set(fault.problems.map((problem) => problem.file)).size).toBe(10);
  for (const problem of fault.problems) expect(problem.remedy, problem.message).toBeTruthy();
});
