import type { Assumptions, Estimate, OwnQuote, SimulationResult } from '../../spec/index.ts';
import { exact, printExact } from '../arithmetic/index.ts';
import type { Prepared } from './prepare.ts';
import type { Tally } from './tally.ts';

/** The point of the normal that leaves 2.5 % above it. */
const z = 1.959963984540054;

/** A share with Wilson's score interval of 95 %. */
export function estimate(count: number, trials: number): Estimate {
  if (trials === 0) return { count, share: 0, low: 0, high: 1 };
  const share = count / trials;
  const middle = share + (z * z) / (2 * trials);
  const reach = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  const below = 1 + (z * z) / trials;
  return {
    count,
    share,
    low: count === 0 ? 0 : Math.max(0, (middle - reach) / below),
    high: count === trials ? 1 : Math.min(1, (middle + reach) / below),
  };
}

const decimals = 4;
const print = (value: number): string => value.toFixed(decimals);

function pointsOf(sum: bigint, squares: bigint, scored: number, unit: number) {
  if (scored === 0) return undefined;
  const mean = Number(sum) / scored / unit;
  // The difference of two large numbers is taken while they are whole.
  const spread = Number(squares * BigInt(scored) - sum * sum);
  const deviation = scored > 1 ? Math.sqrt(Math.max(0, spread) / scored / (scored - 1)) / unit : 0;
  const reach = (z * deviation) / Math.sqrt(scored);
  return {
    scored,
    mean: print(mean),
    low: print(mean - reach),
    high: print(mean + reach),
    deviation: print(deviation),
  };
}

const stepsToDecimal = (steps: number, places: number): string =>
  printExact(exact(steps).div(exact(10n ** BigInt(places))));

function ownOf(tally: Tally, prepared: Prepared, assumed: NonNullable<Assumptions['own']>) {
  const quotes = [...prepared.experiment.own!.quotes].map((steps, index): OwnQuote => {
    const quote = stepsToDecimal(steps, prepared.decimals);
    const winning = estimate(tally.ownWins[index]!, tally.trials);
    return {
      quote,
      winning,
      invalid: estimate(tally.ownInvalid[index]!, tally.trials),
      result: assumed.objective === 'revenue' ? Number(quote) * winning.share : winning.share,
    };
  });
  const best = quotes.reduce((top, one) => (one.result > top.result ? one : top));
  const factor = ({ quote }: OwnQuote) => (assumed.objective === 'revenue' ? Number(quote) : 1);
  return {
    bid: assumed.bid,
    objective: assumed.objective,
    quotes,
    best: best.quote,
    alike: quotes
      .filter((one) => one !== best && one.winning.high * factor(one) >= best.result)
      .map(({ quote }) => quote),
  };
}

/** What the trials say, as far as they were held. */
export function summarise(
  tally: Tally,
  prepared: Prepared,
  own: Assumptions['own'],
): Pick<SimulationResult, 'trials' | 'unit' | 'bids' | 'cancelled' | 'stopped' | 'own' | 'notes'> {
  const { participants, experiment } = prepared;
  const count = participants.length;
  const { trials } = tally;
  const unit = experiment.models[0]!.unit;
  return {
    trials,
    unit: prepared.unit,
    bids: participants.map(({ id, bidder, assumed }, bid) => {
      const places = tally.ranks.slice(bid * count, (bid + 1) * count);
      const scored = places.reduce((sum, one) => sum + one, 0);
      const points = pointsOf(tally.sums[bid]!, tally.squares[bid]!, scored, unit);
      return {
        bid: id,
        bidder,
        assumed,
        winning: estimate(places[0]!, trials),
        byLot: tally.byLot[bid]!,
        ranks: places.map((one) => estimate(one, trials)),
        invalid: estimate(tally.invalid[bid]!, trials),
        ...(points ? { points } : {}),
      };
    }),
    cancelled: estimate(tally.cancelled, trials),
    stopped: estimate(tally.stopped, trials),
    ...(own && experiment.own && trials > 0 ? { own: ownOf(tally, prepared, own) } : {}),
    notes: prepared.notes,
  };
}
