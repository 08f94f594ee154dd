import { beijingTime, endOfLifetime, isUpTo, type Lifetime, type Observation } from '../../spec/index.ts';

/** Until when evidence may be relied on, and who says so. */
export interface Validity {
  at: string;
  source: string;
}

/** The earliest end that any of the stated lifetimes sets to an observation; undefined where none is stated. */
export function validityOf(
  observation: Pick<Observation, 'window'>,
  lifetimes: readonly (Lifetime | undefined)[],
): Validity | undefined {
  return earliest(
    lifetimes.map(
      (lifetime) =>
        lifetime && { at: endOfLifetime(observation.window.to, lifetime), source: lifetime.source },
    ),
  );
}

export function earliest(validities: readonly (Validity | undefined)[]): Validity | undefined {
  return validities
    .filter((one) => one !== undefined)
    .reduce<Validity | undefined>((a, b) => (a && isUpTo(a.at, b.at) ? a : b), undefined);
}

/** Evidence holds up to and including its last instant. */
export function isExpired(validity: Validity | undefined, asOf: string): boolean {
  return validity !== undefined && !isUpTo(asOf, validity.at);
}

export function sayExpired({ at, source }: Validity): string {
  return `证据有效至 ${beijingTime(at)}（北京时间），依据：${source}；应自该时起复测`;
}
