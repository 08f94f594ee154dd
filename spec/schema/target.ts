import { type Authorisation, authorisationSchema } from './authorisation.ts';
import {
  adaptedComponentSchema,
  type Component,
  consoleComponentSchema,
  databaseComponentSchema,
  guestComponentSchema,
  hostComponentSchema,
  managementControllerComponentSchema,
  monitoringComponentSchema,
  objectStorageComponentSchema,
  openstackComponentSchema,
  publicEndpointComponentSchema,
} from './component.ts';
import { idSchema, textSchema } from './primitives.ts';

export const targetFileSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['tender', 'name', 'components'],
  properties: {
    tender: idSchema,
    name: textSchema,
    operator: textSchema,
    stage: { type: 'string', enum: ['delivery', 'cutover', 'month', 'quarter', 'year', 'service-end'] },
    simulated: { type: 'boolean', description: 'a stand-in: every page of the report says so' },
    assets: {
      type: 'object',
      additionalProperties: false,
      required: ['file'],
      properties: { file: { type: 'string', minLength: 1 }, seed: { type: 'integer', minimum: 0 } },
    },
    instruments: {
      type: 'object',
      additionalProperties: false,
      required: ['file'],
      properties: { file: { type: 'string', minLength: 1 } },
    },
    authorisation: authorisationSchema,
    components: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['role'],
        discriminator: { propertyName: 'role' },
        oneOf: [
          openstackComponentSchema,
          objectStorageComponentSchema,
          publicEndpointComponentSchema,
          managementControllerComponentSchema,
          hostComponentSchema,
          guestComponentSchema,
          monitoringComponentSchema,
          databaseComponentSchema,
          consoleComponentSchema,
          adaptedComponentSchema,
        ],
      },
    },
  },
} as const;

export interface Target {
  tender: string;
  name: string;
  operator?: string;
  stage?: 'delivery' | 'cutover' | 'month' | 'quarter' | 'year' | 'service-end';
  simulated?: boolean;
  assets?: { file: string; seed?: number };
  /** The register of instruments, beside the target file. */
  instruments?: { file: string };
  authorisation?: Authorisation;
  components: Component[];
}
