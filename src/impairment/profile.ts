import type { Impairment } from './model.ts';

/**
 * Three quantities that are all called latency: what a packet waits one way, what a round trip gains, and what
 * a request gains when the tool delays whole requests instead of packets.
 */
export type LatencyKind = 'one-way delay' | 'added RTT' | 'request-level latency' | 'none';

/** A named impairment, as its source states it. */
export interface Profile {
  /** `source/name`, lower-case kebab. */
  readonly id: string;
  /** Who published the numbers, and where. */
  readonly source: string;
  /** Which quantity the source states; the impairment holds one-way delays always. */
  readonly states: LatencyKind;
  /** How the source's numbers became the impairment, where that is not plain. */
  readonly note?: string;
  readonly impairment: Impairment;
}
