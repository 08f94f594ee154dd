import {
  type DeferralFile,
  type DeferralStanding,
  type DeferralState,
  isUpToDay,
  type RequirementVerdict,
} from '../../spec/index.ts';

/** What each deferral is worth beside the verdicts. It reads them and turns none. */
export function weighDeferrals(
  { digest, deferrals }: DeferralFile,
  requirements: readonly RequirementVerdict[],
  asOf: string,
): { digest: string; entries: DeferralStanding[] } {
  const verdicts = new Map(requirements.map((verdict) => [verdict.id, verdict]));
  return {
    digest,
    entries: deferrals.map((deferral) => {
      const outcome = verdicts.get(deferral.checkable)?.outcome ?? 'not-assessed';
      const state: DeferralState =
        outcome !== 'not-satisfied'
          ? 'not-refuted'
          : isUpToDay(asOf, deferral.until)
            ? 'in-force'
            : 'expired';
      return { ...deferral, state, outcome };
    }),
  };
}
