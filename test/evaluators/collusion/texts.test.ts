import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprints, gramLength, leastPassage } from '../../../evaluators/collusion/winnow.ts';
import type { BidText } from '../../../spec/index.ts';
import { bidOf } from '../scoring/fixture.ts';
import { brief, leadsOf, proseOf, three } from './fixture.ts';

const own = (seed: number) => proseOf(1000 + seed, 300);
/** One document of one page for each of three bids, with something put in. */
const textsOf = (...insertions: string[]): BidText[] =>
  ['alpha', 'beta', 'gamma'].map((bid, i) => ({
    bid,
    document: `技术文件${i}.pdf`,
    pages: [own(10 * i), `${own(10 * i + 1)}\n${insertions[i] ?? ''}\n${own(10 * i + 2)}`],
  }));
const boilerplate = [proseOf(7, 400), '投标函', proseOf(8, 400)];

describe('fingerprints', () => {
  it('of two texts meet wherever they share a passage of the least length', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(40), fc.nat(40), (seed, before, after) => {
        const shared = proseOf(seed + 5000, 60)
          .replaceAll('，', '')
          .slice(0, leastPassage);
        const hashes = (text: string) => new Set(fingerprints(text).map(({ hash }) => hash));
        const one = hashes(proseOf(seed + 9000, before).replaceAll('，', '') + shared);
        const other = hashes(shared + proseOf(seed + 13000, after).replaceAll('，', ''));
        expect([...one].some((hash) => other.has(hash))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
  it('are far fewer than the grams', () => {
    const text = proseOf(3, 4000).replaceAll('，', '');
    const count = fingerprints(text).length;
    expect(count).toBeGreaterThan(0.1 * (text.length - gramLength));
    expect(count).toBeLessThan(0.3 * (text.length - gramLength));
  });
});

describe('shared passages', () => {
  const copied = proseOf(42, 150);

  it('are given with both pages, their length and an excerpt as it was written', () => {
    const leads = leadsOf({ texts: textsOf(copied, copied.replaceAll('，', ' \n')), boilerplate });
    expect(brief(leads)).toEqual(['shared-passages: alpha+beta']);
    const [one, other] = leads[0]!.evidence;
    expect(one).toMatchObject({ bid: 'alpha', document: '技术文件0.pdf', page: 2 });
    expect(other).toMatchObject({ bid: 'beta', document: '技术文件1.pdf', page: 2 });
    expect(one!.text).toContain(copied.slice(0, 30));
    expect(one!.text).toMatch(/占本页自有文字 \d+\.\d%/);
    expect(leads[0]).toMatchObject({ strength: 'medium', fact: 'alike-or-patterned' });
  });

  it('of half a page and more are strong', () => {
    const long = proseOf(43, 800);
    expect(leadsOf({ texts: textsOf(long, long), boilerplate })[0]!.strength).toBe('strong');
  });

  it.each([
    ['nothing is shared', textsOf()],
    ['a turn of phrase', textsOf(copied.slice(0, 30), copied.slice(0, 30))],
    ['the tender’s text', textsOf(boilerplate[0]!, boilerplate[0]!, boilerplate[2]!)],
    ['the tender’s text, broken otherwise', textsOf(boilerplate[0]!, boilerplate[0]!.replaceAll('，', '\n'))],
    ['a passage twice within one bid', textsOf(`${copied}\n${copied}`)],
  ])('not where %s', (_, texts) => {
    expect(leadsOf({ texts, boilerplate })).toEqual([]);
  });

  it('without the tender’s text: what all hold is one weak lead, what two hold is compared beyond it', () => {
    const form = proseOf(50, 200);
    const texts = textsOf(`${form}\n${copied}`, `${form}\n${copied}`, form);
    const leads = leadsOf({ texts });
    expect(brief(leads)).toEqual(['passages-of-all: alpha+beta+gamma', 'shared-passages: alpha+beta']);
    expect(leads.map(({ strength }) => strength)).toEqual(['weak', 'weak']);
    expect(leads[0]!.note).toContain('未提供招标文件原文');
    expect(leads[1]!.evidence[0]!.text).not.toContain(form.slice(0, 20));
  });

  it('what all three hold beyond the tender’s text is a lead of each pair', () => {
    const leads = leadsOf({ texts: textsOf(copied, copied, copied), boilerplate });
    expect(leads.map(({ bids }) => bids.join('+'))).toEqual(['alpha+beta', 'alpha+gamma', 'beta+gamma']);
  });
});

describe('shared slips', () => {
  const source = boilerplate[0]!;
  const at = 120;
  const slip = (char: string) => source.slice(0, at) + char + source.slice(at + 1);
  const strange = ['龘', '靐'].filter((char) => !source.includes(char));

  const acrossPages = (): BidText[] => {
    const [one, other, third] = textsOf(slip('龘'), slip('龘'));
    return [
      one!,
      other!,
      { ...third!, pages: [...third!.pages, slip('龘').slice(0, at + 3), slip('龘').slice(at + 3)] },
    ];
  };

  it('are a lead where two wrote the same other character', () => {
    expect(source[at]).not.toBe('，');
    const leads = leadsOf({ texts: textsOf(slip(strange[0]!), slip(strange[0]!), source), boilerplate });
    expect(brief(leads)).toEqual(['shared-deviations: alpha+beta']);
    expect(leads[0]!.evidence[0]).toMatchObject({ bid: 'alpha', page: 2 });
    expect(leads[0]!.strength).toBe('weak');
    expect(leads[0]!.evidence[0]!.text).toContain(`招标文件作“${source[at]}”，此处作“${strange[0]}”`);
  });
  it('are not the words of duty that an answer to a clause turns round', () => {
    const clause = `${proseOf(60, 60)}应${proseOf(61, 60)}`;
    const answer = clause.replace('应', '可');
    const given = [...boilerplate, clause];
    expect(leadsOf({ texts: textsOf(answer, answer), boilerplate: given })).toEqual([]);
    const other = clause.replace('应', '龘');
    expect(leadsOf({ texts: textsOf(answer, answer), boilerplate: [...boilerplate, other] })).toHaveLength(1);
  });
  it.each([
    ['different slips', textsOf(slip('龘'), slip('靐'))],
    ['one alone', textsOf(slip('龘'), source)],
    ['all of three: the text may have been corrected', textsOf(slip('龘'), slip('龘'), slip('龘'))],
    ['all of three, of one across a border of pages', acrossPages()],
    ['a blank that was filled in with a figure', textsOf(slip('9'), slip('9'))],
  ])('not %s', (_, texts) => {
    expect(leadsOf({ texts, boilerplate })).toEqual([]);
  });
});

describe('numbers and odd strings in texts', () => {
  it('the same telephone, but not that of the tender', () => {
    const texts = textsOf('请致电13839127745。', '联系：13839127745');
    expect(brief(leadsOf({ texts, boilerplate }))).toEqual(['text-contact: alpha+beta']);
    expect(leadsOf({ texts, boilerplate: [...boilerplate, '采购人电话 13839127745'] })).toEqual([]);
  });
  it('three odd strings in two bids, neither fewer nor in all bids', () => {
    const odd = ['XK-2291-QPZ7', 'node_73a9f1c2', 'rel.18.4.77b9'];
    expect(brief(leadsOf({ texts: textsOf(odd.join(' '), odd.join('、')), boilerplate }))).toEqual([
      'rare-strings: alpha+beta',
    ]);
    expect(leadsOf({ texts: textsOf(odd[0]!, odd[0]!), boilerplate })).toEqual([]);
    const all = odd.join(' ');
    expect(leadsOf({ texts: textsOf(all, all, all), boilerplate })).toEqual([]);
  });
});

describe('another bidder in a bid’s pages', () => {
  const [, beta] = three();
  it('by name: weak, with its page', () => {
    const leads = leadsOf({ texts: textsOf(`投标人：${beta!.members[0]!.name}（盖章）`), boilerplate });
    expect(brief(leads)).toEqual(['foreign-names: alpha+beta']);
    expect(leads[0]).toMatchObject({ fact: 'mixed-pages', strength: 'weak' });
    expect(leads[0]!.evidence).toEqual([
      expect.objectContaining({ bid: 'alpha', document: '技术文件0.pdf', page: 2 }),
    ]);
  });
  it('by credit code: more than a name', () => {
    const leads = leadsOf({ texts: textsOf(`代码 ${beta!.members[0]!.creditCode}`), boilerplate });
    expect(leads[0]).toMatchObject({ sign: 'foreign-names', strength: 'medium' });
  });
  it('as people noted it, also of a name that nobody here bears', () => {
    const noted = (text: string) => [
      bidOf('alpha', '80.00', { documents: [{ name: '附件.pdf', namesOthers: [text] }] }),
      beta!,
    ];
    expect(brief(leadsOf({ bids: noted(beta!.bidder) }))).toEqual(['foreign-names: alpha+beta']);
    expect(brief(leadsOf({ bids: noted('无名公司') }))).toEqual(['foreign-names: alpha']);
  });
  it('not where it is named in the tender, is declared as subcontractor, or lies within one’s own name', () => {
    const name = beta!.members[0]!.name;
    const texts = textsOf(`合作单位：${name}`);
    expect(leadsOf({ texts, boilerplate: [...boilerplate, name] })).toEqual([]);
    const [alpha, , gamma] = three();
    const subcontract = { to: beta!.members, share: '30' };
    expect(leadsOf({ bids: [{ ...alpha!, subcontract }, beta!, gamma!], texts, boilerplate })).toEqual([]);
    const branch = { ...alpha!, members: [{ ...alpha!.members[0]!, name: `${name}河南分公司` }] };
    const branchTexts = textsOf(`投标人：${name}河南分公司`);
    expect(leadsOf({ bids: [branch, beta!, gamma!], texts: branchTexts, boilerplate })).toEqual([]);
  });
});

describe('properties', () => {
  const planted = {
    bids: [
      bidOf('alpha', '80.13', { contacts: [{ name: '吴一凡', phone: '0391-8812345' }] }),
      bidOf('beta', '82.46', { contacts: [{ name: '郑二宁', phone: '03918812345' }] }),
      bidOf('gamma', '84.79', {
        documents: [{ name: '附件.pdf', author: '周正', namesOthers: ['无名公司'] }],
      }),
      bidOf('delta', '99.02', { documents: [{ name: '正文.pdf', author: '周正' }] }),
    ],
    texts: textsOf(proseOf(42, 150), proseOf(42, 150)),
    quotes: { alpha: '80.13', beta: '82.46', gamma: '84.79', delta: '99.02' },
    boilerplate,
  };

  it('permuting bids and texts changes nothing', () => {
    const expected = leadsOf(planted);
    expect(expected.length).toBeGreaterThan(3);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(planted.bids, { minLength: 4 }),
        fc.shuffledSubarray(planted.texts, { minLength: 3 }),
        (bids, texts) => {
          expect(leadsOf({ ...planted, bids, texts })).toEqual(expected);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('adding the tender’s text to all bids raises no lead', () => {
    fc.assert(
      fc.property(fc.nat(boilerplate.length - 1), fc.nat(1), fc.boolean(), (which, page, before) => {
        const texts = textsOf().map((text) => ({
          ...text,
          pages: text.pages.map((words, i) =>
            i !== page
              ? words
              : before
                ? `${boilerplate[which]}\n${words}`
                : `${words}\n${boilerplate[which]}`,
          ),
        }));
        expect(leadsOf({ texts, boilerplate })).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });
});
