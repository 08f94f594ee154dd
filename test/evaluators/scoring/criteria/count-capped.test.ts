import { describe, expect, it } from 'vitest';
import { type Bid, type BidPaper, beijingTime, criteriaOf } from '../../../../spec/index.ts';
import { bidOf, creditCode, tender } from '../fixture.ts';
import { compute, reasonsFor, type Setting } from './inputs.ts';

const counting = criteriaOf(tender.scoring!).filter((one) => one.kind === 'count-capped');
const byPlatform = counting.filter(({ distinctBy }) => distinctBy === 'platform');
const filings = byPlatform[0]!;
const named = counting.find(({ distinctBy }) => distinctBy === 'name')!;
const references = counting.find(({ distinctBy }) => distinctBy === 'contract')!;
const deadline = beijingTime(tender.dates.bidDeadline).slice(0, 10);
const dayAfter = new Date(Date.parse(deadline) + 86_400_000).toISOString().slice(0, 10);
const dayBefore = new Date(Date.parse(deadline) - 86_400_000).toISOString().slice(0, 10);

const paper = (id: string, patch: Partial<BidPaper> = {}): BidPaper => ({
  id,
  document: filings.evidence[0]!.document,
  for: [filings.id],
  platform: `平台${id}`,
  sealed: true,
  ...patch,
});
const reference = (id: string, patch: Partial<BidPaper> = {}): BidPaper => ({
  id,
  document: 'contract',
  for: [references.id],
  number: id,
  name: `${id}项目合同`,
  signedOn: references.since,
  mentions: [`市级${references.mustContain}运维`],
  sealed: true,
  ...patch,
});
const with_ = (papers: BidPaper[], patch: Partial<Bid> = {}) => bidOf('alpha', '80', { papers, ...patch });
const count = (id: string, papers: BidPaper[], setting: Setting = {}, patch: Partial<Bid> = {}) =>
  compute(id, with_(papers, patch), setting);

describe('things that are counted', () => {
  it('give a point each, up to the cap and no further', () => {
    const papers = ['1', '2', '3', '4', '5'].map((id) => paper(id));
    const cap = filings.cap.value;
    expect(count(filings.id, papers.slice(0, cap - 1)).points).toBe(String(cap - 1));
    expect(count(filings.id, papers.slice(0, cap)).points).toBe(String(cap));
    const over = count(filings.id, papers);
    expect(over.points).toBe(String(cap));
    expect(reasonsFor(over, '5')).toBe(`不计：已满 ${cap} 个，不再计分`);
    expect(over.hints).toEqual([]);
    expect(over.steps.map(({ value }) => value)).toEqual([String(cap), String(cap)]);
  });

  it('give nothing where nothing is handed in', () => {
    expect(count(filings.id, []).points).toBe('0');
    expect(count(filings.id, [paper('1', { for: ['other'] })]).points).toBe('0');
    expect(compute(filings.id, bidOf('alpha', '80', { papers: undefined })).points).toBe('0');
  });

  it.each<[string, Partial<BidPaper>, string]>([
    ['without seal', { sealed: false }, '未盖投标人公章，不计'],
    ['whose seal nobody saw', { sealed: undefined }, '未见投标人公章，不计'],
    ['that cannot be read', { legible: false }, '无法辨认，不计'],
    ['in another language', { untranslated: true }, '外文未附盖章译文，不计'],
    ['out of force', { validUntil: dayBefore }, '已失效，不计'],
    ['issued after the deadline', { issuedOn: dayAfter }, '晚于投标截止日'],
    ['of another kind', { document: 'plan' }, '所附为'],
    ['of a firm that does not bid', { firm: 'nobody' }, '不是投标人或联合体成员的材料，不计'],
    ['that speaks of another firm', { subject: '别家公司' }, '所证明的是别家公司'],
    ['without platform', { platform: undefined }, '未写明平台，不计'],
  ])('leave out a paper %s', (_, patch, reason) => {
    const result = count(filings.id, [paper('1', patch), paper('2')]);
    expect(result.points).toBe('1');
    expect(reasonsFor(result, '1')).toContain(reason);
    expect(reasonsFor(result, '1')).toMatch(/^不计/);
  });

  it.each<[string, Partial<BidPaper>]>([
    ['in force until the very day of the deadline', { validUntil: deadline }],
    ['issued on the very day of the deadline', { issuedOn: deadline }],
    ['that names the bidder itself', { subject: 'alpha云服务有限公司' }],
    ['at whose legibility nobody looked', { legible: undefined }],
  ])('take a paper %s', (_, patch) => {
    expect(count(filings.id, [paper('1', patch)]).points).toBe('1');
  });

  it('are told apart by platform, whatever blanks and width the name is written with', () => {
    const papers = [paper('1', { platform: '政务云A' }), paper('2', { platform: '政务云　Ａ' })];
    const result = count(filings.id, papers);
    expect(result.points).toBe('1');
    expect(reasonsFor(result, '2')).toBe('不计：与 1 为同一平台，不重复计分');
  });

  it('are told apart by paper where the table says so; a copy of one paper is not another', () => {
    const setting = { criterion: { distinctBy: 'paper' } };
    const same = { platform: '政务云A' };
    const digest = `sha256:${'1'.repeat(64)}`;
    expect(count(filings.id, [paper('1', same), paper('2', same)], setting).points).toBe('2');
    const copies = [paper('1', { digest }), paper('2', { digest })];
    expect(count(filings.id, copies, setting).points).toBe('1');
    const numbered = [
      paper('1', { number: 'N1' }),
      paper('2', { number: 'n1' }),
      paper('3', { number: 'N2' }),
    ];
    expect(count(filings.id, numbered, setting).points).toBe('2');
  });

  it('take the second paper of a platform when the first has no seal', () => {
    const papers = [paper('1', { platform: 'A', sealed: false }), paper('2', { platform: 'A' })];
    const result = count(filings.id, papers);
    expect(result.points).toBe('1');
    expect(reasonsFor(result, '1')).toMatch(/未盖/);
    expect(reasonsFor(result, '2')).toMatch(/^计/);
  });

  it('need every paper that the table demands', () => {
    const evidence = [...filings.evidence, { document: 'contract', sealed: false }];
    const both = [paper('1', { platform: 'A' }), paper('2', { platform: 'A', document: 'contract' })];
    expect(count(filings.id, both, { criterion: { evidence } }).points).toBe('1');
    const one = count(filings.id, [both[0]!], { criterion: { evidence } });
    expect(one.points).toBe('0');
    expect(reasonsFor(one, '1')).toContain('未附合同');
  });

  it('take any paper, sealed or not, where the table demands none', () => {
    expect(count(filings.id, [paper('1', { sealed: false })], { criterion: { evidence: [] } }).points).toBe(
      '1',
    );
  });

  it('say what mending one paper would bring', () => {
    const result = count(filings.id, [paper('1', { sealed: false }), paper('2')]);
    expect(result.hints[0]).toBe('1：加盖投标人公章，可增加 1 分');
    const twoFaults = count(filings.id, [paper('1', { sealed: false, legible: false })]);
    expect(twoFaults.hints.filter((hint) => hint.startsWith('1：'))).toEqual([]);
    const samePlatform = [paper('1', { sealed: false, platform: 'A' }), paper('2', { platform: 'A' })];
    expect(count(filings.id, samePlatform).hints.filter((hint) => hint.startsWith('1：'))).toEqual([]);
  });
});

describe('named certificates', () => {
  const [first, second] = named.names!;
  const certificate = (id: string, name: string | undefined): BidPaper => ({
    id,
    document: 'certificate',
    for: [named.id],
    ...(name ? { name } : {}),
    sealed: true,
  });

  it('count once for each listed name, with more words around it', () => {
    const papers = [certificate('1', first), certificate('2', `${second!.split(' ').join(' 之 ')}认证证书`)];
    expect(count(named.id, papers).points).toBe('2');
    expect(count(named.id, [certificate('1', first), certificate('2', first)]).points).toBe('1');
  });

  it('do not count under another name or none', () => {
    const result = count(named.id, [certificate('1', '质量管理体系'), certificate('2', undefined)]);
    expect(result.points).toBe('0');
    expect(reasonsFor(result, '1')).toContain('不在所列名称之内');
    expect(reasonsFor(result, '2')).toBe('不计：未写明名称，不计');
  });

  it('take the longest listed name that fits, so that a part of it is not mistaken for it', () => {
    const names = ['安全体系', '云安全体系'];
    const papers = [certificate('1', '云安全体系'), certificate('2', '安全体系')];
    expect(count(named.id, papers, { criterion: { names } }).points).toBe('2');
    expect(count(named.id, papers, { criterion: { names: names.toReversed() } }).points).toBe('2');
  });

  it('without a list are told apart by their own names', () => {
    const papers = [certificate('1', '甲证书'), certificate('2', '乙证书'), certificate('3', '甲 证书')];
    expect(count(named.id, papers, { criterion: { names: undefined } }).points).toBe('2');
  });
});

describe('references', () => {
  const since = references.since!;
  const before = new Date(Date.parse(since) - 86_400_000).toISOString().slice(0, 10);

  it('count from the first day on, by the date of signature', () => {
    expect(count(references.id, [reference('1', { signedOn: since })]).points).toBe('1');
    const early = count(references.id, [reference('1', { signedOn: before })]);
    expect(early.points).toBe('0');
    expect(reasonsFor(early, '1')).toBe(`不计：签订于 ${before}，早于 ${since}，不计`);
    expect(count(references.id, [reference('1', { signedOn: deadline })]).points).toBe('1');
    expect(count(references.id, [reference('1', { signedOn: dayAfter })]).points).toBe('0');
    const none = count(references.id, [reference('1', { signedOn: undefined })]);
    expect(reasonsFor(none, '1')).toBe('不计：未写明签订日期，不计');
  });

  it('are as old as their first signature: a later supplement does not make a contract young', () => {
    const papers = [reference('1', { signedOn: before, number: 'C1' }), reference('2', { number: 'C1' })];
    expect(count(references.id, papers).points).toBe('0');
  });

  it('must speak of what the table asks for', () => {
    const result = count(references.id, [
      reference('1', { mentions: ['机房搬迁'] }),
      reference('2', { mentions: undefined }),
    ]);
    expect(result.points).toBe('0');
    expect(reasonsFor(result, '1')).toContain(`未见${references.mustContain}相关内容`);
    expect(reasonsFor(result, '2')).toContain(`未见${references.mustContain}相关内容`);
  });

  it('are told apart by number, without one by name', () => {
    const [a, b] = [reference('1', { number: 'C1' }), reference('2', { number: 'C2', name: '1项目合同' })];
    expect(count(references.id, [a, b]).points).toBe('2');
    const same = reference('3', { number: undefined, name: '1项目合同' });
    expect(count(references.id, [a, same]).points).toBe('1');
    const nameless = reference('4', { number: undefined, name: undefined });
    expect(reasonsFor(count(references.id, [nameless]), '4')).toContain('无法与其他合同区分');
    const apart = [reference('5', { number: undefined }), reference('6', { number: undefined })];
    expect(count(references.id, apart).points).toBe('2');
  });
});

describe('one platform in several criteria', () => {
  const everywhere = (id: string, criteria = byPlatform): BidPaper[] =>
    criteria.map((criterion) => ({
      id: `${id}-${criterion.id}`,
      document: criterion.evidence[0]!.document,
      for: [criterion.id],
      platform: id,
      sealed: true,
    }));
  const total = (papers: BidPaper[], setting: Setting) =>
    byPlatform.map(({ id }) => Number(count(id, papers, setting).points)).reduce((a, b) => a + b, 0);
  const once = (): Setting => {
    const scoring = structuredClone(tender.scoring!);
    for (const criterion of criteriaOf(scoring))
      if (criterion.kind === 'count-capped' && criterion.distinctBy === 'platform')
        criterion.acrossCriteria = 'once';
    return { tender: { ...tender, scoring } };
  };

  it('counts in each, or in one only', () => {
    const papers = everywhere('A');
    expect(total(papers, {})).toBe(byPlatform.length);
    expect(total(papers, once())).toBe(1);
  });

  it('goes where the criteria have the most together', () => {
    const [, second, third] = byPlatform;
    const caps = filings.cap.value;
    const both = Array.from({ length: caps }, (_, i) => everywhere(`both${i}`, [filings, second!])).flat();
    const only = Array.from({ length: caps }, (_, i) => everywhere(`only${i}`, [filings])).flat();
    const spare = everywhere('spare', [third!]);
    const setting = once();
    expect(total([...both, ...only, ...spare], setting)).toBe(2 * caps + 1);
    const result = count(filings.id, [...both, ...only, ...spare], setting);
    expect(result.steps.some(({ label }) => label.startsWith('最优性证明'))).toBe(true);
    expect(reasonsFor(result, `both0-${filings.id}`)).toBe(`不计：已在“${second!.title}”中计分`);
  });

  it('goes first where it is worth more', () => {
    const setting = once();
    const second = criteriaOf(setting.tender!.scoring!).find(({ id }) => id === byPlatform[1]!.id)!;
    Object.assign(second, { per: '2', points: String(2 * filings.cap.value) });
    const papers = everywhere('A', [filings, byPlatform[1]!]);
    expect(count(filings.id, papers, setting).points).toBe('0');
    expect(count(second.id, papers, setting).points).toBe('2');
  });
});

describe('a consortium', () => {
  const members: Bid['members'] = ['a', 'b'].map((id, i) => ({
    id,
    name: `成员${id}公司`,
    creditCode: creditCode(i + 1),
    role: i === 0 ? 'leader' : 'member',
  }));
  const papers = [
    paper('1', { platform: 'X', firm: 'a' }),
    paper('2', { platform: 'X', firm: 'b' }),
    paper('3', { platform: 'Y' }),
  ];

  it('has what any member shows, the same thing once', () => {
    const result = count(filings.id, papers, {}, { members });
    expect(result.points).toBe('2');
    expect(reasonsFor(result, '2')).toContain('不重复计分');
  });

  it('has the same thing of two members twice where the table says so', () => {
    const result = count(filings.id, papers, { consortium: { repeated: 'each' } }, { members });
    expect(result.points).toBe('3');
    const own = [papers[0]!, { ...papers[0]!, id: '9' }];
    expect(count(filings.id, own, { consortium: { repeated: 'each' } }, { members }).points).toBe('1');
  });

  it('has the points of its weaker member where the lower grade holds for points', () => {
    const setting: Setting = { consortium: { evidence: 'lower-grade' } };
    const result = count(filings.id, papers, setting, { members });
    expect(result.points).toBe('1');
    expect(reasonsFor(result, '2')).toMatch(/^计/);
    expect(reasonsFor(result, '3')).toContain('按较低一方（成员b公司）');
    expect(result.steps.at(-1)).toMatchObject({ value: '1', rule: 'scoring/consortium' });
    expect(count(filings.id, [papers[0]!], setting, { members }).points).toBe('0');
    const alone = count(filings.id, [paper('1'), paper('2')], setting);
    expect(alone.points).toBe('2');
    expect(alone.steps.filter(({ rule }) => rule === 'scoring/consortium')).toEqual([]);
  });
});
