import type { BidText } from '../../spec/index.ts';
import type { Mark } from './marks.ts';
import { folded } from './meaningless.ts';

const contacts: [string, RegExp][] = [
  ['电话', /(?<![\d.])1[3-9]\d{9}(?!\d)/g],
  ['证件号码', /(?<![\dA-Za-z])[1-9]\d{5}(?:19|20)\d{9}[\dXx](?![\dA-Za-z])/g],
  ['邮箱', /[A-Za-z0-9._-]{2,40}@[A-Za-z0-9-]{1,40}(?:\.[A-Za-z0-9-]{2,20}){1,3}/g],
];
const rare = /[A-Za-z0-9](?:[A-Za-z0-9._/-]){7,59}/g;

/**
 * Numbers, addresses and odd strings in the texts of bids that the tender does not hold, as marks to be held against
 * one another. Strings that more than two bids hold are names of the trade and are left out.
 */
export function textMarks(texts: readonly BidText[], boilerplate: readonly string[]): Mark[] {
  const given = folded(boilerplate.join('\n'));
  const found = new Map<string, Mark>();
  const add = (mark: Mark) => {
    const key = [mark.sign, mark.bid, mark.value].join('\n');
    if (!found.has(key) && !given.includes(mark.value)) found.set(key, mark);
  };
  for (const { bid, document, pages } of [...texts].sort((one, other) =>
    one.document < other.document ? -1 : 1,
  ))
    pages.forEach((page, index) => {
      const place = { bid, document, page: index + 1 };
      for (const [called, pattern] of contacts)
        for (const [text] of page.matchAll(pattern))
          add({ sign: 'text-contact', value: folded(text), text: `正文中的${called}：${text}`, ...place });
      for (const [text] of page.matchAll(rare))
        if (/\d.*\d/.test(text) && /[A-Za-z].*[A-Za-z]/.test(text))
          add({ sign: 'rare-strings', value: folded(text), text: `正文中的字符串：${text}`, ...place });
    });
  const holders = new Map<string, Set<string>>();
  for (const { sign, value, bid } of found.values())
    if (sign === 'rare-strings') holders.set(value, (holders.get(value) ?? new Set()).add(bid));
  return [...found.values()].filter(
    ({ sign, value }) => sign !== 'rare-strings' || holders.get(value)!.size === 2,
  );
}
