import { fileURLToPath } from 'node:url';
import { evaluate } from '../../evaluators/scoring/index.ts';
import { readRound, readRoundHead } from '../../intake/index.ts';
import { canonicalJson, type Evaluation, type Round, type Tender } from '../../spec/index.ts';

/** What people are told in the end: who stands, who falls at what, with what points, in what order. */
function told(evaluation: Evaluation): string {
  const { state, ranking, candidates, awaited, bids } = evaluation;
  return canonicalJson({
    state,
    ranking: ranking ?? null,
    candidates: candidates ?? null,
    awaited: awaited.map(({ stage, who, bid = '', item = '' }) => [stage, who, bid, item]),
    bids: bids.map(({ bid, standing, invalid, quote, groups, total = '' }) => ({
      bid,
      standing,
      invalid: invalid ? [invalid.stage, invalid.item] : [],
      evaluated: quote?.evaluated ?? '',
      points: groups.map(({ score, criteria }) => [score ?? '', criteria.map((one) => one.score ?? '')]),
      total,
    })),
  });
}

/** The example rounds of a tender, and whether any of them ends otherwise under other data. */
export async function exampleRounds(tender: Tender): Promise<(changed: Tender) => boolean> {
  const rounds: Round[] = [];
  for (const name of ['hard', 'plain', 'cancelled']) {
    const folder = fileURLToPath(new URL(`../../scenarios/bids/${name}`, import.meta.url));
    if ((await readRoundHead(folder)).tender === tender.id) rounds.push(await readRound(folder, { tender }));
  }
  const before = rounds.map((round) => told(evaluate({ tender, round })));
  return (changed) => {
    const { readings, chosenReadings } = tender;
    const under = { ...changed, readings, chosenReadings };
    return rounds.some((round, index) => told(evaluate({ tender: under, round })) !== before[index]);
  };
}
