import { instantSchema, textSchema } from './primitives.ts';

const selectorSchema = {
  ...textSchema,
  description: 'PromQL instant vector selector; its samples are 0 or 1',
} as const;

/** What a target file says of a monitoring system beyond its address. */
export const monitoringOptionsSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    operatedBy: {
      type: 'string',
      enum: ['platform', 'purchaser'],
      description:
        'absent or platform: its history is the word of the platform about itself and satisfies nothing',
    },
    series: {
      type: 'object',
      additionalProperties: false,
      description: 'which series tell what',
      properties: {
        service: { ...selectorSchema, description: 'business entrances as asked from outside, 1 answered' },
        platform: { ...selectorSchema, description: 'components of the platform itself, 1 in order' },
        network: { ...selectorSchema, description: 'pairs of guests in the internal network, 1 reached' },
      },
    },
    maintenance: {
      type: 'array',
      description: 'approved windows, which are no interruption',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['from', 'to', 'basis'],
        properties: { from: instantSchema, to: instantSchema, basis: textSchema },
      },
    },
    alertmanager: { type: 'string', pattern: '^https?://[^\\s]+$', maxLength: 500 },
  },
} as const;

export interface MonitoringOptions {
  operatedBy?: 'platform' | 'purchaser';
  /** PromQL selectors of series whose samples are 0 or 1. */
  series?: { service?: string; platform?: string; network?: string };
  /** Approved windows; `basis` names the paper. */
  maintenance?: { from: string; to: string; basis: string }[];
  alertmanager?: string;
}
