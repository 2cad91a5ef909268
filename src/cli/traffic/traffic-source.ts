import type { Milliseconds } from '../../core/clock.ts';
import type { GoldenRow } from '../../traffic/golden-row.ts';
import type { TrafficQuery } from '../../traffic/traffic-query.ts';

/** A row, and how long the stretch of time is that it is of. */
export interface WindowedRow extends GoldenRow {
  readonly seconds: number;
}

export interface TrafficTable {
  /** The step that the rows are of; absent for what has happened up to now. */
  readonly step?: string;
  readonly rows: readonly WindowedRow[];
}

/** Where `scenario stat` has its rows from. */
export interface TrafficSource {
  /**
   * One table of what has happened up to now, or one for each step of a run that is over.
   * @param window how long back, as a person has said it; undefined is the source's own choice
   * @throws SquallError where it cannot tell
   */
  tables(query: TrafficQuery, window: Milliseconds | undefined): Promise<readonly TrafficTable[]>;
}

/** How long back, unless a person says it. */
export const DEFAULT_WINDOW: Milliseconds = 60_000;
