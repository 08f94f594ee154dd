import type { FromSchema } from 'json-schema-to-ts';
import { unitNames } from '../units.ts';
import { attacks } from './authorisation.ts';
import { componentRoles, type PlannedRole, plannedRoles } from './component.ts';
import { idSchema, lifetimeSchema, textSchema } from './primitives.ts';

/**
 * What a probe can look for, declared before it is built. A contract without a probe is `planned`.
 * `disturbance`: none runs beside others; exclusive runs alone because it loads or disturbs the platform.
 * `effect`: reads changes nothing; creates makes resources of its own and removes them; disrupts needs authorisation.
 */
export const probeContractSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'title', 'role', 'procedure', 'disturbance', 'effect', 'timeLimit', 'measurands'],
  properties: {
    id: idSchema,
    title: textSchema,
    role: { type: 'string', enum: [...componentRoles, ...(Object.keys(plannedRoles) as PlannedRole[])] },
    procedure: { ...textSchema, description: '测试方法, as the report prints it' },
    disturbance: { type: 'string', enum: ['none', 'exclusive'] },
    effect: { type: 'string', enum: ['reads', 'creates', 'disrupts'] },
    timeLimit: { type: 'integer', minimum: 1, description: 'seconds for one attempt' },
    creates: {
      type: 'object',
      minProperties: 1,
      additionalProperties: { type: 'integer', minimum: 1 },
      description: 'kinds of resources and how many at most, with the default inputs',
    },
    permissions: {
      type: 'array',
      minItems: 1,
      items: textSchema,
      description: 'what the test account must be allowed, for people',
    },
    attack: { type: 'string', enum: attacks, description: 'sends what looks like an attack: needs leave' },
    generator: {
      type: 'boolean',
      description: 'makes load: no figure counts without the ceiling of the generator in the same run',
    },
    validFor: { ...lifetimeSchema, description: 'how long what it sees may be relied on' },
    inputs: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        required: ['type', 'default', 'title'],
        properties: {
          type: { type: 'string', enum: ['integer', 'number', 'string', 'boolean'] },
          default: { anyOf: [{ type: 'number' }, { type: 'string' }, { type: 'boolean' }] },
          title: textSchema,
        },
      },
    },
    measurands: {
      type: 'object',
      minProperties: 1,
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        required: ['kind', 'title'],
        properties: {
          kind: { type: 'string', enum: ['quantity', 'boolean', 'set', 'text'] },
          unit: { type: 'string', enum: unitNames },
          values: {
            type: 'array',
            items: { type: 'string' },
            minItems: 1,
            description: 'what a set may contain',
          },
          needs: {
            type: 'array',
            items: textSchema,
            minItems: 1,
            description: 'operations of the adapter without which it cannot be seen',
          },
          title: textSchema,
        },
      },
    },
  },
} as const;
export const probeContractFileSchema = { type: 'array', items: probeContractSchema, minItems: 1 } as const;
type Raw = FromSchema<typeof probeContractSchema>;
export type MeasurandKind = 'quantity' | 'boolean' | 'set' | 'text';
export interface MeasurandContract {
  kind: MeasurandKind;
  unit?: import('../units.ts').Unit;
  /** Of a set: the closed list of what it may contain, so that an expectation cannot ask for a misspelt member. */
  values?: string[];
  /** Operations of the adapter without which it cannot be seen. */
  needs?: string[];
  title: string;
}
export interface InputContract {
  type: 'integer' | 'number' | 'string' | 'boolean';
  default: number | string | boolean;
  title: string;
}
export type ProbeContract = Omit<Raw, 'inputs' | 'measurands'> & {
  inputs: Record<string, InputContract>;
  measurands: Record<string, MeasurandContract>;
};
/** All contracts by probe id. */
export type Catalogue = ReadonlyMap<string, ProbeContract>;
