/** Where a checkable was written, for complaints. */
export interface Origin {
  file: string;
  /** The statement as written, with its figures by name. */
  statement: string;
  lineOf(path: (string | number)[]): number | undefined;
}
