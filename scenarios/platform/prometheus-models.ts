/** One series as it would have been recorded: what it is called, and its value at each instant; undefined is no sample. */
export interface SeriesModel {
  labels: Readonly<Record<string, string>>;
  at: (seconds: number) => number | undefined;
}

const day = 86_400;

/** Down from so many days ago for so many seconds, up else. */
const downOnce =
  (now: number, daysAgo: number, forSeconds: number) =>
  (at: number): number =>
    at >= now - daysAgo * day && at < now - daysAgo * day + forSeconds ? 0 : 1;

const up = () => 1;

/** What the stand-in's monitoring has recorded of its platform until now. */
export function recordedSeries(has: (defect: string) => boolean, now: number): SeriesModel[] {
  const broke = has('service-interrupted');
  const outage = downOnce(now, 20, 1_800);
  return [
    {
      labels: { __name__: 'probe_success', job: 'portal', instance: 'portal.example' },
      at: broke ? outage : up,
    },
    { labels: { __name__: 'up', job: 'platform', instance: 'control-plane' }, at: broke ? outage : up },
    { labels: { __name__: 'probe_success', job: 'internal-network', pair: 'host-1 host-2' }, at: up },
    {
      labels: { __name__: 'probe_success', job: 'internal-network', pair: 'host-3 host-4' },
      at: has('internal-network-unavailable') ? downOnce(now, 40, 1.5 * day) : up,
    },
  ];
}

/** How the target file of the stand-in names them. */
export const seriesSelectors = {
  service: 'probe_success{job="portal"}',
  platform: 'up{job="platform"}',
  network: 'probe_success{job="internal-network"}',
};
