import { describe, expect, it } from 'vitest';
import { creditCode, tender } from '../../evaluators/scoring/fixture.ts';
import { earlier, itRefuses, later, members, minutesLater, plain, withSet } from './one-fault.ts';
import { readFiles } from './round-folder.ts';

const item = tender.review!.compliance.items[0]!.id;
const finding = { bids: ['alpha'], item, result: 'hit', reasons: '见投标文件' };
const asked = { id: 'c1', bid: 'alpha', about: item, question: '请说明', askedAt: later, signedBy: members };
const vote = { member: members[0], for: true };
const soon = minutesLater(later, -1);
const findings = 'compliance/findings';
const draw = { order: ['alpha', 'delta'], witnesses: ['证'], at: later, how: '抽签' };
const resolution = { reading: 'Z99', option: 'x', reasons: '是', signedBy: members, at: later };
const reading = tender.readings[0]!.id;

describe('proceedings.yaml', () => {
  itRefuses('proceedings.yaml', [
    ['a finding of nobody', findings, [{ ...finding, bids: ['delta'] }], 'delta', `${findings}/0/bids/0`],
    ['a finding of no item', findings, [{ ...finding, item: 'mood' }], 'mood', `${findings}/0/item`],
    ['a finding of no clause', findings, [{ ...finding, clause: '0.0' }], '0.0', `${findings}/0/clause`],
    [
      'an item of another section',
      'qualification/findings',
      [finding],
      item,
      'qualification/findings/0/item',
    ],
    [
      'findings that contradict',
      findings,
      [finding, { ...finding, result: 'clear' }],
      '相反',
      `${findings}/1`,
    ],
    [
      'a bid twice in one finding',
      findings,
      [{ ...finding, bids: ['alpha', 'alpha'] }],
      '重复',
      `${findings}/0/bids/1`,
    ],
    ['found before the opening', findings, [{ ...finding, at: earlier }], '早于开标', `${findings}/0/at`],
    ['clear of nobody', 'compliance/clear', ['delta'], 'delta', 'compliance/clear/0'],
    [
      'a vote of a stranger',
      findings,
      [{ ...finding, votes: [{ ...vote, member: 'x' }] }],
      'x',
      `${findings}/0/votes/0/member`,
    ],
    [
      'two votes of one',
      findings,
      [{ ...finding, votes: [vote, vote] }],
      members[0]!,
      `${findings}/0/votes/1`,
    ],
    ['a deduction of no kind', 'deductions', { findings: [finding] }, item, 'deductions/findings/0/item'],
    ['a search of a stranger', 'creditSearches/0/firm', creditCode(99), creditCode(99)],
    ['a search of an unknown register', 'creditSearches/0/list', '黑名单', '黑名单'],
    [
      'a question about nothing',
      'clarifications',
      [{ ...asked, about: 'rain' }],
      'rain',
      'clarifications/0/about',
    ],
    ['two questions of one id', 'clarifications', [asked, asked], 'c1', 'clarifications/1'],
    [
      'a question of a stranger',
      'clarifications',
      [{ ...asked, signedBy: ['x'] }],
      'x',
      'clarifications/0/signedBy/0',
    ],
    [
      'asked before the opening',
      'clarifications',
      [{ ...asked, askedAt: earlier }],
      '早于开标',
      'clarifications/0/askedAt',
    ],
    [
      'answered before it was asked',
      'clarifications',
      [{ ...asked, reply: { at: soon, text: '是' } }],
      '早于澄清要求',
      'clarifications/0/reply/at',
    ],
    [
      'a confirmation of nobody',
      'corrections',
      [{ bid: 'delta', confirmed: true, at: later }],
      'delta',
      'corrections/0/bid',
    ],
    [
      'explained before it was asked',
      'lowPrice',
      [{ bid: 'alpha', askedAt: later, explanation: { at: soon, text: '因' } }],
      '早于要求说明',
      'lowPrice/0/explanation/at',
    ],
    [
      'answered by before it was asked',
      'lowPrice',
      [{ bid: 'alpha', askedAt: later, answerBy: soon }],
      '说明期限',
      'lowPrice/0/answerBy',
    ],
    [
      'a low price judged twice by one',
      'lowPrice',
      [{ bid: 'alpha', convincing: { votes: [vote, vote], reasons: '是' } }],
      members[0]!,
      'lowPrice/0/convincing/votes/1',
    ],
    [
      'a mark upheld of a stranger',
      'abnormalMarks',
      [{ member: 'x', bid: 'alpha', upheld: true, reasons: '是' }],
      'x',
      'abnormalMarks/0/member',
    ],
    ['a resolution on no reading', 'resolutions', [resolution], 'Z99', 'resolutions/0/reading'],
    ['a resolution for no option', 'resolutions', [{ ...resolution, reading }], 'x', 'resolutions/0/option'],
    ['a draw of nobody', 'draw', draw, 'delta', 'draw/order/1'],
    [
      'a draw before the opening',
      'draw',
      { ...draw, order: ['alpha', 'beta'], at: earlier },
      '早于开标',
      'draw/at',
    ],
    [
      'an unknown ground to cancel',
      'cancellation',
      { item: 'rain', reasons: '雨', at: later },
      'rain',
      'cancellation/item',
    ],
    [
      'resumed before it stopped',
      'stop',
      { reasons: '断电', at: later, resumedAt: soon },
      '早于中止',
      'stop/resumedAt',
    ],
  ]);

  it('takes what is in order', async () => {
    const about = tender.review!.corrections!.steps[0]!.id;
    const files = withSet('proceedings.yaml', 'clarifications', [
      { ...asked, reply: { at: later, text: '是', signed: true } },
      { ...asked, id: 'c2', about },
    ]);
    expect((await readFiles(files)).proceedings.clarifications).toHaveLength(2);
    const voted = { ...finding, votes: members.map((member) => ({ member, for: true })) };
    await expect(readFiles(withSet('proceedings.yaml', findings, [voted]))).resolves.toBeDefined();
    expect(plain.proceedings.creditSearches!.length).toBeGreaterThan(0);
  });
});

describe('signing.yaml', () => {
  itRefuses('signing.yaml', [
    [
      'a dissent of a stranger',
      'dissent',
      [{ member: 'x', opinion: '不', reasons: '否' }],
      'x',
      'dissent/0/member',
    ],
    [
      'a refusal told twice',
      'refusals',
      [{ member: members[0] }, { member: members[0] }],
      '重复',
      'refusals/1',
    ],
    [
      'signed before the opening',
      'signed',
      [{ document: 'report', by: ['甲'], digest: `sha256:${'0'.repeat(64)}`, at: earlier }],
      '早于开标',
      'signed/0/at',
    ],
    [
      'a digest that is none',
      'signed',
      [{ document: 'report', by: ['甲'], digest: 'abc', at: later }],
      '摘要',
      'signed/0/digest',
    ],
  ]);
});
