import type { FromSchema } from 'json-schema-to-ts';
import { placeSchema } from './checkable.ts';
import { idSchema, quantitySchema, textSchema } from './primitives.ts';
import { statuteReferenceSchema } from './statute.ts';

/** An instant of the procedure. Its value stands once, among the dates of tender.yaml. */
export const instantRowSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'title', 'date', 'clause'],
  properties: {
    id: idSchema,
    title: textSchema,
    date: {
      type: 'string',
      enum: ['published', 'obtainableFrom', 'obtainableUntil', 'bidDeadline', 'opening'],
    },
    bound: {
      type: 'string',
      enum: ['before', 'not-later', 'not-earlier'],
      description: 'what is in time: strictly before, up to and including, from then on',
    },
    clause: placeSchema,
    also: { type: 'array', items: placeSchema, minItems: 1 },
  },
} as const;

/** A span of the procedure, by calendar or working days as its unit says. */
export const periodSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'title', 'length', 'bound', 'from', 'by'],
  properties: {
    id: idSchema,
    title: textSchema,
    length: { ...quantitySchema, description: '`d` are calendar days, `workday` working days' },
    bound: { type: 'string', enum: ['at-least', 'at-most', 'exactly'] },
    counted: { type: 'string', enum: ['after', 'before'], description: 'from the event on, or back from it' },
    from: { ...textSchema, description: 'the event it is counted from' },
    by: {
      type: 'string',
      enum: ['bidder', 'winner', 'agency', 'purchaser', 'committee', 'both'],
    },
    encouraged: { type: 'boolean', description: 'an aim, not a duty' },
    clause: placeSchema,
    also: { type: 'array', items: placeSchema, minItems: 1 },
    statute: statuteReferenceSchema,
  },
  anyOf: [{ required: ['clause'] }, { required: ['statute'] }],
} as const;

export const timetableFileSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['instants', 'periods'],
  properties: {
    instants: { type: 'array', items: instantRowSchema, minItems: 1 },
    periods: { type: 'array', items: periodSchema, minItems: 1 },
  },
} as const;
export type Timetable = FromSchema<typeof timetableFileSchema>;
