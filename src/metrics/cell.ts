import type { Milliseconds } from '../core/clock.ts';
import { Histogram } from './histogram.ts';
import type { Observation } from './observation.ts';
import type { FailureCause } from './sample.ts';

export interface CellParts {
  readonly ok: number;
  readonly failures: Iterable<readonly [FailureCause, number]>;
  readonly answered: Histogram;
  readonly unanswered: Histogram;
}

/**
 * A population of exchanges, summed up. Those without an answer have no latency, only a time that they lasted:
 * they stay in the population, in a histogram of their own.
 */
export class Cell {
  /** Latencies of the answered exchanges, whatever their status. */
  readonly answered: Histogram = new Histogram();
  /** How long the exchanges without an answer lasted: each is at least this slow. */
  readonly unanswered: Histogram = new Histogram();
  readonly failures: Map<FailureCause, number> = new Map<FailureCause, number>();
  #ok = 0;
  #failed = 0;

  /** A population that was summed up before. */
  static of(parts: CellParts): Cell {
    const cell = new Cell();
    cell.answered.merge(parts.answered);
    cell.unanswered.merge(parts.unanswered);
    cell.#ok = parts.ok;
    for (const [cause, count] of parts.failures) cell.#fail(cause, count);
    return cell;
  }

  get ok(): number {
    return this.#ok;
  }

  get failed(): number {
    return this.#failed;
  }

  get n(): number {
    return this.#ok + this.#failed;
  }

  add(observation: Observation): void {
    const elapsed = Math.max(0, observation.end - observation.due);
    (observation.answered ? this.answered : this.unanswered).record(elapsed);
    if (observation.ok) this.#ok += 1;
    else this.#fail(observation.failure ?? (observation.answered ? 'status' : 'other'), 1);
  }

  /** Adds a value that is no exchange: good unless it is 0. */
  addValue(value: number): void {
    this.answered.record(value);
    if (value === 0) this.#fail('other', 1);
    else this.#ok += 1;
  }

  /** Adds exchanges that were answered and successful after these latencies. */
  addGood(latencies: Histogram): void {
    this.answered.merge(latencies);
    this.#ok += latencies.count;
  }

  /** Adds `count` exchanges that failed without an answer, after no time that is known. */
  addBad(count: number): void {
    this.unanswered.record(0, count);
    this.#fail('other', count);
  }

  merge(other: Cell): void {
    this.answered.merge(other.answered);
    this.unanswered.merge(other.unanswered);
    this.#ok += other.#ok;
    for (const [cause, count] of other.failures) this.#fail(cause, count);
  }

  /** The `rank`-th fastest, from 1: Infinity for those without an answer, who come last; NaN where there is none. */
  valueAtRank(rank: number): Milliseconds {
    if (rank > this.answered.count && rank <= this.n) return Infinity;
    return this.answered.valueAtRank(rank);
  }

  #fail(cause: FailureCause, count: number): void {
    if (count === 0) return;
    this.#failed += count;
    this.failures.set(cause, (this.failures.get(cause) ?? 0) + count);
  }
}
