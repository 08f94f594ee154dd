import { textSchema } from './primitives.ts';
import { secretSchema } from './secret.ts';

const nameSchema = { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9-]*$', maxLength: 60 } as const;
const scalarSchema = { anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] } as const;
const secondsSchema = { type: 'number', exclusiveMinimum: 0, maximum: 2_592_000 } as const;

const takeSchema = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  maxProperties: 1,
  properties: {
    pointer: {
      type: 'string',
      pattern: '^(/[^/]*)*$',
      description: 'JSON Pointer into the answer; a segment `*` stands for every member of a list',
    },
    pattern: { ...textSchema, description: 'regular expression over the answer, with one group' },
    header: { ...textSchema, description: 'header of an HTTP answer' },
    count: { type: 'string', pattern: '^(/[^/]*)*$', description: 'how many members a list has' },
  },
} as const;

const conditionSchema = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  maxProperties: 1,
  properties: {
    equals: scalarSchema,
    oneOf: { type: 'array', minItems: 1, items: scalarSchema },
    matches: textSchema,
  },
} as const;

/** Names are the loader's to check: which of them a template may use depends on the operation. */
export const adapterStepSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    http: {
      type: 'object',
      additionalProperties: false,
      required: ['method', 'path'],
      properties: {
        method: { type: 'string', enum: ['GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'PATCH'] },
        path: { type: 'string', pattern: '^/(?!/)', maxLength: 2000 },
        headers: { type: 'object', additionalProperties: { type: 'string' } },
        body: { description: 'JSON is filled as values; a string is sent as it is' },
        status: { type: 'array', minItems: 1, items: { type: 'integer', minimum: 200, maximum: 599 } },
        refused: { type: 'array', minItems: 1, items: { type: 'integer', minimum: 400, maximum: 599 } },
        timeoutSeconds: secondsSchema,
      },
    },
    command: {
      type: 'object',
      additionalProperties: false,
      required: ['on', 'words'],
      properties: {
        on: { ...textSchema, description: 'id of a host or guest' },
        words: { type: 'array', minItems: 1, items: { type: 'string', maxLength: 20_000 } },
        stdin: { type: 'string' },
        exit: { type: 'array', minItems: 1, items: { type: 'integer', minimum: 0, maximum: 255 } },
        refused: { type: 'array', minItems: 1, items: { type: 'integer', minimum: 1, maximum: 255 } },
        timeoutSeconds: secondsSchema,
      },
    },
    take: { type: 'object', propertyNames: nameSchema, additionalProperties: takeSchema },
    until: {
      type: 'object',
      additionalProperties: false,
      required: ['holds', 'everySeconds', 'withinSeconds'],
      properties: {
        holds: {
          type: 'object',
          minProperties: 1,
          propertyNames: nameSchema,
          additionalProperties: conditionSchema,
        },
        fails: {
          type: 'object',
          minProperties: 1,
          propertyNames: nameSchema,
          additionalProperties: conditionSchema,
        },
        everySeconds: secondsSchema,
        withinSeconds: secondsSchema,
      },
    },
  },
} as const;

const stepsSchema = { type: 'array', minItems: 1, items: adapterStepSchema } as const;

export const adapterSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['operations'],
  properties: {
    values: { type: 'object', propertyNames: nameSchema, additionalProperties: scalarSchema },
    secrets: { type: 'object', propertyNames: nameSchema, additionalProperties: secretSchema },
    session: { ...stepsSchema, description: 'done once before the first operation of an observation' },
    operations: { type: 'object', minProperties: 1, additionalProperties: stepsSchema },
  },
} as const;

export type Scalar = string | number | boolean;
/** Where in an answer a value lies; exactly one of these. */
export interface AdapterTake {
  pointer?: string;
  pattern?: string;
  header?: string;
  count?: string;
}
export interface AdapterCondition {
  equals?: Scalar;
  oneOf?: Scalar[];
  matches?: string;
}
export interface AdapterHttp {
  method: 'GET' | 'PUT' | 'POST' | 'DELETE' | 'HEAD' | 'PATCH';
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
  /** What is taken for done; 200 when absent. */
  status?: number[];
  /** By which the product itself says no. */
  refused?: number[];
  timeoutSeconds?: number;
}
export interface AdapterCommand {
  /** Id of a host or guest of the same target. */
  on: string;
  words: string[];
  stdin?: string;
  /** What is taken for done; 0 when absent. */
  exit?: number[];
  refused?: number[];
  timeoutSeconds?: number;
}
export interface AdapterUntil {
  holds: Record<string, AdapterCondition>;
  /** By which the product itself says that the work failed. */
  fails?: Record<string, AdapterCondition>;
  everySeconds: number;
  withinSeconds: number;
}
/** One request or command, and what is taken from its answer. */
export interface AdapterStep {
  http?: AdapterHttp;
  command?: AdapterCommand;
  take?: Record<string, AdapterTake>;
  until?: AdapterUntil;
}
/** How a product without a standard interface is spoken to. */
export interface Adapter {
  values?: Record<string, Scalar>;
  secrets?: Record<string, { env?: string; file?: string }>;
  session?: AdapterStep[];
  operations: Record<string, AdapterStep[]>;
}

const fieldSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['type', 'title'],
  properties: {
    type: { type: 'string', enum: ['text', 'number', 'instant', 'list'] },
    title: textSchema,
  },
} as const;
/** What an adapter of one role may offer: operation -> what it is given and what it must answer. */
export const operationFileSchema = {
  type: 'object',
  minProperties: 1,
  propertyNames: nameSchema,
  additionalProperties: {
    type: 'object',
    additionalProperties: false,
    required: ['title', 'inputs', 'results'],
    properties: {
      title: textSchema,
      inputs: { type: 'object', propertyNames: nameSchema, additionalProperties: fieldSchema },
      results: { type: 'object', propertyNames: nameSchema, additionalProperties: fieldSchema },
    },
  },
} as const;
export type OperationFieldType = 'text' | 'number' | 'instant' | 'list';
export interface OperationContract {
  title: string;
  inputs: Record<string, { type: OperationFieldType; title: string }>;
  results: Record<string, { type: OperationFieldType; title: string }>;
}
export type RoleOperations = Readonly<Record<string, OperationContract>>;
