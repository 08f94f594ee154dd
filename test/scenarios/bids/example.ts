import { fileURLToPath } from 'node:url';
import { evaluate } from '../../../evaluators/scoring/index.ts';
import { chosenOptions, evaluateUnder, touchedReadings } from '../../../evaluators/sensitivity/index.ts';
import { readRound, readRoundHead } from '../../../intake/index.ts';
import type { Evaluation, EvaluationStage } from '../../../spec/index.ts';
import { loadCatalogue, loadTender } from '../../../spec/load/index.ts';

/** One of the example rounds, read and evaluated as the program does it, with what tests ask of it. */
export async function example(name: 'plain' | 'hard' | 'cancelled') {
  const folder = fileURLToPath(new URL(`../../../scenarios/bids/${name}`, import.meta.url));
  const head = await readRoundHead(folder);
  const tender = loadTender(head.tender, { catalogue: loadCatalogue() });
  const round = await readRound(folder, { tender });
  const evaluation = evaluate({ tender, round });
  return {
    folder,
    tender,
    round,
    evaluation,
    ...asked(evaluation),
    under,
    touched: () => touchedReadings(tender, round, evaluation),
  };

  /** The same round under another option of one reading. */
  function under(reading: string, option: string) {
    const other = evaluateUnder(tender, round, { ...chosenOptions(tender, round), [reading]: option });
    if (!other) throw new Error(`no such reading ${reading}=${option}`);
    return { evaluation: other, ...asked(other) };
  }
}

function asked(evaluation: Evaluation) {
  const bid = (id: string) => evaluation.bids.find((one) => one.bid === id)!;
  const group = (id: string, name: string) => bid(id).groups.find((one) => one.group === name)!;
  const stage = (id: EvaluationStage) => evaluation.stages.find((one) => one.id === id)!;
  return {
    bid,
    group,
    stage,
    criterion: (id: string, name: string) =>
      bid(id)
        .groups.flatMap(({ criteria }) => criteria)
        .find(({ criterion }) => criterion === name)!,
    result: (of: EvaluationStage, id: string, item: string) =>
      stage(of).results.find((one) => one.bid === id && one.item === item)!,
    notices: (of: EvaluationStage, id: string) =>
      evaluation.notices.filter((one) => one.stage === of && one.bids?.includes(id)),
    granted: (id: string) =>
      bid(id)
        .deductions.filter((one) => one.granted)
        .map(({ item }) => item),
    /** Price, business, technical, total, as a README prints them. */
    points: (id: string) => [...bid(id).groups.map(({ score }) => score), bid(id).total].map(Number),
  };
}
