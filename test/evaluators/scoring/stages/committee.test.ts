import { describe, expect, it } from 'vitest';
import { committee } from '../../../../evaluators/scoring/stages/committee.ts';
import type { CommitteeMember, RoundHead, Tender } from '../../../../spec/index.ts';
import { committeeOf, roundOf, tender } from '../fixture.ts';
import { situationOf, tenderWhere } from './review-situation.ts';

type Seated = NonNullable<RoundHead['committee']>;
const rules = tender.committee!;
const [purchasers, experts] = rules.composition;
const replaced = rules.replacement!.find(({ voids }) => voids === 'opinions-of-replaced')!;
const rebuilt = rules.replacement!.find(({ voids }) => voids === 'all-opinions')!;
const voiding = rules.misconduct!.find(({ voidsOpinion }) => voidsOpinion)!;
const minor = rules.misconduct!.find(({ voidsOpinion }) => !voidsOpinion)!;
const at = tender.dates.opening;
const later = new Date(Date.parse(at) + 3600_000).toISOString();

const full = committeeOf();
const [firstPurchaser] = full;
const expert = full.find(({ group }) => group === experts!.id)!;
const substitute: CommitteeMember = { ...expert, id: 'substitute', name: '补选评委', leads: false };
const patched = (id: string, patch: Partial<CommitteeMember>) =>
  full.map((one) => (one.id === id ? { ...one, ...patch } : one));

function run(seated: Partial<Seated> = {}, head: Partial<RoundHead> = {}, of: Tender = tender) {
  const round = roundOf({ head: { committee: { members: full, ...seated }, ...head } });
  return committee(situationOf(round, { tender: of, members: [] }));
}
const ids = (members: readonly CommitteeMember[] = []) => members.map(({ id }) => id);

it('seats the committee that the tender asks for', () => {
  for (const mode of ['rehearsal', 'authorised'] as const) {
    const outcome = run({}, { mode });
    expect(ids(outcome.members)).toEqual(ids(full));
    expect([outcome.awaited, outcome.notices, outcome.end]).toEqual([[], [], undefined]);
  }
  expect(run().steps!.map(({ value }) => value)).toEqual(['2 人', '5 人', '5/7']);
});

describe('composition', () => {
  it('waits to be filled up, by whoever chooses the group', () => {
    expect(run({ members: full.slice(1) }).awaited!.map(({ who, item }) => [who, item])).toEqual([
      ['purchaser', purchasers!.id],
      ['purchaser', undefined],
    ]);
    const short = run({ members: full.slice(0, -1) });
    expect(short.awaited!.map(({ who, item }) => [who, item])).toEqual([
      ['agency', experts!.id],
      ['purchaser', undefined],
    ]);
    expect(short.awaited!.at(-1)).toMatchObject({ statute: ['mof-87/47'] });
  });

  it('has no seat too many and nobody of no group', () => {
    expect(run({ members: [...full, substitute] }).awaited![0]!.what).toContain('超出');
    const stranger = patched(expert.id, { group: 'guest' });
    expect(run({ members: stranger }).awaited!.some(({ member }) => member === expert.id)).toBe(true);
  });

  it('keeps the experts’ share exactly', () => {
    const sized = (purchaserCount: number, expertCount: number) => {
      const of = tenderWhere(({ committee: one }) => {
        one!.composition[0]!.count.value = purchaserCount;
        one!.composition[1]!.count.value = expertCount;
        delete one!.statute;
      });
      const members = [
        ...Array.from({ length: purchaserCount }, (_, i) => ({
          ...firstPurchaser!,
          id: `p${i}`,
          name: `采${i}`,
        })),
        ...Array.from({ length: expertCount }, (_, i) => ({
          ...expert,
          id: `e${i}`,
          name: `专${i}`,
          leads: i === 0,
        })),
      ];
      return run({ members }, {}, of).awaited!;
    };
    expect(sized(2, 4)).toEqual([]);
    expect(sized(3, 5)).toMatchObject([{ who: 'agency', clause: rules.minimumExpertShare!.clause }]);
  });

  it('only shows what is wrong where a bidder rehearses alone', () => {
    const outcome = run({ members: [expert] }, { alone: true });
    expect(outcome.awaited).toBeUndefined();
    expect(outcome.notices!.some(({ kind }) => kind === 'provisional')).toBe(true);
    expect(ids(outcome.members)).toEqual([expert.id]);
  });
});

describe('the leader', () => {
  it('is not of a group that may not lead', () => {
    const members = full.map((one) => ({ ...one, leads: one.id === firstPurchaser!.id }));
    expect(run({ members }).awaited).toMatchObject([
      { who: 'committee', member: firstPurchaser!.id, statute: [purchasers!.statute] },
    ]);
  });

  it('is one', () => {
    const members = full.map((one) => ({ ...one, leads: one.group === experts!.id }));
    expect(run({ members }).awaited).toHaveLength(1);
    const none = run({ members: full.map((one) => ({ ...one, leads: false })) });
    expect(none.awaited).toEqual([]);
    expect(none.notices).toMatchObject([{ kind: 'advice' }]);
  });
});

describe('a replaced member', () => {
  const row = { kind: replaced.id, out: expert.id, reasons: '身体原因', at };

  it('counts no more, and the substitute does', () => {
    const outcome = run({
      members: [...full, { ...substitute, leads: true }],
      replacements: [{ ...row, in: substitute.id }],
    });
    expect(outcome.awaited).toEqual([]);
    expect(ids(outcome.members)).toEqual([...ids(full).filter((id) => id !== expert.id), substitute.id]);
    expect(outcome.notices).toMatchObject([{ member: expert.id }]);
  });

  it('leaves a seat to fill', () => {
    const outcome = run({ replacements: [row] });
    expect(outcome.awaited![0]).toMatchObject({ who: 'agency', clause: replaced.clause });
    expect(outcome.awaited![0]!.what).toContain('身体原因');
    const unknown = run({ replacements: [{ ...row, in: 'nobody' }] });
    expect(unknown.awaited![0]).toMatchObject({ who: 'agency' });
  });

  it('may be replaced again; rows go by their time', () => {
    const second = { ...substitute, id: 'second', name: '再补评委', leads: true };
    const rows = [
      { ...row, out: substitute.id, in: second.id, at: later },
      { ...row, in: substitute.id },
    ];
    const outcome = run({ members: [...full, substitute, second], replacements: rows });
    expect(outcome.awaited).toEqual([]);
    expect(ids(outcome.members)).toContain('second');
    expect(ids(outcome.members)).not.toContain(substitute.id);
  });
});

describe('a dissolved committee', () => {
  const row = { kind: rebuilt.id, reasons: '无法及时补足', at };

  it('stops the evaluation until it is rebuilt', () => {
    const outcome = run({ replacements: [row] });
    expect(outcome.members).toEqual([]);
    expect(outcome.end).toMatchObject({ kind: 'stopped', item: rebuilt.id, clause: rebuilt.clause });
  });

  it('is followed by a new one, whose opinions alone count', () => {
    const fresh = full.map((one) => ({ ...one, id: `new-${one.id}`, name: `新${one.name}` }));
    const arrived = fresh.map((one) => ({ ...one, signedInAt: later }));
    expect(ids(run({ members: [...full, ...arrived], replacements: [row] }).members)).toEqual(ids(fresh));
    const named = fresh.map((one) => ({ ...row, in: one.id }));
    const outcome = run({ members: [...full, ...fresh], replacements: named });
    expect(ids(outcome.members)).toEqual(ids(fresh));
    expect(outcome.awaited).toEqual([]);
    expect(outcome.end).toBeUndefined();
  });
});

describe('opinions that do not count', () => {
  const lost = (seated: Partial<Seated>, id = expert.id) => {
    const outcome = run(seated);
    expect(ids(outcome.members)).not.toContain(id);
    expect(outcome.awaited!.length).toBeGreaterThan(0);
    return outcome;
  };

  it('are those of a member who misbehaved in a way that voids them', () => {
    const act = { member: expert.id, kind: voiding.id, fact: '午间会面' };
    expect(lost({ misconduct: [act] }).awaited![0]!.what).toContain('午间会面');
    const outcome = run({ misconduct: [{ ...act, kind: minor.id }] });
    expect(ids(outcome.members)).toEqual(ids(full));
    expect(outcome.notices).toMatchObject([{ member: expert.id, clause: minor.clause }]);
  });

  it('are those of a member related to a bidder, by name or code', () => {
    const firm = roundOf().bids[1]!.members[0]!;
    lost({ members: patched(expert.id, { relatedTo: [firm.name] }) });
    lost({ members: patched(expert.id, { relatedTo: [firm.creditCode] }) });
    expect(run({ members: patched(expert.id, { relatedTo: ['局外公司'] }) }).awaited).toEqual([]);
  });

  it('are those of a member who attended the opening, where that law holds', () => {
    const members = patched(firstPurchaser!.id, { attendedOpening: true });
    const outcome = lost({ members }, firstPurchaser!.id);
    expect(outcome.notices).toMatchObject([{ statute: ['mof-87/40'] }]);
    const { statutes: _, ...lawless } = tender;
    expect(ids(run({ members }, {}, lawless).members)).toEqual(ids(full));
  });
});

it('shows missing declarations and names that are listed twice', () => {
  const members = patched(expert.id, { noInterest: false, name: firstPurchaser!.name });
  expect(run({ members }).notices!.map(({ kind }) => kind)).toEqual(['contradiction', 'advice']);
});

it('is provisional in a rehearsal without a committee, and awaited otherwise', () => {
  const without = (mode: 'rehearsal' | 'authorised') => {
    const { committee: _, ...head } = roundOf({ head: { mode } }).head;
    return committee(situationOf({ ...roundOf(), head }));
  };
  expect(without('rehearsal')).toMatchObject({ members: [], notices: [{ kind: 'provisional' }] });
  expect(without('rehearsal').awaited).toBeUndefined();
  expect(without('authorised')).toMatchObject({ members: [], awaited: [{ who: 'purchaser' }] });
  const { committee: _, ...rest } = tender;
  expect(run({}, {}, rest)).toEqual({ notApplicable: true });
});
