import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monthsBefore } from '../../../../evaluators/scoring/criteria/insurance.ts';
import {
  type Bid,
  type BidPaper,
  type BidPerson,
  beijingTime,
  criteriaOf,
  type MatchingCriterion,
} from '../../../../spec/index.ts';
import { bestByTrying } from '../../matching/exhaustive.ts';
import { bidOf, creditCode, roundOf, tender } from '../fixture.ts';
import { compute, reasonsFor, type Setting } from './inputs.ts';

const staff = criteriaOf(tender.scoring!).find((one): one is MatchingCriterion => one.kind === 'matching')!;
const kinds = staff.certificates.map(({ id }) => id);
const [k1, k2, k3, k4] = kinds as [string, string, string, string];
const titleOf = (kind: string) => staff.certificates.find(({ id }) => id === kind)!.title;
const deadline = beijingTime(tender.dates.bidDeadline).slice(0, 10);
const dayBefore = new Date(Date.parse(deadline) - 86_400_000).toISOString().slice(0, 10);
const own = bidOf('alpha').members[0]!;

const person = (name: string, held: readonly string[], patch: Partial<BidPerson> = {}): BidPerson => ({
  name,
  identity: `id-${name}`,
  role: 'staff',
  certificates: held.map((kind) => ({ kind, copy: true })),
  insurance: { payer: own.name, proof: true },
  ...patch,
});
const points = (people: BidPerson[], setting: Setting = {}, patch: Partial<Bid> = {}) =>
  compute(staff.id, bidOf('alpha', '80', { people, ...patch }), setting);

describe('certificates of staff', () => {
  it('are arranged for the most points, where going down the list would miss one', () => {
    const people = [person('甲', [k1, k2]), person('乙', [k1, k2]), person('丙', [k1]), person('丁', [k1])];
    const result = points(people);
    expect(result.points).toBe('4');
    expect(reasonsFor(result, '甲')).toBe(`计：计${titleOf(k2)}`);
    expect(reasonsFor(result, '丙')).toBe(`计：计${titleOf(k1)}`);
    const proof = result.steps.find(({ label }) => label.startsWith('最优性证明'))!;
    expect(proof.value).toBe('4');
    expect(proof.rule).toBe(`scoring/criteria/${staff.id}/assignment`);
  });

  it('count one for each person and no more than the cap of each kind', () => {
    expect(points([person('甲', kinds)]).points).toBe('1');
    const cap = staff.certificates[0]!.cap.value;
    const many = (n: number) => Array.from({ length: n }, (_, i) => person(`人${i}`, [k1]));
    expect(points(many(cap - 1)).points).toBe(String(cap - 1));
    expect(points(many(cap)).points).toBe(String(cap));
    const over = points(many(cap + 1));
    expect(over.points).toBe(String(cap));
    expect(over.counted.filter(({ counts }) => !counts).flatMap(({ reasons }) => reasons)).toEqual([
      `${titleOf(k1)}已满上限，不再计分`,
    ]);
  });

  it('count as many for a person as the table allows, each kind once', () => {
    const setting = { criterion: { perPerson: { value: 2, unit: 'piece' } } };
    expect(points([person('甲', kinds)], setting).points).toBe('2');
    expect(points([person('甲', [k1, k1])], setting).points).toBe('1');
  });

  it('give full points and no hint when every kind is full', () => {
    const people = kinds.flatMap((kind) => [person(`${kind}-1`, [kind]), person(`${kind}-2`, [kind])]);
    const result = points(people);
    expect(result.points).toBe(staff.points);
    expect(result.hints).toEqual([]);
  });

  it('are none of nobody', () => {
    expect(points([]).points).toBe('0');
    expect(compute(staff.id, bidOf('alpha', '80', { people: undefined })).points).toBe('0');
  });

  it.each<[string, Partial<BidPerson>, string]>([
    ['without a copy', { certificates: [{ kind: k1, copy: false }] }, '未附证书复印件，不计'],
    ['whose copy nobody saw', { certificates: [{ kind: k1 }] }, '未附证书复印件，不计'],
    ['out of force', { certificates: [{ kind: k1, copy: true, validUntil: dayBefore }] }, '已失效'],
    ['of no listed kind', { certificates: [{ kind: 'pmp', copy: true }] }, '未见所列证书，不计'],
    ['without insurance', { insurance: undefined }, '未见社保缴纳证明，不计'],
    ['without proof of it', { insurance: { payer: own.name, proof: false } }, '未见社保缴纳证明，不计'],
    [
      'insured by another firm',
      { insurance: { payer: '别家公司', proof: true } },
      '社保由别家公司缴纳，与投标人不一致，不计',
    ],
  ])('do not count %s', (_, patch, reason) => {
    const result = points([person('甲', [k1], patch), person('乙', [k2])]);
    expect(result.points).toBe('1');
    expect(reasonsFor(result, '甲')).toMatch(/^不计/);
    expect(reasonsFor(result, '甲')).toContain(reason);
  });

  it('count until the last day of their force, and with the payer’s credit code', () => {
    const certificates = [{ kind: k1, copy: true, validUntil: deadline }];
    expect(points([person('甲', [], { certificates })]).points).toBe('1');
    const insurance = { payer: own.creditCode.toLowerCase(), proof: true };
    expect(points([person('甲', [k1], { insurance })]).points).toBe('1');
  });

  it('must be sealed where the table says so', () => {
    const evidence = [{ document: 'certificate', sealed: true }];
    const sealed = [{ kind: k1, copy: true, sealed: true }];
    expect(points([person('甲', [k1])], { criterion: { evidence } }).points).toBe('0');
    expect(points([person('甲', [], { certificates: sealed })], { criterion: { evidence } }).points).toBe(
      '1',
    );
  });

  it('need a sealed proof of insurance, and other papers of the person, where the table says so', () => {
    const evidence = [...staff.evidence, { document: 'contract', sealed: false }];
    const contract: BidPaper = { id: 'c', document: 'contract', for: [staff.id], subject: '甲' };
    const people = [person('甲', [k1]), person('乙', [k2])];
    expect(points(people, { criterion: { evidence } }, { papers: [contract] }).points).toBe('1');
    const sealed = [staff.evidence[0]!, { document: 'social-insurance', sealed: true }];
    const proof: BidPaper = { id: 'p', document: 'social-insurance', for: [staff.id], subject: 'id-乙' };
    const one = (seal: boolean) =>
      points(people, { criterion: { evidence: sealed } }, { papers: [{ ...proof, sealed: seal }] });
    expect(one(true).points).toBe('1');
    expect(one(false).points).toBe('0');
  });
});

describe('insurance over a span', () => {
  it('is asked for the whole months before that of the deadline', () => {
    expect(monthsBefore('2030-02-01', 3)).toEqual(['2030-01', '2029-12', '2029-11']);
    expect(monthsBefore('2030-12-31', 1)).toEqual(['2030-11']);
  });

  it.each([1, 3, 6])('of %i months counts when all of them are paid', (value) => {
    const setting = { criterion: { insurance: { ...staff.insurance, period: { value, unit: 'month' } } } };
    const months = monthsBefore(deadline, value);
    const paid = (some?: string[]) =>
      points(
        [
          person('甲', [k1], {
            insurance: { payer: own.name, proof: true, ...(some ? { months: some } : {}) },
          }),
        ],
        setting,
      );
    expect(paid(months).points).toBe('1');
    expect(paid(months.slice(0, -1)).points).toBe('0');
    expect(reasonsFor(paid(months.slice(0, -1)), '甲')).toContain(`未覆盖 ${months.at(-1)}`);
    expect(paid([deadline.slice(0, 7), ...months.slice(0, -1)]).points).toBe('0');
    expect(paid().points).toBe('0');
  });
});

describe('the pool', () => {
  const manager = person('经理', [k1], { role: 'project-manager' });

  it('leaves out the project manager, also when listed among the staff', () => {
    const again = person('经理', [k1]);
    const result = points([manager, again, person('甲', [k2])]);
    expect(result.points).toBe('1');
    expect(reasonsFor(result, '经理')).toContain('项目经理不计入实施运维人员');
    expect(points([manager], { criterion: { pool: 'with-project-manager' } }).points).toBe('1');
  });

  it('counts one person once however often listed', () => {
    const result = points([person('甲', [k1]), person('甲', [k2])]);
    expect(result.points).toBe('1');
    expect(reasonsFor(result, '甲')).toContain('列 2 次，按一人计');
  });

  it('tells two persons of one name apart', () => {
    const result = points([person('甲', [k1]), person('甲', [k1], { identity: 'other-9876' })]);
    expect(result.points).toBe('2');
    expect(result.counted.map(({ what }) => what)).toContain('甲（…9876）');
  });
});

describe('other ways to assign', () => {
  it('follow the bidder’s own list, to its loss', () => {
    const people = [
      person('甲', [k1, k2], { listedAs: k1 }),
      person('乙', [k1], { listedAs: k1 }),
      person('丙', [k1], { listedAs: k1 }),
      person('丁', [k2]),
      person('戊', [k2], { listedAs: k3 }),
    ];
    const result = points(people, { criterion: { assignment: 'bidder-list' } });
    expect(result.points).toBe('2');
    expect(points(people).points).toBe('4');
    expect(reasonsFor(result, '丙')).toContain('已满上限');
    expect(reasonsFor(result, '丁')).toBe('不计：投标人未列明计哪个证书，不计');
    expect(reasonsFor(result, '戊')).toBe('不计：自列的证书无效，不计');
    expect(result.steps.some(({ label }) => label.startsWith('最优性证明'))).toBe(false);
  });

  it('go down the table kind by kind, person by person', () => {
    const people = [
      person('甲', [k1, k2]),
      person('乙', [k1, k2]),
      person('丙', [k1]),
      person('丁', [k3, k4]),
      person('戊', [k3]),
    ];
    const result = points(people, { criterion: { assignment: 'listed-order' } });
    expect(result.points).toBe('4');
    expect(points(people).points).toBe('5');
    expect(reasonsFor(result, '丙')).toContain('已满上限');
  });
});

describe('a consortium', () => {
  const members: Bid['members'] = ['a', 'b'].map((id, i) => ({
    id,
    name: `成员${id}公司`,
    creditCode: creditCode(i + 1),
    role: i === 0 ? 'leader' : 'member',
  }));
  const paidBy = (name: string, kind: string, firm: number) =>
    person(name, [kind], { insurance: { payer: members[firm]!.name, proof: true } });
  const people = [paidBy('甲', k1, 0), paidBy('乙', k2, 0), paidBy('丙', k3, 1)];

  it('has the people of any member, or of the bidder alone', () => {
    expect(points(people, {}, { members }).points).toBe('3');
    const setting = { criterion: { insurance: { payers: ['bidder'], period: 'any' } } };
    expect(points(people, setting, { members }).points).toBe('2');
    const other = { criterion: { insurance: { payers: ['consortium-member'], period: 'any' } } };
    expect(points(people, other, { members }).points).toBe('3');
  });

  it('has the points of its weaker member where the lower grade holds for points', () => {
    const result = points(people, { consortium: { evidence: 'lower-grade' } }, { members });
    expect(result.points).toBe('1');
    expect(reasonsFor(result, '甲')).toContain('按较低一方（成员b公司）');
    expect(result.steps.at(-1)).toMatchObject({ value: '1', rule: 'scoring/consortium' });
  });
});

describe('a hint', () => {
  it('names the one certificate or proof of insurance that would add a point', () => {
    const people = [
      person('甲', [k1]),
      person('乙', [k1]),
      person('丙', [k1]),
      person('丁', [k2], { insurance: undefined }),
      person('戊', [k2], { insurance: undefined, certificates: [{ kind: k2, copy: false }] }),
    ];
    const { hints } = points(people);
    expect(hints).toContain(`丙：补${titleOf(k2)}证书，可增加 1 分`);
    expect(hints).toContain('丁：补由投标人缴纳的社保缴纳证明，可增加 1 分');
    expect(hints.filter((hint) => hint.startsWith('戊'))).toEqual([]);
    expect(hints.filter((hint) => hint.startsWith('甲'))).toHaveLength(3);
    expect(hints).not.toContain(`甲：补${titleOf(k1)}证书，可增加 1 分`);
  });

  it('is not given where two papers are missing', () => {
    const evidence = [...staff.evidence, { document: 'contract', sealed: false }];
    const uninsured = [person('甲', [k1], { insurance: undefined })];
    expect(points(uninsured, { criterion: { evidence } }).hints).toEqual([]);
    expect(points([person('甲', [k1])], { criterion: { evidence } }).hints).toEqual([
      '甲：补合同，可增加 1 分',
    ]);
  });

  it('is not given in an authorised round', () => {
    const round = roundOf({ head: { mode: 'authorised' } });
    const people = [person('甲', [k1], { insurance: undefined })];
    expect(points(people).hints).toHaveLength(1);
    expect(points(people, { round }).hints).toEqual([]);
  });
});

const crowds = fc
  .array(
    fc.record({
      held: fc.subarray(kinds),
      insured: fc.boolean(),
      managing: fc.boolean(),
    }),
    { maxLength: 5 },
  )
  .map((all) =>
    all.map(({ held, insured, managing }, i) =>
      person(`人${i}`, held, {
        ...(managing && i === 0 ? { role: 'project-manager' } : {}),
        insurance: { payer: insured || i % 2 === 0 ? own.name : '别家公司', proof: true },
      }),
    ),
  );

describe('over random staffs', () => {
  const value = (people: BidPerson[], setting?: Setting) => Number(points(people, setting).points);

  it('the points are what trying every arrangement finds', () => {
    fc.assert(
      fc.property(crowds, (people) => {
        const able = people.filter(
          ({ role, insurance }) => role === 'staff' && insurance?.payer === own.name,
        );
        const best = bestByTrying({
          left: able.map(({ identity }) => ({ id: identity, capacity: staff.perPerson.value })),
          right: staff.certificates.map(({ id, cap }) => ({ id, capacity: cap.value })),
          edges: able.flatMap(({ identity, certificates }) =>
            certificates.map(({ kind }): [string, string] => [identity, kind]),
          ),
        });
        expect(value(people)).toBe(best);
      }),
      { numRuns: 60 },
    );
  });

  it('no other way to assign has more', () => {
    fc.assert(
      fc.property(crowds, fc.constantFrom('bidder-list', 'listed-order'), (people, assignment) => {
        const listed = people.map((one) => ({
          ...one,
          ...(one.certificates[0] ? { listedAs: one.certificates[0].kind } : {}),
        }));
        expect(value(listed, { criterion: { assignment } })).toBeLessThanOrEqual(value(listed));
      }),
      { numRuns: 40 },
    );
  });

  it('one more certificate never lowers them, nor does one more person', () => {
    fc.assert(
      fc.property(crowds, fc.nat(), fc.constantFrom(...kinds), (people, pick, kind) => {
        const before = value(people);
        const more = people.map((one, i) =>
          i === pick % people.length
            ? { ...one, certificates: [...one.certificates, { kind, copy: true }] }
            : one,
        );
        expect(value(more)).toBeGreaterThanOrEqual(before);
        expect(value([...people, person('新', [kind])])).toBeGreaterThanOrEqual(before);
      }),
      { numRuns: 60 },
    );
  });

  it('the order of people means nothing', () => {
    const shuffled = crowds.chain((people) =>
      fc.tuple(
        fc.constant(people),
        fc.shuffledSubarray(people, { minLength: people.length, maxLength: people.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([people, other]) => {
        expect(value(other)).toBe(value(people));
      }),
      { numRuns: 60 },
    );
  });

  it('a hint keeps its word, and what no hint names would add nothing', () => {
    fc.assert(
      fc.property(crowds, (people) => {
        const { points: before, hints } = points(people);
        for (const one of people.filter(({ role }) => role === 'staff'))
          for (const kind of kinds) {
            const given = people.map((other) =>
              other === one ? { ...one, certificates: [...one.certificates, { kind, copy: true }] } : other,
            );
            const adds = value(given) > Number(before);
            const said = hints.includes(`${one.name}：补${titleOf(kind)}证书，可增加 1 分`);
            expect(said).toBe(adds);
          }
      }),
      { numRuns: 25 },
    );
  });
});
