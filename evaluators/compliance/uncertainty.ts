import { convert, type Expectation, type Measurement, type Unit } from '../../spec/index.ts';
import { binomialInterval, type Interval } from './guard-band.ts';

/** Where the expectation names none. */
const usualLevel = 0.95;

/** What each sample can be at least and at most, in the unit of the expectation. */
export function intervalsOf(expectation: Expectation, measurement: Measurement, unit: Unit): Interval[] {
  const level = expectation.confidence?.level ?? usualLevel;
  return measurement.uncertainty!.map((one) => {
    if ('trials' in one) {
      const { low, high, method } = binomialInterval(one.events, one.trials, level);
      return { low: convert(low, 'ratio', unit), high: convert(high, 'ratio', unit), method };
    }
    return {
      low: convert(one.least, measurement.unit!, unit),
      high: convert(one.greatest, measurement.unit!, unit),
      method: '未知的一次全计为好、一次全计为坏',
    };
  });
}
