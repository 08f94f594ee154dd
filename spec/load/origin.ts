/** Where a checkable was written, for complaints. */
export interface Origin {
  file: string;
  lineOf(path: (string | number)[]): number | undefined;
}
