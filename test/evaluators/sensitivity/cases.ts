import type { Bid, CountCriterion, Round } from '../../../spec/index.ts';
import { criteriaOf } from '../../../spec/index.ts';
import {
  admissionOf,
  bidOf,
  committeeOf,
  creditCode,
  roundOf,
  sheetsOf,
  tender,
} from '../scoring/fixture.ts';

type Affected = 'validity' | 'points' | 'rank' | 'outcome';

/** A round on which one alternative must change what the case says. */
export interface Case {
  reading: string;
  option: string;
  changes: Affected[];
  round: Round;
  /** The pick waits for people, so that points and places appear instead of changing. */
  waits?: boolean;
}

const quotes = ['80.00', '80.00', '90.00', '92.00'];
const names = ['alpha', 'beta', 'gamma', 'delta'];
type Patch = Partial<Record<'alpha' | 'beta' | 'gamma' | 'delta', Partial<Bid>>>;

/** Four bids, alpha and beta with the same quote; nobody has recorded a review. */
function four(patch: Patch = {}, rest: Parameters<typeof roundOf>[0] = {}): Round {
  const bids = names.map((id, index) => bidOf(id, quotes[index], patch[id as keyof Patch]));
  return roundOf({ bids, ...rest, proceedings: { ...draw('beta', 'alpha'), ...rest.proceedings } });
}
const draw = (...first: string[]) => ({
  draw: {
    order: [...first, ...names.filter((id) => !first.includes(id))],
    witnesses: ['见证人'],
    at: tender.dates.opening,
    how: '抽签',
  },
});

const withAdmission = (id: string, change: Partial<Round['admissions'][number]>): Round['admissions'] =>
  names.map((name) => {
    const plain = admissionOf(name);
    if (name !== id) return plain;
    const merged = { ...plain, ...change };
    return Object.fromEntries(
      Object.entries(merged).filter(([, value]) => value !== undefined),
    ) as typeof plain;
  });

const counted = criteriaOf(tender.scoring!).filter(
  (one): one is CountCriterion => one.kind === 'count-capped',
);
const byPlatform = counted.filter(({ distinctBy }) => distinctBy === 'platform');
const dated = counted.find(({ since }) => since !== undefined)!;

const paperFor = (
  criterion: CountCriterion,
  id: string,
  rest: Partial<NonNullable<Bid['papers']>[number]> = {},
) => ({
  id,
  document: criterion.evidence[0]!.document,
  for: [criterion.id],
  number: id,
  name: id,
  platform: id,
  sealed: true,
  legible: true,
  ...(criterion.mustContain ? { mentions: [criterion.mustContain] } : {}),
  ...rest,
});
const basePapers = (id: string) => bidOf(id).papers!;
const papers = (id: string, ...more: ReturnType<typeof paperFor>[]): Partial<Bid> => ({
  papers: [...basePapers(id), ...more],
});

const staff = criteriaOf(tender.scoring!).find((one) => one.kind === 'matching')!;
const kinds = staff.kind === 'matching' ? staff.certificates.map(({ id }) => id) : [];
type Person = NonNullable<Bid['people']>[number];
const month = (back: number) => {
  const [year, at] = tender.dates.bidDeadline.split('-').map(Number) as [number, number];
  const index = year * 12 + at - 1 - back;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
};
export const person = (firm: string, id: string, held: string[], rest: Partial<Person> = {}): Person => ({
  name: id,
  identity: id,
  role: 'staff',
  certificates: held.map((kind) => ({ kind, copy: true, sealed: true })),
  insurance: {
    payer: bidOf(firm).members[0]!.creditCode,
    proof: true,
    months: [1, 2, 3, 4, 5, 6].map(month),
  },
  ...rest,
});

const promised = (hours: string, promise = 0): Partial<Bid> => {
  const criterion = criteriaOf(tender.scoring!).find((one) => one.kind === 'hours-saved')!;
  const { id } = criterion.kind === 'hours-saved' ? criterion.promises[promise]! : { id: '' };
  return { promises: [{ promise: id, hours, letter: true }] };
};

const low = (values: string[], count = values.length): Round => {
  const bids = names.slice(0, count).map((id, index) => bidOf(id, values[index]));
  return roundOf({
    bids,
    proceedings: { lowPrice: bids.map(({ id }) => ({ bid: id, noExplanation: true })) },
  });
};

const sized = (id: string, declared: 'small' | 'large'): Pick<Bid, 'members'> => ({
  members: [{ ...bidOf(id).members[0]!, size: { declared } }],
});
const declaration = { form: 'sme-declaration', seals: ['company' as const], legible: true };
const formsWith = (id: string, ...more: Bid['forms']) => ({ forms: [...bidOf(id).forms, ...more] });
const domestic = {
  domestic: { declared: true, clear: true, costShare: '90', goodsShare: '50' },
  papers: [
    ...basePapers('alpha'),
    { id: 'dp', document: 'statement' as const, for: ['domestic-declaration'], sealed: true, legible: true },
  ],
};
const small = (id: string) => ({ ...sized(id, 'small'), ...formsWith(id, declaration) });

/** Subjective marks: members at the head of the list give a lower level for some criteria of a bid. */
const marks = (bids: readonly Bid[], lowered: Record<string, number>) => {
  const members = committeeOf();
  const [first] = criteriaOf(tender.scoring!).filter((one) => one.kind === 'one-of-levels');
  const second = first!.kind === 'one-of-levels' ? first!.levels[1]!.points : '';
  return sheetsOf(members, bids, (member, bid, criterion, full) =>
    criterion === first!.id && members.findIndex(({ id }) => id === member) < (lowered[bid] ?? 0)
      ? second
      : full,
  );
};

function objective(id: string, criterion: string, few: string, many: string): Round {
  const round = four();
  return {
    ...round,
    sheets: round.sheets.map((sheet, index) => ({
      ...sheet,
      marks: { ...sheet.marks, [id]: { ...sheet.marks[id], [criterion]: index < 2 ? few : many } },
    })),
  };
}

const partner = {
  id: 'alpha-2',
  name: '合伙云服务有限公司',
  creditCode: creditCode(77),
  legalRepresentative: '法人二',
  head: '法人二',
  role: 'member' as const,
  share: '40',
};
const together: Partial<Bid> = {
  members: [{ ...bidOf('alpha').members[0]!, role: 'leader', share: '60' }, partner],
  forms: [
    ...bidOf('alpha').forms,
    ...bidOf('alpha')
      .forms.filter(({ member }) => member)
      .map((form) => ({ ...form, member: partner.id })),
    {
      form: 'consortium-agreement',
      seals: ['each-member-company', 'each-legal-representative'],
      legible: true,
    },
  ],
  papers: [
    ...basePapers('alpha'),
    ...basePapers('alpha').map((paper) => ({ ...paper, id: `${paper.id}-2`, firm: partner.id })),
    paperFor(byPlatform[0]!, 'p1'),
  ],
};

const brands = (alike: string[]): Patch =>
  Object.fromEntries(
    names.map((id) => [id, { brands: [{ product: '云平台', brand: alike.includes(id) ? '甲' : id }] }]),
  );
const sameMachine = (name: string) => ({ machine: [{ name, value: 'AA-4711-BB' }] });
const tool = '投标文件制作工具所记机器码';
const starred = tender.checkables.find((one) => one.starred && one.kind === 'clause')!.id;
const missed = {
  responses: bidOf('alpha').responses!.map((one) =>
    one.clause === starred ? { ...one, deviation: 'negative' as const } : one,
  ),
};
const form = (id: string, deviation: string) => ({
  forms: bidOf(id).forms.map((one) => (one.form === 'bid-letter' ? { ...one, deviation } : one)),
});
const of = (reading: string, option: string, changes: Affected[], round: Round, waits = false): Case => ({
  reading,
  option,
  changes,
  round,
  ...(waits ? { waits } : {}),
});
const between = { signedOn: '2023-03-01' };
const tied = [bidOf('alpha', '83.53'), bidOf('beta', '80.00'), bidOf('gamma', '95.00')];
const halves = [bidOf('alpha', '65.00'), bidOf('beta', '80.00'), bidOf('gamma', '95.00')];
const finer = [
  bidOf('alpha', '50.005'),
  bidOf('beta', '99.92'),
  bidOf('gamma', '85.47'),
  bidOf('delta', '73.33'),
];
const bare = (id: string) => ({
  quote: { stated: bidOf(id).quote.stated.map((one) => ({ ...one, digits: '70.00' })) },
});
const brokenTie = [
  bidOf('alpha', '80.00', papers('alpha', paperFor(byPlatform[0]!, 'p1'))),
  bidOf('beta', '90.00', small('beta')),
  bidOf('gamma', '99.00'),
];
const technicalTie = [
  bidOf('alpha', '80.00', papers('alpha', ...['p1', 'p2', 'p3'].map((id) => paperFor(byPlatform[0]!, id)))),
  bidOf('beta', '80.00'),
  bidOf('gamma', '99.00'),
];
const greedy = [
  person('alpha', 'a', [kinds[0]!, kinds[1]!]),
  person('alpha', 'b', [kinds[0]!, kinds[1]!]),
  person('alpha', 'c', [kinds[0]!]),
];
const subcontract: Partial<Bid> = {
  ...sized('alpha', 'large'),
  ...formsWith('alpha', declaration),
  subcontract: {
    to: [{ id: 'sub', name: '小云', creditCode: creditCode(99), size: { declared: 'small' } }],
    share: '30',
    intent: 'own-form',
  },
  papers: [
    ...basePapers('alpha'),
    { id: 'si', document: 'contract', for: ['subcontract-intent'], sealed: true, legible: true },
  ],
};

/** Somebody finds alpha unqualified, and so many members of the committee agree. */
const unqualified = (inFavour: number) => ({
  findings: [
    {
      bids: ['alpha'],
      item: tender.review!.qualification.items.find(({ decidedBy }) => decidedBy === undefined)!.id,
      result: 'hit' as const,
      reasons: '不符合资格要求',
      votes: committeeOf().map(({ id }, index) => ({ member: id, for: index < inFavour })),
    },
  ],
});

export const cases: Case[] = [
  of(
    'A01',
    'on-time',
    ['validity'],
    four({}, { admissions: withAdmission('alpha', { uploadedAt: tender.dates.bidDeadline }) }),
  ),
  of(
    'A02',
    'any-reason',
    ['validity'],
    four({}, { admissions: withAdmission('alpha', { decryptedAt: undefined, decryptionFailed: 'other' }) }),
  ),
  of('A03', 'with-legal-representative', ['validity'], four()),
  of(
    'A03',
    'with-project-manager',
    ['validity'],
    four({
      alpha: { people: [person('alpha', 'pm', [], { role: 'project-manager' })] },
    }),
  ),
  of(
    'A04',
    'committee-votes',
    ['validity'],
    four(
      { alpha: sameMachine(tool), beta: sameMachine(tool) },
      {
        proceedings: {
          compliance: {
            findings: [{ bids: ['alpha', 'beta'], item: 'machine-code', result: 'hit', reasons: '已核实' }],
          },
        },
      },
    ),
  ),
  of('A04', 'automatic', ['validity'], four({ alpha: sameMachine(tool), beta: sameMachine(tool) })),
  of('A05', 'literal-invalid', ['validity'], four({ alpha: missed })),
  of(
    'A05',
    'literal-invalid',
    ['points'],
    roundOf({
      bids: [bidOf('alpha', '70.00', missed), ...names.slice(1).map((id) => bidOf(id, '80.00'))],
      proceedings: draw('beta'),
    }),
  ),
  of(
    'A06',
    'declared-total',
    ['validity'],
    four({ alpha: { quote: { ...bidOf('alpha').quote, declaredTotal: '24000000.01' } } }),
  ),
  of('A06', 'uncheckable', ['validity'], four({ alpha: { quote: bidOf('alpha', '100.01').quote } })),
  of('A07', 'strict', ['validity'], four({ alpha: form('alpha', '改用本单位格式') })),
  of('A08', 'listed', ['rank'], four(brands(['alpha', 'beta']), { head: { coreProducts: ['云平台'] } })),
  of(
    'A08',
    'listed',
    ['validity'],
    roundOf({
      bids: names
        .slice(0, 3)
        .map((id, index) => bidOf(id, `8${index}.00`, brands(['alpha', 'beta'])[id as 'alpha'])),
      head: { coreProducts: ['云平台'] },
      proceedings: {},
    }),
  ),
  of('A08', 'listed-each', ['rank'], four(brands(['alpha', 'beta']), { head: { coreProducts: ['云平台'] } })),
  of('A09', 'of-fraction', ['validity', 'points'], four({ alpha: bare('alpha') })),
  of('A09', 'round', ['points'], roundOf({ bids: finer, proceedings: { lowPrice: [] } })),
  of('A10', 'next-distinct', ['validity'], low(['46.00', '46.00', '93.00', '95.00'])),
  of('A11', 'until-stable', ['validity'], low(['10.00', '46.00', '93.00', '94.00'])),
  ...['sum', 'goods-only', 'largest'].map((option) =>
    of('A12', option, ['points', 'rank'], four({ alpha: domestic })),
  ),
  ...['product'].map((option) =>
    of('A12', option, ['points'], four({ alpha: { ...domestic, ...small('alpha') } })),
  ),
  of(
    'A13',
    'truncate',
    ['points', 'rank'],
    roundOf({ bids: tied, proceedings: {}, sheets: marks(tied, { beta: 1 }) }),
  ),
  of('A13', 'half-even', ['points'], roundOf({ bids: halves, proceedings: {} })),
  of(
    'A14',
    'per-paper',
    ['points', 'rank'],
    four({
      alpha: papers(
        'alpha',
        paperFor(byPlatform[0]!, 'p1'),
        paperFor(byPlatform[0]!, 'p2', { platform: 'p1' }),
      ),
      beta: papers('beta', paperFor(byPlatform[0]!, 'p1')),
    }),
  ),
  of(
    'A14',
    'once-in-all',
    ['points', 'rank'],
    four({
      alpha: papers(
        'alpha',
        paperFor(byPlatform[0]!, 'p1'),
        paperFor(byPlatform[1]!, 'q1', { platform: 'p1' }),
      ),
      beta: papers('beta', paperFor(byPlatform[0]!, 'p1')),
    }),
  ),
  of(
    'A15',
    'bidder-list',
    ['points', 'rank'],
    four({
      alpha: { people: [person('alpha', 'a', [kinds[0]!], { listedAs: kinds[1] })] },
    }),
  ),
  of(
    'A15',
    'listed-order',
    ['points', 'rank'],
    four({
      alpha: { people: greedy },
      beta: { people: [person('beta', 'x', [kinds[0]!]), person('beta', 'y', [kinds[1]!])] },
    }),
  ),
  of(
    'A15',
    'with-project-manager',
    ['points', 'rank'],
    four({
      alpha: { people: [person('alpha', 'pm', [kinds[1]!], { role: 'project-manager' })] },
    }),
  ),
  of('A16', 'linear', ['points', 'rank'], four({ alpha: promised('5.5') })),
  of('A16', 'over-base-deviates', ['validity'], four({ alpha: promised('6.01') })),
  of('A17', 'evaluated', ['rank'], roundOf({ bids: brokenTie, proceedings: {} })),
  of(
    'A17',
    'technical',
    ['rank'],
    roundOf({
      bids: technicalTie,
      proceedings: draw('alpha', 'beta'),
      sheets: marks(technicalTie, { alpha: 7 }),
    }),
  ),
  of(
    'A17',
    'purchaser',
    ['rank'],
    four(
      {},
      {
        proceedings: {
          purchaserOrder: { order: ['alpha', 'beta'], at: tender.dates.opening, reasons: '采购人确定' },
        },
      },
    ),
  ),
  ...['1', '2', '3', '4', '5', '6', '7', '8'].map((seed) =>
    of('A17', 'program-seed', [], four({}, { head: { seed } })),
  ),
  of('A27', 'scores-too', ['points', 'rank'], four({ alpha: together })),
  ...[
    ['last-1', 0],
    ['last-3', 2],
    ['last-6', 5],
  ].map(([option, count]) =>
    of(
      'A28',
      String(option),
      ['points'],
      four({
        alpha: {
          people: [
            person('alpha', 'a', [kinds[0]!], {
              insurance: {
                payer: bidOf('alpha').members[0]!.creditCode,
                proof: true,
                months: [1, 2, 3, 4, 5, 6].slice(0, Number(count)).map(month),
              },
            }),
          ],
        },
      }),
    ),
  ),
  of('A29', 'continue', ['outcome'], low(['10.00', '90.00', '93.00'])),
  of('A30', 'average', ['points', 'rank'], objective('alpha', dated.id, '0', '1'), true),
  of('A30', 'majority', ['points', 'rank'], objective('alpha', dated.id, '0', '1'), true),
  of('A31', 'three-years', ['points'], four({ alpha: papers('alpha', paperFor(dated, 'c1', between)) })),
  of('A32', 'refused', ['points', 'rank'], four({ alpha: subcontract })),
  of('A40', 'committee', ['validity'], four({}, { proceedings: { qualification: unqualified(3) } })),
];
