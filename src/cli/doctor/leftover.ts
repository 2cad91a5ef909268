/** Something of ours that lies about. */
export interface Leftover {
  readonly what: string;
  /** How to get rid of it; imperative. */
  readonly remedy: string;
}

export interface Leftovers {
  readonly found: readonly Leftover[];
  /** Ids of the runs that are under way: what is found in the network may be theirs. */
  readonly underWay: readonly string[];
  /** What could not be looked at. */
  readonly notes: readonly string[];
}
