/** A secret by reference, never by value. */
export const secretSchema = {
  type: 'object',
  additionalProperties: false,
  oneOf: [{ required: ['env'] }, { required: ['file'] }],
  properties: {
    env: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]*$' },
    file: { type: 'string', minLength: 1 },
  },
} as const;
export interface SecretReference {
  env?: string;
  file?: string;
}
