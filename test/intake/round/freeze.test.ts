import { describe, expect, it } from 'vitest';
import { checkFreeze, freezeOf } from '../../../intake/index.ts';
import type { Freeze, RoundHead } from '../../../spec/index.ts';
import { loadCatalogue, loadTender } from '../../../spec/load/index.ts';
import { tender } from '../../evaluators/scoring/fixture.ts';
import { minutesLater, plain } from './one-fault.ts';
import { filesOf, problemsOf, readFiles } from './round-folder.ts';

const deadline = tender.dates.bidDeadline;
const before = minutesLater(deadline, -60);
const reading = tender.readings[0]!;
const other = reading.options.find(({ id }) => id !== reading.pick)!.id;
const digest = `sha256:${'0'.repeat(64)}`;
const basis = { kind: 'clarification' as const, text: '第 1 号澄清', digest };
const head: RoundHead = {
  ...plain.head,
  mode: 'authorised',
  authorisation: { title: '授权书', digest },
  readings: [{ id: reading.id, option: other, basis }],
};
const frozen = freezeOf(head, tender, before);
const filesWith = (round: RoundHead, freeze: Freeze | undefined) => ({
  ...filesOf({ ...plain, head: round }),
  'freeze.json': freeze,
});

describe('a freeze', () => {
  it('holds every reading with its basis, and a digest of its own', () => {
    expect(frozen.readings.map(({ id }) => id)).toEqual(tender.readings.map(({ id }) => id));
    expect(frozen.readings[0]).toEqual({
      id: reading.id,
      option: other,
      basis: `澄清公告：第 1 号澄清（${digest}）`,
    });
    expect(frozen.readings[1]!.option).toBe(tender.readings[1]!.pick);
    expect(frozen.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(freezeOf(head, tender, minutesLater(before, 1)).digest).not.toBe(frozen.digest);
  });

  it('opens an authorised round and is part of it', async () => {
    const round = await readFiles(filesWith(head, frozen));
    expect(round.freeze).toEqual(frozen);
    expect(checkFreeze(frozen, head, tender)).toEqual([]);
  });

  const resealed = (change: Partial<Freeze>): Freeze => {
    const { mode, round, tender: of, frozenAt } = { ...frozen, ...change };
    return {
      ...freezeOf({ ...head, mode, id: round }, tender, frozenAt),
      ...(change.tender ? { tender: of } : {}),
    };
  };
  it.each<[string, Freeze, RoundHead, string[]]>([
    ['altered by hand', { ...frozen, frozenAt: minutesLater(before, 1) }, head, ['digest']],
    ['of another round', resealed({ round: 'other' }), head, ['round']],
    ['of another mode', resealed({ mode: 'rehearsal' }), head, ['mode']],
    ['of another tender', { ...frozen, tender: { id: 'other', digest } }, head, ['digest', 'tender/id']],
    [
      'of an earlier state of the tender',
      { ...frozen, tender: { id: tender.id, digest } },
      head,
      ['digest', 'tender/digest'],
    ],
    ['at the deadline', freezeOf(head, tender, deadline), head, ['frozenAt']],
    ['after the deadline', freezeOf(head, tender, minutesLater(deadline, 1)), head, ['frozenAt']],
    ['with another option', frozen, { ...head, readings: [] }, ['readings/0/option']],
    [
      'with another basis',
      frozen,
      { ...head, readings: [{ id: reading.id, option: other }] },
      ['readings/0/basis'],
    ],
    ['without a reading', { ...frozen, readings: frozen.readings.slice(1) }, head, ['digest', 'readings']],
    [
      'with a reading of its own',
      { ...frozen, readings: [...frozen.readings, { id: 'Z99', option: 'x', basis: '无' }] },
      head,
      ['digest', `readings/${tender.readings.length}`],
    ],
    [
      'of a review after the award, too',
      freezeOf({ ...head, mode: 'post-award' }, tender, deadline),
      { ...head, mode: 'post-award' },
      ['frozenAt'],
    ],
  ])('%s does not fit', async (_what, freeze, round, paths) => {
    expect(checkFreeze(freeze, round, tender).map(({ path }) => path.join('/'))).toEqual(paths);
    const problems = await problemsOf(filesWith(round, freeze));
    expect(problems.map(({ path }) => path)).toEqual(paths);
    expect(problems.every(({ file, line, remedy }) => file === 'freeze.json' && line && remedy)).toBe(true);
  });

  it('is wanted by an authorised round only', async () => {
    expect(await problemsOf(filesWith(head, undefined))).toMatchObject([
      { file: 'round.yaml', path: 'mode' },
    ]);
    for (const mode of ['rehearsal', 'post-award'] as const)
      await expect(readFiles(filesWith({ ...head, mode }, undefined))).resolves.toBeDefined();
  });

  it('may be of any time in a rehearsal', () => {
    const rehearsal = { ...head, mode: 'rehearsal' as const };
    expect(checkFreeze(freezeOf(rehearsal, tender, minutesLater(deadline, 9)), rehearsal, tender)).toEqual(
      [],
    );
  });

  it('is of the tender under its picks, not of one under other readings', () => {
    const under = loadTender(tender.id, {
      catalogue: loadCatalogue(),
      readings: { [reading.id]: other },
    });
    expect(
      checkFreeze(frozen, head, { ...tender, digest: `${tender.digest}+${reading.id}=${other}` }),
    ).toEqual([]);
    expect(checkFreeze(frozen, head, under).map(({ path }) => path.join('/'))).toContain('tender/digest');
  });
});
