import type { Milliseconds } from '../core/clock.ts';
import type { Interval } from '../slo/intervals.ts';

/**
 * How much of a service is measured, of how much there is: instances where Prometheus knows them, and of a run the edges that are
 * read, of those that the row is about.
 */
export interface Meshed {
  readonly measured: number;
  readonly of: number;
}

/** One row of `scenario stat`: the golden metrics of a service, or of one of its dependencies. Null where there was no traffic. */
export interface GoldenRow {
  readonly namespace: string;
  readonly name: string;
  /** Absent where the source cannot tell. */
  readonly kind?: 'service' | 'load';
  /** Absent where the source cannot tell. */
  readonly meshed?: Meshed;
  /** Requests that ended in the window. */
  readonly n: number;
  /** Of them, between 0 and 1. */
  readonly success: number | null;
  /** Of the share of success, at 95 %. */
  readonly interval: Interval | null;
  /** Requests per second. */
  readonly rps: number | null;
  /** Null also where so many were not answered that the percentile is none of an answer. */
  readonly p50: Milliseconds | null;
  readonly p95: Milliseconds | null;
  readonly p99: Milliseconds | null;
}
