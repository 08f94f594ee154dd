import { describe, expect, it } from 'vitest';
import type { Bid } from '../../../spec/index.ts';
import { bidOf, creditCode } from '../../evaluators/scoring/fixture.ts';
import { itRefuses, minutesLater, opened, plain, withSet } from './one-fault.ts';
import { filesOf, problemsOf, readFiles } from './round-folder.ts';

const alpha = plain.bids[0]!;
const firm = alpha.members[0]!;
const partner = { id: 'b', name: 'B', creditCode: creditCode(8), role: 'member' };
const leader = { ...firm, role: 'leader' };
const paper = alpha.papers![0]!;
const miswritten = creditCode(7).slice(0, 17) + (creditCode(7).endsWith('1') ? '2' : '1');
const person = { name: '人', identity: 'k1', role: 'staff', certificates: [] };

describe('a bid', () => {
  itRefuses('bids/alpha.yaml', [
    ['a short credit code', 'members/0/creditCode', '9141', '18 位'],
    ['a letter that codes do not use', 'members/0/creditCode', 'I'.repeat(18), '不用字符'],
    ['a region of letters', 'members/0/creditCode', `91AAAAAA${'0'.repeat(10)}`, '行政区划'],
    ['a wrong check character', 'members/0/creditCode', miswritten, '校验码'],
    [
      'a holder with a wrong code',
      'members/0/holders',
      [{ name: 'H', creditCode: miswritten }],
      '校验码',
      'members/0/holders/0/creditCode',
    ],
    [
      'holders of too much',
      'members/0/holders',
      [
        { name: 'H', share: '60' },
        { name: 'I', share: '60' },
      ],
      '120%',
      'members/0/holders',
    ],
    ['no leader of two', 'members', [firm, partner], '现有 0 家'],
    ['two leaders', 'members', [leader, { ...partner, role: 'leader' }], '现有 2 家'],
    [
      'shares beyond the whole',
      'members',
      [
        { ...leader, share: '60' },
        { ...partner, share: '40.1' },
      ],
      '100.1%',
    ],
    ['a share below nothing', 'members/0/share', '-1', '-1%'],
    [
      'one firm twice',
      'members',
      [leader, { ...partner, creditCode: firm.creditCode }],
      '信用代码',
      'members/1',
    ],
    ['two firms of one id', 'members', [leader, { ...partner, id: firm.id }], '单位编号', 'members/1'],
    [
      'a subcontractor with the bidder’s id',
      'subcontract',
      { to: [{ ...partner, id: firm.id }], share: '30' },
      '重复',
      'subcontract/to/0/id',
    ],
    [
      'a subcontract of too much',
      'subcontract',
      { to: [partner], share: '130' },
      '130%',
      'subcontract/share',
    ],
    ['an unknown form', 'forms/0/form', 'form-99', 'form-99'],
    ['a form of a stranger', 'forms/0/member', 'nobody', 'nobody'],
    ['a quote on no form', 'quote/stated/0/form', 'form-99', 'form-99'],
    ['a quote that says nothing', 'quote/stated/0/digits', undefined, '没有写出报价', 'quote/stated/0'],
    ['an empty quote', 'quote/stated/0/digits', '', '不得为空'],
    ['a quote of letters', 'quote/stated/0/digits', 'abc%', '没有数字'],
    ['a quote of blanks', 'quote/stated/0/digits', '  ', '没有数字'],
    ['words without a number', 'quote/stated/0/words', '面议', '没有数字'],
    ['a paper for nothing', 'papers/0/for', ['glory'], 'glory', 'papers/0/for/0'],
    ['papers of one id', 'papers', [paper, paper], '材料编号', 'papers/1'],
    ['a paper of a stranger', 'papers/0/firm', 'nobody', 'nobody'],
    ['a day that is none', 'papers/0/issuedOn', '2026-02-30', '不是合法的日期'],
    [
      'an unknown certificate',
      'people',
      [{ ...person, certificates: [{ kind: 'driver' }] }],
      'driver',
      'people/0/certificates/0/kind',
    ],
    [
      'a person listed for nothing',
      'people',
      [{ ...person, listedAs: 'driver' }],
      'driver',
      'people/0/listedAs',
    ],
    ['one person twice', 'people', [person, { ...person, name: '另' }], '证件号', 'people/1'],
    ['an unknown promise', 'promises', [{ promise: 'moon', hours: '1' }], 'moon', 'promises/0/promise'],
    ['an answer to no clause', 'responses/0/clause', '0.0.0', '0.0.0'],
    [
      'a clause answered twice',
      'responses',
      [alpha.responses![0], alpha.responses![0]],
      '第 1 项',
      'responses/1',
    ],
    ['two documents of one name', 'documents', [{ name: 'a' }, { name: 'a' }], '文件名', 'documents/1'],
  ]);

  it('is named like its file', async () => {
    const problems = await problemsOf({ ...filesOf(), 'bids/delta.yaml': bidOf('alfa') });
    expect(problems).toMatchObject([{ file: 'bids/delta.yaml', line: 1, path: 'id' }]);
  });

  it.each(['0', '-1', '100.01%', '85.555', '八十五', '百分之八十五点零五', '８５．０５％'])(
    'may quote %s: the evaluation judges it',
    async (digits) => {
      const { bids } = await readFiles(withSet('bids/alpha.yaml', 'quote/stated/0/digits', digits));
      expect(bids[0]!.quote.stated[0]!.digits).toBe(digits);
    },
  );
});

describe('one bidder', () => {
  const withCodes = (...of: string[][]) => ({
    ...filesOf(),
    ...Object.fromEntries(
      of.map((codes, index) => {
        const id = ['alpha', 'beta', 'gamma'][index]!;
        const firms: Bid['members'] = codes.map((code, at) => ({
          id: `${id}-${at + 1}`,
          name: `单位${code}`,
          creditCode: code,
          ...(codes.length > 1 ? { role: at === 0 ? ('leader' as const) : ('member' as const) } : {}),
        }));
        const forms = bidOf(id).forms.map(({ member: _none, ...form }) => form);
        return [`bids/${id}.yaml`, { ...bidOf(id), members: firms, forms }];
      }),
    ),
    'proceedings.yaml': undefined,
  });
  const [x, y, z] = [creditCode(1), creditCode(2), creditCode(3)] as const;

  it('hands in one bid', async () => {
    const problems = await problemsOf(withCodes([x], [x], [y]));
    expect(problems).toMatchObject([{ file: 'bids/beta.yaml', path: 'members/0/creditCode' }]);
    expect(problems[0]!.message).toContain('bids/alpha.yaml');
    expect(await problemsOf(withCodes([x, y], [y, x], [z]))).toHaveLength(1);
  });

  it('in two consortia, or alone and in one, is for the review to judge', async () => {
    await expect(readFiles(withCodes([x, y], [x, z]))).resolves.toBeDefined();
    await expect(readFiles(withCodes([x], [x, y], [z]))).resolves.toBeDefined();
  });
});

describe('admission.yaml', () => {
  const [one] = plain.admissions;
  itRefuses('admission.yaml', [
    ['an admission of nobody', '0/bid', 'delta', 'delta'],
    ['a bid admitted twice', '1/bid', 'alpha', '第 1 项', '1'],
    [
      'uploaded after it was opened',
      '0/uploadedAt',
      minutesLater(one!.decryptedAt!, 1),
      '早于上传',
      '0/decryptedAt',
    ],
    [
      'withdrawn before the last upload',
      '0/withdrawnAt',
      minutesLater(one!.uploadedAt!, -1),
      '早于最后一次上传',
    ],
    ['an instant without zone', '0/uploadedAt', '2030-01-01T08:00:00', '不是合法的时刻'],
  ]);

  it.each([0, 1])(
    'takes an upload %i minutes after the deadline: the evaluation judges it',
    async (minutes) => {
      const files = withSet('admission.yaml', '0/uploadedAt', minutesLater(opened, minutes));
      await expect(readFiles(files)).resolves.toBeDefined();
    },
  );
});
