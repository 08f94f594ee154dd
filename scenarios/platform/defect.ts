/** Which measurands of one probe come out contrary, or unmeasured as a consequence, and no others. */
export interface Turn {
  /** Id of a probe contract. */
  probe: string;
  measurands: string[];
  /** Of a set: the items that come out contrary, where not every expectation about the set does. */
  items?: Record<string, string[]>;
}

/** One named way in which the stand-in falls short of what was promised. */
export interface Defect {
  /** The name that `--defect` takes. */
  name: string;
  /** What is wrong, for the reader. */
  title: string;
  turns: Turn[];
}
