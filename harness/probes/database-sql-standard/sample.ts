/** One statement: it must go through, give exactly these rows, or be refused with such an SQLSTATE. `{s}` is our schema. */
export type Step =
  | string
  | readonly [sql: string, rows: readonly (readonly (string | null)[])[]]
  | readonly [sql: string, refusal: RegExp];

/** A self-checking sample of one feature of SQL:2003. */
export interface Sample {
  /** Id of the feature in Annex F of ISO/IEC 9075-2:2003. */
  feature: string;
  /** Subclause of ISO/IEC 9075-2:2003 that defines it. */
  clause: string;
  title: string;
  /** Member of the set that it belongs to. */
  of: string;
  steps: readonly Step[];
}
