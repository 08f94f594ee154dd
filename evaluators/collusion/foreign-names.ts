import type { Bid, Lead, LeadEvidence } from '../../spec/index.ts';
import { folded } from './meaningless.ts';
import { type BidPages, type Boilerplate, border, excerptOf, pageAt } from './page-text.ts';

const shownAtMost = 20;
const leastName = 4;
const around = 12;

const shared = {
  fact: 'mixed-pages',
  title: '投标文件中出现其他投标人的名称或代码',
  innocent: [
    '引用有其他投标人参与的既往合同、证书或名录',
    '产品、云平台由其他投标人提供',
    '公开的名单、标准起草单位等材料',
  ],
} as const;

interface Find {
  bid: string;
  other?: string;
  evidence: LeadEvidence;
  isCode: boolean;
}

/** Pages of a bid on which another bidder is named, by name or credit code, and what people noted of such files. */
export function foreignNames(
  bids: readonly Bid[],
  texts: readonly BidPages[],
  boilerplate?: Boilerplate,
): Lead[] {
  const finds = bids.flatMap((bid) => [
    ...notedOf(bid, bids),
    ...writtenOf(
      bid,
      bids,
      texts.find((one) => one.bid === bid.id),
      boilerplate,
    ),
  ]);
  const groups = new Map<string, Find[]>();
  for (const find of finds) {
    const key = [...new Set([find.bid, ...(find.other === undefined ? [] : [find.other])])].sort().join('\n');
    groups.set(key, [...(groups.get(key) ?? []), find]);
  }
  return [...groups].map(([key, found]): Lead => {
    const noted = found.some(({ evidence }) => evidence.page === undefined);
    const coded = found.some(({ isCode }) => isCode);
    return {
      sign: 'foreign-names',
      ...shared,
      bids: key.split('\n'),
      strength: noted || coded ? 'medium' : 'weak',
      note: coded
        ? '除名称外还出现统一社会信用代码'
        : noted
          ? '由查看文件的人记录'
          : '仅出现名称，是否为混装须看该页内容',
      evidence: found.map(({ evidence }) => evidence).slice(0, shownAtMost),
      steps: [{ label: '出现次数', value: `${found.length} 处` }],
      innocent: [...shared.innocent],
    };
  });
}

const namesOf = (bid: Bid) =>
  bid.members.flatMap(({ name, creditCode }) => [
    { text: folded(name), shown: name, isCode: false },
    { text: folded(creditCode), shown: creditCode, isCode: true },
  ]);

/** Names that a bid may well hold: its own, and those of firms it declares to subcontract to. */
const ownNames = (bid: Bid) => [
  folded(bid.bidder),
  ...namesOf(bid).map(({ text }) => text),
  ...(bid.subcontract?.to ?? []).flatMap(({ name, creditCode }) => [folded(name), folded(creditCode)]),
];

function notedOf(bid: Bid, bids: readonly Bid[]): Find[] {
  return (bid.documents ?? []).flatMap(({ name: document, namesOthers }) =>
    (namesOthers ?? []).flatMap((text): Find[] => {
      if (ownNames(bid).includes(folded(text))) return [];
      const other = bids.find(
        (one) => one.id !== bid.id && [folded(one.bidder), ...ownNames(one)].includes(folded(text)),
      );
      const evidence = { bid: bid.id, document, text: `记录有其他投标人的名称、印章或标识：${text}` };
      return [{ bid: bid.id, ...(other ? { other: other.id } : {}), evidence, isCode: false }];
    }),
  );
}

function writtenOf(
  bid: Bid,
  bids: readonly Bid[],
  pages: BidPages | undefined,
  boilerplate?: Boilerplate,
): Find[] {
  if (!pages) return [];
  const own = ownNames(bid);
  // A firm whose name lies within one's own, e.g. a parent's, is not another one there.
  const text = own.reduce(
    (rest, name) => (name === '' ? rest : rest.replaceAll(name, border.repeat(name.length))),
    pages.plain,
  );
  return bids
    .filter(({ id }) => id !== bid.id)
    .flatMap((other) =>
      namesOf(other)
        .filter((name) => name.text.length >= leastName && !own.includes(name.text))
        .filter((name) => !boilerplate?.text.includes(name.text))
        .flatMap(({ text: name, shown, isCode }) =>
          placesOf(text, name).map((place): Find => {
            const page = pageAt(pages, place);
            const from = Math.max(page.from, place - around);
            const to = Math.min(page.to, place + name.length + around);
            return {
              bid: bid.id,
              other: other.id,
              isCode,
              evidence: {
                bid: bid.id,
                document: page.document,
                page: page.page,
                text: `出现${isCode ? '统一社会信用代码' : '名称'}“${shown}”：“${excerptOf(page, from, to)}”`,
              },
            };
          }),
        ),
    );
}

function placesOf(text: string, name: string): number[] {
  const places: number[] = [];
  for (
    let at = text.indexOf(name);
    at >= 0 && places.length < shownAtMost;
    at = text.indexOf(name, at + name.length)
  )
    places.push(at);
  return places;
}
