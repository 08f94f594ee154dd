import type { Place } from './checkable.ts';
import { type Committee, committeeFileSchema } from './committee.ts';
import { type Forms, formFileSchema } from './form.ts';
import { type Review, reviewFileSchema } from './review.ts';
import { type Scoring, scoringFileSchema } from './scoring.ts';
import { type Timetable, timetableFileSchema } from './timetable.ts';

/** How bids are admitted, examined, marked and ranked. Each member is a file of the tender's folder; all are optional. */
export interface Procedure {
  scoring?: Scoring;
  review?: Review;
  forms?: Forms;
  committee?: Committee;
  timetable?: Timetable;
}

/** Member of the tender -> schema of `<member>.yaml`. */
export const procedureSchemas = {
  scoring: scoringFileSchema,
  review: reviewFileSchema,
  forms: formFileSchema,
  committee: committeeFileSchema,
  timetable: timetableFileSchema,
} as const satisfies Record<keyof Procedure, object>;

export type PathStep = string | number;

/** Every place that stands anywhere in a value, with the path to it. */
export function placesIn(value: unknown, path: PathStep[] = []): { path: PathStep[]; place: Place }[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('part' in value && 'chapter' in value) return [{ path, place: value as Place }];
  const members: [PathStep, unknown][] = Array.isArray(value)
    ? value.map((member, index) => [index, member])
    : Object.entries(value);
  return members.flatMap(([step, member]) => placesIn(member, [...path, step]));
}
