import { describe, expect, it } from 'vitest';
import type { Bid } from '../../../spec/index.ts';
import { bidOf, tender } from '../scoring/fixture.ts';
import { brief, leadsOf, three } from './fixture.ts';

const digest = `sha256:${'ab'.repeat(32)}`;
const identifiers = tender.review!.compliance.items.flatMap((item) => item.identifiers ?? [])[0]!;
const person = (name: string, patch: Partial<NonNullable<Bid['people']>[number]> = {}) => ({
  name,
  identity: `41010119900101${name.length}${name.charCodeAt(0)}`,
  role: 'staff' as const,
  certificates: [],
  ...patch,
});

/** Two bids with the same patch, or each with its own, and a third that is as it was. */
const both = (one: Partial<Bid>, other: Partial<Bid> = one): Bid[] => [
  bidOf('alpha', '80.00', one),
  bidOf('beta', '85.00', other),
  bidOf('gamma'),
];

const signatory = (name: string, more: object = {}) => ({
  signatory: { kind: 'agent' as const, name, ...more },
});
const document = (patch: object): Partial<Bid> => ({ documents: [{ name: '投标文件.docx', ...patch }] });

describe('equal data of two bids', () => {
  const planted: [sign: string, bids: Bid[]][] = [
    ['document-maker', both(document({ author: '周正' }), document({ lastModifiedBy: '周正' }))],
    ['document-number', both(document({ number: '7F3A-22D0-9B41' }))],
    ['licence-number', both(document({ producer: 'Typeset 5 (lic. KX7Q2-88PLM-31ZZT)' }))],
    ['same-file', both(document({ digest }))],
    [
      'signatory-identity',
      both(
        signatory('周正', { identity: '41010119800101123X' }),
        signatory('周政', { identity: '41010119800101123x' }),
      ),
    ],
    [
      'phone',
      both(signatory('周正', { phone: '+86 138-3912-7745' }), {
        contacts: [{ name: '吴一凡', phone: '13839127745' }],
      }),
    ],
    [
      'email',
      both(
        { contacts: [{ name: '吴一凡', email: 'Bid@Example.test' }] },
        { contacts: [{ name: '郑二宁', email: 'bid@example.test' }] },
      ),
    ],
    ['person-name', both({ contacts: [{ name: '吴一凡' }] })],
    ['person-identity', both({ people: [person('吴一凡')] })],
    [
      'certificate-number',
      both(
        { people: [person('吴一凡', { certificates: [{ kind: 'itil', number: 'GR750-112233' }] })] },
        { people: [person('郑二宁宁', { certificates: [{ kind: 'itil', number: 'GR750 112233' }] })] },
      ),
    ],
    [
      'insurance-number',
      both(
        {
          people: [
            person('吴一凡', {
              insurance: { payer: 'alpha云服务有限公司', proof: true, number: '4108005512' },
            }),
          ],
        },
        {
          people: [
            person('郑二宁宁', {
              insurance: { payer: 'beta云服务有限公司', proof: true, number: '4108005512' },
            }),
          ],
        },
      ),
    ],
    [
      'insurance-payer',
      both(
        { people: [person('吴一凡', { insurance: { payer: '某人力资源公司', proof: true } })] },
        { people: [person('郑二宁宁', { insurance: { payer: '某人力资源公司', proof: true } })] },
      ),
    ],
    [
      'insurance-by-other',
      both({ people: [person('吴一凡', { insurance: { payer: 'beta云服务有限公司', proof: true } })] }, {}),
    ],
    [
      'paper-number',
      both({ papers: [{ id: 'iso', document: 'certificate', for: ['x'], number: 'ISMS-2024-00917' }] }),
    ],
    [
      'address',
      both(
        { members: [{ ...bidOf('alpha').members[0]!, address: '中原路 88 号 5 层' }] },
        { members: [{ ...bidOf('beta').members[0]!, address: '中原路88号5层' }] },
      ),
    ],
    [
      'machine-code',
      both(
        { machine: [{ name: identifiers.literal[0]!, value: '9F-22-AA-01' }] },
        { machine: [{ name: identifiers.literal[0]!, value: '9f22aa01' }] },
      ),
    ],
    ['machine', both({ machine: [{ name: identifiers.leads[0]!, value: 'WD-WX21A84' }] })],
  ];

  it.each(planted)('%s is a lead on these two alone', (sign, bids) => {
    const leads = leadsOf({ bids });
    expect(brief(leads)).toEqual([`${sign}: alpha+beta`]);
    const [lead] = leads;
    expect(new Set(lead!.evidence.map(({ bid }) => bid))).toEqual(new Set(['alpha', 'beta']));
    expect(lead!.note).not.toBe('');
    expect(lead!.innocent.length).toBeGreaterThan(0);
  });

  it('gathers several equal people of the same two bids into one lead', () => {
    const people = [person('吴一凡'), person('郑二宁宁')];
    const [lead, ...rest] = leadsOf({ bids: both({ people }) });
    expect(rest).toEqual([]);
    expect(lead!.steps[0]!.value).toBe('2 项');
    expect(lead!.evidence).toHaveLength(4);
  });

  it('holds a signatory against the people of another bid', () => {
    const bids = both(signatory('周正', { identity: 'id-7788' }), {
      people: [person('周正', { identity: 'ID 7788' })],
    });
    expect(brief(leadsOf({ bids }))).toEqual(['person-identity: alpha+beta']);
  });

  it('names all of three bids in one lead', () => {
    const bids = three().map((bid) => ({
      ...bid,
      contacts: [{ name: `${bid.id}甲`, phone: '0391-8812345' }],
    }));
    expect(brief(leadsOf({ bids }))).toEqual(['phone: alpha+beta+gamma']);
  });
});

describe('equal data that say nothing', () => {
  const silent: [what: string, bids: Bid[]][] = [
    ['nothing is equal', three()],
    [
      'the name of the program',
      both(
        document({
          author: 'Microsoft Office User',
          producer: 'Microsoft® Word 2019',
          lastModifiedBy: 'Administrator',
        }),
      ),
    ],
    ['a version of the program', both(document({ producer: 'WPS 文字 12.1.0.16120' }))],
    [
      'the placeholder of a maker',
      both({ machine: [{ name: identifiers.leads[0]!, value: 'To be filled by O.E.M.' }] }),
    ],
    ['an address of zeros', both({ machine: [{ name: identifiers.leads[2]!, value: '00:00:00:00:00:00' }] })],
    [
      'an address of a private network',
      both({ machine: [{ name: identifiers.leads[4]!, value: '192.168.1.100' }] }),
    ],
    [
      'a datum that the tender does not name',
      both({ machine: [{ name: '显示器型号', value: 'ABC-12345' }] }),
    ],
    [
      'two people of one name, both identified',
      both(
        { people: [person('吴一凡', { identity: 'id-1001' })] },
        { people: [person('吴一凡', { identity: 'id-1002' })] },
      ),
    ],
    ['a surname with a title', both({ contacts: [{ name: '王经理' }] })],
    [
      'an identity that is masked',
      both(
        signatory('周正', { identity: '4101**********1234' }),
        signatory('吴一凡', { identity: '4101**********1234' }),
      ),
    ],
    [
      'one firm within one bid',
      [
        bidOf('alpha', '80.00', {
          contacts: [
            { name: '吴一凡', phone: '0391-8812345' },
            { name: '郑二宁', phone: '0391-8812345' },
          ],
        }),
        bidOf('beta'),
      ],
    ],
    [
      'insurance paid by the bidder itself',
      both({ people: [person('吴一凡', { insurance: { payer: 'alpha云服务有限公司', proof: true } })] }, {}),
    ],
  ];
  it.each(silent)('%s', (_, bids) => {
    expect(leadsOf({ bids })).toEqual([]);
  });
});
