import { Cell } from './cell.ts';
import type { Histogram } from './histogram.ts';

/** What a subject did in a stretch of time: everything that was due in it. */
export interface WindowData {
  readonly seconds: number;
  /** Exchanges that ended before their step did. */
  readonly inside: Cell;
  /** The same by the blocks in which they were due, in order; empty where only their sum is known, as of an earlier run. */
  readonly blocks: readonly Cell[];
  /** Exchanges that ended after their step did, so under the next step's network. */
  readonly straddling: Cell;
  /**
   * How long each straddling exchange had lasted when its step ended: a lower bound of its latency that owes
   * nothing to what came after.
   */
  readonly waited: Histogram;
  /** Arrivals that the generator could not send. */
  readonly dropped: number;
  /** How much later than due the generator sent, per exchange. */
  readonly lag: Histogram;
}

/** Everything that was sent: what ended in time and what straddled the end. */
export function everySample(window: Pick<WindowData, 'inside' | 'straddling'>): Cell {
  const cell = new Cell();
  cell.merge(window.inside);
  cell.merge(window.straddling);
  return cell;
}
