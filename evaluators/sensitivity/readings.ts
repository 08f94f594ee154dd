import {
  concernsProcedure,
  type Evaluation,
  printBasis,
  type Reading,
  type Round,
  type Tender,
  type TouchedReading,
  tenderUnder,
} from '../../spec/index.ts';
import { evaluate } from '../scoring/index.ts';
import { stagesTouched } from './changes.ts';

export type Options = Record<string, string>;

/** An option other than the chosen one. */
export interface Alternative {
  reading: Reading;
  option: Reading['options'][number];
}

/** The chosen option of every reading: what the round names, else the tender's pick. */
export function chosenOptions(tender: Tender, round: Round): Options {
  const named = (round.head.readings ?? []).map(({ id, option }) => [id, option] as const);
  const resolved = (round.proceedings.resolutions ?? []).map(
    ({ reading, option }) => [reading, option] as const,
  );
  return {
    ...Object.fromEntries(tender.readings.map(({ id, pick }) => [id, pick])),
    ...Object.fromEntries([...named, ...resolved]),
  };
}

/** Alternatives that set anything an evaluation looks at, or leave it by being the pick. */
export function alternatives(tender: Tender, chosen: Options): Alternative[] {
  return tender.readings
    .filter((reading) => reading.options.some(concernsProcedure))
    .flatMap((reading) =>
      reading.options.filter(({ id }) => id !== chosen[reading.id]).map((option) => ({ reading, option })),
    );
}

/** The round under some options; undefined when they cannot stand together. `tender` has all its picks. */
export function evaluateUnder(tender: Tender, round: Round, options: Options): Evaluation | undefined {
  const under = tenderUnder(tender, options);
  return under && evaluate({ tender: under, round });
}

/**
 * Readings whose alternatives would treat facts of this round otherwise, and at which stages; never how.
 * Fit to be shown while a round is locked.
 */
export function touchedReadings(tender: Tender, round: Round, base: Evaluation): TouchedReading[] {
  const chosen = chosenOptions(tender, round);
  const touched = new Map<string, TouchedReading>();
  for (const { reading, option } of alternatives(tender, chosen)) {
    const other = evaluateUnder(tender, round, { ...chosen, [reading.id]: option.id });
    const stages = other ? stagesTouched(base, other) : [];
    if (stages.length === 0) continue;
    const before = touched.get(reading.id)?.stages ?? [];
    const resolution = round.proceedings.resolutions?.findLast((one) => one.reading === reading.id);
    const frozen = round.head.readings?.find(({ id }) => id === reading.id)?.basis;
    touched.set(reading.id, {
      id: reading.id,
      question: reading.question,
      lines: reading.lines,
      basis: printBasis(frozen ?? reading.basis),
      stages: base.stages.map(({ id }) => id).filter((id) => before.includes(id) || stages.includes(id)),
      ...(resolution
        ? {
            resolved: {
              option: resolution.option,
              reasons: resolution.reasons,
              signedBy: resolution.signedBy,
            },
          }
        : {}),
    });
  }
  return [...touched.values()];
}

/**
 * The evaluation with the readings that its facts touch. In a binding round a touched reading without basis and without
 * a resolution of the committee is awaited, and no result is given before it is settled.
 */
export function withTouchedReadings(tender: Tender, round: Round, base: Evaluation): Evaluation {
  const touched = touchedReadings(tender, round, base);
  const unsettled = touched.filter(({ id, resolved }) => {
    const frozen = round.head.readings?.find((one) => one.id === id)?.basis;
    const kind = (frozen ?? tender.readings.find((reading) => reading.id === id)!.basis).kind;
    return kind === 'none' && resolved === undefined;
  });
  if (round.head.mode === 'rehearsal' || unsettled.length === 0 || base.state === 'stopped')
    return { ...base, touched };
  return {
    ...base,
    touched,
    state: 'awaiting',
    ranking: [],
    candidates: [],
    bids: base.bids.map(({ rank: _, ...bid }) => ({
      ...bid,
      standing: bid.standing === 'valid' ? ('open' as const) : bid.standing,
    })),
    awaited: [
      ...base.awaited,
      ...unsettled.map(({ id, question, stages }) => ({
        stage: stages[0]!,
        who: 'committee' as const,
        item: id,
        what: `本项目的事实涉及尚无依据的读法 ${id}（${question}），须由评标委员会书面说明理由并签署，或者停止评审`,
        statute: ['mof-87/65'],
      })),
    ],
  };
}
