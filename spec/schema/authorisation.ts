import type { FromSchema } from 'json-schema-to-ts';
import { textSchema } from './primitives.ts';

/** What a probe may do only with leave: disturb what others use, or send what looks like an attack. */
export const leaveLabels = {
  disrupts: '中断或扰动业务',
  'attack-web': 'WEB 攻击样本',
  'attack-network': '网络攻击与洪泛流量',
  'attack-database': '数据库攻击语句',
  'attack-scan': '漏洞与端口扫描',
  'attack-tamper': '网页篡改',
} as const;
export type Leave = keyof typeof leaveLabels;
export const leaves = Object.keys(leaveLabels) as [Leave, ...Leave[]];
/** Kinds that a probe contract may name as its `attack`. */
export const attacks = leaves.filter((leave) => leave !== 'disrupts') as Exclude<Leave, 'disrupts'>[];

const instantSchema = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2})$',
} as const;

/**
 * The signed letter by its digest, and what it says: who lets us, which hosts, when, what, and whom to call.
 * A probe that needs leave and is not covered by it is not run.
 */
export const authorisationSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['letter', 'who', 'hosts', 'window', 'emergencyContact', 'allows'],
  properties: {
    letter: {
      type: 'object',
      additionalProperties: false,
      required: ['file', 'digest'],
      properties: {
        file: {
          type: 'string',
          minLength: 1,
          description: 'scan of the signed letter, beside the target file',
        },
        digest: { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' },
      },
    },
    who: { ...textSchema, description: 'who signed the letter: unit, name, office' },
    hosts: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: {
        type: 'string',
        pattern: '^(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9.-]+)(:[0-9]{1,5})?$',
        description: 'a name or address, exactly as in the endpoint; with a port only that port',
      },
    },
    window: {
      type: 'object',
      additionalProperties: false,
      required: ['from', 'to'],
      properties: { from: instantSchema, to: instantSchema },
    },
    emergencyContact: {
      type: 'object',
      additionalProperties: false,
      required: ['name', 'phone'],
      properties: { name: textSchema, phone: textSchema },
    },
    allows: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { type: 'string', enum: leaves },
    },
  },
} as const;
export type Authorisation = FromSchema<typeof authorisationSchema>;
