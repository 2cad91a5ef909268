import type { Milliseconds } from '../../core/clock.ts';
import type { Cell } from '../../metrics/cell.ts';
import type { EdgeTraffic } from '../edge-traffic.ts';

/** An edge as it was in the window that is complained of. */
export interface InvolvedEdge {
  readonly name: string;
  readonly from: string;
  readonly to: readonly string[];
  /** Whether its exchanges are read. */
  readonly readable: boolean;
  /** What was asked of its network, as `wpt/3g`; absent: it was clear. */
  readonly impaired?: string;
  /** The round trip that was asked for on top. */
  readonly rtt: Milliseconds;
}

/** What happened in a stretch of time. */
export interface Stretch {
  readonly traffic: readonly EdgeTraffic[];
  /** The requests of the load that complains, as it saw them; absent where an edge is complained of. */
  readonly load?: Cell;
}

/** An expectation that failed, and what is known about it. */
export interface Complaint {
  readonly about: 'failures' | 'latency';
  /** The edge that is complained of, or that the load goes through. */
  readonly edge: string;
  readonly edges: readonly InvolvedEdge[];
  readonly window: Stretch;
  /** A comparable stretch in which nothing was impaired and nothing failed, with the name of its step. */
  readonly before?: Stretch & { readonly step: string };
}
