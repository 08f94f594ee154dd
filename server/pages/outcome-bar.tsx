import { type Outcome, type OutcomeCounts, outcomeNames, outcomes } from '../../spec/index.ts';

const width = 1000;
const height = 22;

/** Shares of the five outcomes as one bar with its figures beside it; nothing is left out of the total. */
export function OutcomeBar({ label, counts }: { label: string; counts: OutcomeCounts }) {
  const shown = outcomeNames.filter((outcome) => counts[outcome] > 0);
  const words = shown.map((outcome) => `${outcomes[outcome]} ${counts[outcome]}`).join('，');
  return (
    <figure class="bar">
      <figcaption>
        <b>{label}</b>
        <span>{`共 ${counts.total} 项`}</span>
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words || '没有可统计的项'}
      >
        <rect class="fill none" x="0" y="0" width={width} height={height} />
        {segments(counts, shown).map((segment) => (
          <rect
            key={segment.outcome}
            class={`fill ${segment.outcome}`}
            x={segment.x}
            y="0"
            width={segment.width}
            height={height}
          />
        ))}
      </svg>
      <ul class="legend">
        {shown.map((outcome) => (
          <li key={outcome} class={outcome}>
            {outcomes[outcome]} <b>{counts[outcome]}</b>
          </li>
        ))}
      </ul>
    </figure>
  );
}

function segments(counts: OutcomeCounts, shown: Outcome[]) {
  const total = shown.reduce((sum, outcome) => sum + counts[outcome], 0);
  let x = 0;
  return shown.map((outcome) => {
    const share = (counts[outcome] / total) * width;
    const segment = { outcome, x: round(x), width: round(share) };
    x += share;
    return segment;
  });
}

const round = (value: number) => Math.round(value * 100) / 100;
