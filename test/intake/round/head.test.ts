import { describe, expect, it } from 'vitest';
import { tender } from '../../evaluators/scoring/fixture.ts';
import { earlier, itRefuses, members, opened, plain } from './one-fault.ts';
import { filesOf, problemsOf } from './round-folder.ts';

const reading = tender.readings[0]!;
const chosen = { id: reading.id, option: reading.pick };
const change = { kind: tender.committee!.replacement![0]!.id, reasons: '回避', at: opened };

describe('round.yaml', () => {
  itRefuses('round.yaml', [
    ['another tender', 'tender', 'other', '载入的却是'],
    ['an unknown mode', 'mode', 'trial', 'rehearsal'],
    ['an unknown reading', 'readings', [{ id: 'Z99', option: 'x' }], 'Z99', 'readings/0/id'],
    ['an unknown option', 'readings', [{ ...chosen, option: 'no' }], '取法：no', 'readings/0/option'],
    ['a reading chosen twice', 'readings', [chosen, chosen], '第 1 项重复', 'readings/1'],
    ['a group that is not there', 'committee/members/0/group', 'guests', 'guests'],
    [
      'a kind of replacement',
      'committee/replacements',
      [{ ...change, kind: 'ill' }],
      'ill',
      'committee/replacements/0/kind',
    ],
    [
      'a stranger replaced',
      'committee/replacements',
      [{ ...change, out: 'x' }],
      'x',
      'committee/replacements/0/out',
    ],
    [
      'a stranger put in',
      'committee/replacements',
      [{ ...change, in: 'x' }],
      'x',
      'committee/replacements/0/in',
    ],
    [
      'a kind of misconduct',
      'committee/misconduct',
      [{ member: members[0], kind: 'yawn', fact: '哈欠' }],
      'yawn',
      'committee/misconduct/0/kind',
    ],
    [
      'an objection of nobody',
      'opening/objections',
      [{ bid: 'delta', text: '异议' }],
      'delta',
      'opening/objections/0/bid',
    ],
    [
      'a fault of nothing',
      'opening/faults',
      [{ item: 'x', fact: '断电', at: opened }],
      'x',
      'opening/faults/0/item',
    ],
    [
      'resumed before it failed',
      'opening/faults',
      [{ fact: '断电', at: opened, resumedAt: earlier }],
      '早于故障',
      'opening/faults/0/resumedAt',
    ],
    ['opened before the deadline', 'opening/startedAt', earlier, '早于投标截止'],
    ['ended before it began', 'opening/endedAt', earlier, '早于开标'],
    ['a day that is none', 'opening/endedAt', '2030-02-30T10:00:00+08:00', '不是合法的时刻'],
    ['an instant without zone', 'opening/endedAt', '2030-01-30T10:00:00', '带时区'],
    ['an unknown key', 'commitee', {}, '不认识的键 commitee', '(文件)'],
  ]);

  it('lists a member once', async () => {
    const round = structuredClone(plain);
    round.head.committee!.members.push(round.head.committee!.members[0]!);
    const problems = await problemsOf(filesOf(round));
    expect(problems.map(({ path }) => path)).toContain('committee/members/7');
  });

  it('says what allows an authorised round', async () => {
    const round = structuredClone(plain);
    round.head.mode = 'authorised';
    const problems = await problemsOf(filesOf(round));
    expect(problems.map(({ path }) => path)).toEqual(['mode', 'mode']);
    expect(problems.map(({ message }) => message).join()).toMatch(/授权文件.*冻结记录/);
  });
});
