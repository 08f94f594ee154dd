import { evaluate } from '../../evaluators/scoring/index.ts';
import { chosenOptions } from '../../evaluators/sensitivity/index.ts';
import {
  alternativesOf,
  type Held,
  prepare,
  summarise,
  tenderWithoutPrices,
} from '../../evaluators/simulation/index.ts';
import {
  type Assumptions,
  assertUnlocked,
  assumptionsFileSchema,
  Fault,
  type Problem,
  type SimulationResult,
  type Tender,
  tenderUnder,
} from '../../spec/index.ts';
import { digestOfJson, readYaml } from '../../spec/load/index.ts';
import type { OpenRound } from '../round.ts';
import { type PoolOptions, runOnWorkers } from './pool.ts';

export interface SimulationOptions extends PoolOptions {
  /** Path of the assumptions. */
  assumptions: string;
  trials: number;
  seed: string;
}

interface UnderReadings extends Held {
  options: Record<string, string>;
}

/** The round under every combination of the readings that are assumed to be open. */
function heldUnder({ base, round }: OpenRound, assumptions: Assumptions, file: string): UnderReadings[] {
  const problems: Problem[] = [];
  const chosen = chosenOptions(base, round);
  const alternatives = alternativesOf(base.readings, assumptions.readings, problems);
  const held =
    problems.length > 0
      ? []
      : alternatives.flatMap(({ options, probability }) => {
          const tender = tenderUnder(base, { ...chosen, ...options });
          if (tender)
            return [
              {
                tender,
                evaluation: evaluate({ tender: tenderWithoutPrices(tender), round }),
                probability,
                options,
              },
            ];
          problems.push({
            path: 'readings',
            message: `这些读法不能并存：${Object.entries(options)
              .map(([id, option]) => `${id}=${option}`)
              .join('、')}`,
          });
          return [];
        });
  if (problems.length > 0)
    throw new Fault(
      'INTAKE_INVALID',
      problems.map((problem) => ({ file, ...problem })),
    );
  return held;
}

function chosenIn(tender: Tender, options: Record<string, string>) {
  return tender.chosenReadings
    .filter(({ id }) => id in options)
    .map(({ id, question, chosen, title }) => ({ id, question, chosen, title }));
}

/**
 * Trials of a round under the assumptions of a file. Throws USAGE_LOCKED in a locked round, INTAKE_INVALID with
 * everything that the assumptions lack. After an abort the result covers the trials that were finished.
 */
export async function simulateRound(open: OpenRound, options: SimulationOptions): Promise<SimulationResult> {
  const { round, tender } = open;
  assertUnlocked(round, '模拟');
  const file = options.assumptions;
  const { value: assumptions } = readYaml<Assumptions>(file, assumptionsFileSchema, 'INTAKE_INVALID', {
    plainDecimals: true,
  });
  const held = heldUnder(open, assumptions, file);
  const { trials, seed } = options;
  const prepared = prepare({ round, assumptions, held, trials, seed, file });
  const tally = await runOnWorkers(prepared.experiment, options);
  return {
    format: 1,
    round: { id: round.head.id, title: round.head.title, mode: round.head.mode, digest: round.digest },
    tender: { id: tender.id, number: tender.number, title: tender.title, digest: tender.digest },
    assumptions: {
      title: assumptions.title,
      ...(assumptions.basis ? { basis: assumptions.basis } : {}),
      digest: digestOfJson(assumptions),
    },
    seed,
    requested: trials,
    interrupted: tally.trials < trials,
    readings: held.map((one) => ({
      chosen: chosenIn(one.tender, one.options),
      probability: one.probability,
    })),
    ...summarise(tally, prepared, assumptions.own),
  };
}
