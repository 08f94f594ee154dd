import { describe, expect, it } from 'vitest';
import { formatNames, render, roundReports } from '../../../reports/index.ts';
import { readPdf } from '../pdf-page.ts';
import { input } from './fixture.ts';

const letters = roundReports(input).filter(({ id }) => id.startsWith('letter-'));
const { round, evaluation } = input;
const winner = evaluation.bids.find(({ rank }) => rank === 1)!;

/** Everything of others that stands in the record: names, codes, people, quotes, points. */
function secretsFor(own: string): string[] {
  const found = round.bids
    .filter(({ id }) => id !== own)
    .flatMap((bid) => {
      const evaluated = evaluation.bids.find((one) => one.bid === bid.id)!;
      return [
        bid.bidder,
        ...bid.members.flatMap(({ name, creditCode, legalRepresentative }) => [
          name,
          creditCode,
          legalRepresentative!,
        ]),
        ...(bid.contacts ?? []).flatMap(({ name, phone, email }) => [name, phone!, email!]),
        ...bid.quote.stated.flatMap(({ digits, words }) => [digits ?? '', words ?? '']),
        `${evaluated.quote.quoted}%`,
        evaluated.total ?? '',
        ...evaluated.groups.flatMap(({ score, exact, members }) => [
          score!.length > 2 ? score! : '',
          exact ?? '',
          ...members.map(({ points }) => `${points}.00`),
        ]),
      ];
    });
  const mine = JSON.stringify([
    round.bids.find(({ id }) => id === own),
    evaluation.bids.find(({ bid }) => bid === own)?.total,
  ]);
  return [...new Set([...found, ...round.head.committee!.members.map(({ name }) => name)])].filter(
    (word) => word !== '' && word !== winner.bidder && !mine.includes(JSON.stringify(word).slice(1, -1)),
  );
}

describe('letters of the result', () => {
  it.each(letters)('$id holds nothing of another', ({ id, document }) => {
    const own = id.replace('letter-', '');
    const text = JSON.stringify(document);
    const secrets = secretsFor(own);
    expect(secrets.length).toBeGreaterThan(40);
    expect(secrets.filter((word) => text.includes(JSON.stringify(word).slice(1, -1)))).toEqual([]);
    // The winner is named once, as it is published, and nowhere in a reason.
    expect(text.split(winner.bidder)).toHaveLength(2);
    expect(text).not.toContain(round.digest);
  });

  it('tell total and rank, or why the bid is out', () => {
    const text = (id: string) => JSON.stringify(letters.find((one) => one.id === id)!.document);
    for (const said of ['"79.43"', '第 3 名']) expect(text('letter-yi')).toContain(said);
    for (const said of ['未通过资格审查', '负责人相同', '其他投标人', '第十八条'])
      expect(text('letter-wu')).toContain(said);
    expect(text('letter-wu')).not.toContain('82');
    expect(text('letter-wu')).not.toMatch(/(?<![a-z])jia(?![a-z])/);
    const low = text('letter-ding');
    expect(low).toContain('说明不能证明其报价合理性');
    expect(low).not.toMatch(/67\.5|33\.75/);
  });

  it('do not give the price points, from which the lowest price could be reckoned', () => {
    for (const { document } of letters)
      for (const group of input.tender.scoring!.groups)
        expect(JSON.stringify(document)).not.toContain(group.title);
  });

  it('fit one page and render in every format', async () => {
    const { document } = letters[1]!;
    for (const format of formatNames) expect((await render(format, document)).length).toBeGreaterThan(500);
    expect((await readPdf(await render('pdf', document))).numPages).toBe(1);
  });
});
