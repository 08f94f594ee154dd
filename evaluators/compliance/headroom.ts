import {
  convert,
  dimensionOf,
  type Expectation,
  type Measurement,
  type Observation,
  type ProbeContract,
  printQuantity,
  type Reason,
} from '../../spec/index.ts';

/** Figures that a load generator can limit by itself. */
const loadDimensions = new Set(['io-rate', 'rate', 'data-rate', 'connection']);
/** A figure this near to what the generator reached on a null target may be the generator's own. */
const margin = 0.1;
/** Beyond it an event loop has no time left in which to notice an answer. */
const saturation = 0.85;

/** Why a figure may be the instrument's own and says nothing of the target; undefined when it does not. */
export function instrumentDoubt(
  expectation: Expectation,
  measurement: Measurement | undefined,
  observation: Observation,
  contract: ProbeContract | undefined,
): { reason: Reason; why: string } | undefined {
  const unit = measurement?.unit;
  if (!measurement || unit === undefined || measurement.values.length === 0) return undefined;
  const { instrument } = observation;
  const isLoad = loadDimensions.has(dimensionOf(unit));
  // A busy generator also lengthens the times that it takes.
  if (!isLoad && !(contract?.generator === true && dimensionOf(unit) === 'time')) return undefined;
  if (instrument && instrument.eventLoopUtilisation > saturation) {
    const busy = printQuantity({ value: Math.round(instrument.eventLoopUtilisation * 100), unit: '%' });
    return { reason: 'no-headroom', why: `测试工具事件循环占用 ${busy}，已饱和` };
  }
  if (!isLoad) return undefined;
  const ceiling = instrument?.ceiling;
  if (!ceiling || dimensionOf(ceiling.unit) !== dimensionOf(unit)) {
    return contract?.generator === true
      ? { reason: 'ceiling-unmeasured', why: `${expectation.measurand} 没有同轮测得的测试工具上限` }
      : undefined;
  }
  const limit = convert(ceiling.value, ceiling.unit, unit);
  const greatest = Math.max(...measurement.values.map(Number));
  return greatest > limit * (1 - margin)
    ? {
        reason: 'no-headroom',
        why: `所测 ${printQuantity({ value: greatest, unit })}，测试工具自身上限 ${printQuantity({ value: limit, unit })}，余量不足 ${margin * 100}%`,
      }
    : undefined;
}
