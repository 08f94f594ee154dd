import { type Place, placeSchema } from './checkable.ts';
import { type Criterion, criterionSchema } from './criterion.ts';
import { decimalSchema, idSchema, textSchema } from './primitives.ts';
import { type Rounding, roundingSchema } from './rounding.ts';

export const scoringSectionSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'title', 'points', 'criteria'],
  properties: {
    id: idSchema,
    title: textSchema,
    points: decimalSchema,
    criteria: { type: 'array', items: criterionSchema, minItems: 1 },
  },
} as const;

export const scoringGroupSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'title', 'points', 'sections'],
  properties: {
    id: idSchema,
    title: textSchema,
    points: decimalSchema,
    averaging: {
      type: 'object',
      description: 'the group is the arithmetic mean of the members’ sums, rounded once',
      additionalProperties: false,
      required: ['over', 'rounding', 'clause'],
      properties: {
        over: { type: 'string', enum: ['members'] },
        rounding: roundingSchema,
        clause: placeSchema,
      },
    },
    disagreement: {
      type: 'string',
      enum: ['members-correct', 'average', 'majority'],
      description: 'when members differ on objective criteria',
    },
    sections: { type: 'array', items: scoringSectionSchema, minItems: 1 },
  },
} as const;

/** The table of points: groups, their sections as the table shows them, and the criteria. */
export const scoringFileSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['method', 'total', 'groups'],
  properties: {
    method: {
      type: 'object',
      additionalProperties: false,
      required: ['title', 'clause'],
      properties: { title: textSchema, clause: placeSchema },
    },
    total: {
      type: 'object',
      additionalProperties: false,
      required: ['points', 'clause'],
      properties: { points: decimalSchema, clause: placeSchema },
    },
    groups: { type: 'array', items: scoringGroupSchema, minItems: 1 },
    consortium: {
      type: 'object',
      additionalProperties: false,
      required: ['evidence', 'repeated', 'clause'],
      properties: {
        evidence: { type: 'string', enum: ['any-member', 'lower-grade'] },
        repeated: {
          type: 'string',
          enum: ['once', 'each'],
          description: 'the same thing shown by two members',
        },
        clause: placeSchema,
      },
    },
  },
} as const;

export interface ScoringSection {
  id: string;
  title: string;
  points: string;
  criteria: Criterion[];
}
export interface ScoringGroup {
  id: string;
  title: string;
  points: string;
  averaging?: { over: 'members'; rounding: Rounding; clause: Place };
  disagreement?: 'members-correct' | 'average' | 'majority';
  sections: ScoringSection[];
}
export interface Scoring {
  method: { title: string; clause: Place };
  /** What the tender states as the sum. */
  total: { points: string; clause: Place };
  groups: ScoringGroup[];
  consortium?: { evidence: 'any-member' | 'lower-grade'; repeated: 'once' | 'each'; clause: Place };
}

/** All criteria in the order of the table. */
export function criteriaOf(scoring: Scoring): Criterion[] {
  return scoring.groups.flatMap((group) => group.sections.flatMap((section) => section.criteria));
}

/** Every kind of certificate that the table names, each once: what `kind` of a person's certificate may say. */
export function certificatesOf(scoring: Scoring): { id: string; title: string }[] {
  const named = criteriaOf(scoring).flatMap((criterion) => {
    if (criterion.kind === 'matching') return criterion.certificates;
    return criterion.kind === 'fixed' && criterion.holds ? [criterion.holds.certificate] : [];
  });
  return [...new Map(named.map(({ id, title }) => [id, { id, title }])).values()];
}
