import type { Cell } from '../metrics/cell.ts';

/** What one service was asked over one edge in a stretch of time, as the edge's client saw it. */
export interface EdgeTraffic {
  readonly edge: string;
  /** The load or service that asks. */
  readonly from: string;
  /** The service that is asked. */
  readonly to: string;
  readonly seconds: number;
  /** Everything that was due in that time and has ended. */
  readonly cell: Cell;
}
