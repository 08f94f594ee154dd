import type {
  Admission,
  Bid,
  Freeze,
  Proceedings,
  RoundHead,
  ScoreSheet,
  Signing,
  Tender,
} from '../../../spec/index.ts';
import type { Complaints, Part } from '../complaints.ts';
import type { KnownNames } from '../known.ts';

/** The parts of a round that could be read. A part with faults of its own is not among them. */
export interface RoundParts {
  round?: Part<RoundHead> | undefined;
  bids: Part<Bid>[];
  admission?: Part<Admission[]> | undefined;
  proceedings?: Part<Proceedings> | undefined;
  sheets: Part<ScoreSheet>[];
  signing?: Part<Signing> | undefined;
  freeze?: Part<Freeze> | undefined;
}

/** What the parts are held against. */
export interface Scope {
  parts: RoundParts;
  tender: Tender;
  names: KnownNames;
  /** Ids of all bids that are there, also of those that could not be read. */
  bids: ReadonlySet<string>;
  /** Ids of all who ever sat on the committee; undefined where no committee could be read. */
  members: ReadonlySet<string> | undefined;
  /** Members whose sheet is there but could not be read, by the name of the file. */
  sheetsUnread: ReadonlySet<string>;
  /** Whether every bid could be read, so that what no bid names is named by none. */
  allBidsRead: boolean;
  complaints: Complaints;
}
