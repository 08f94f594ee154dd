/** Where a checkable was written, for complaints. */
export interface Origin {
  file: string;
  /** The statement as written, with its figures by name. */
  statement: string;
  lineOf(path: (string | number)[]): number | undefined;
}

/** Says one problem of a file, at a path within what is being checked. */
export type Complain = (path: (string | number)[], message: string, remedy?: string) => void;
