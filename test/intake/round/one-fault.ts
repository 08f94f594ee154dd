import { expect, it } from 'vitest';
import { roundOf, tender } from '../../evaluators/scoring/fixture.ts';
import { filesOf, problemsOf, type RoundFiles } from './round-folder.ts';

export const plain = roundOf();
export const members = plain.head.committee!.members.map(({ id }) => id);
export const opened = tender.dates.opening;
export const minutesLater = (instant: string, minutes: number) =>
  new Date(Date.parse(instant) + minutes * 60_000).toISOString();
export const later = minutesLater(opened, 60);
export const earlier = minutesLater(opened, -1);

/** The plain round with one member of one file set, or left out if undefined. */
export function withSet(file: string, path: string, value: unknown): RoundFiles {
  const files = structuredClone(filesOf(plain));
  const segments = path.split('/');
  const last = segments.pop()!;
  let at = files[file] as Record<string, unknown>;
  for (const segment of segments) at = at[segment] as Record<string, unknown>;
  if (value === undefined) delete at[last];
  else at[last] = value;
  return files;
}

/** What is wrong, the member that is set and to what, what is said of it, and where if not there. */
export type OneFault = [what: string, set: string, to: unknown, message: string, at?: string];

/** Each fault is told once, with line and remedy, and nothing else is. */
export function itRefuses(file: string, faults: OneFault[]): void {
  it.each(faults)('%s', async (_what, set, to, message, at = set) => {
    const problems = await problemsOf(withSet(file, set, to));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ file, path: at });
    expect(`${problems[0]!.message} ${problems[0]!.remedy}`).toContain(message);
    expect(problems[0]!.line).toBeGreaterThan(0);
    expect(problems[0]!.remedy!.length).toBeGreaterThan(2);
  });
}
