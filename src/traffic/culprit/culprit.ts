import type { Milliseconds } from '../../core/clock.ts';

/** How much of what is complained of something explains: between 0 and 1, with its interval at 95 %. */
export interface Share {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** One service as it was asked over one edge, with what it explains of its asker's failures or added time. */
export interface ConsideredHop {
  readonly edge: string;
  readonly from: string;
  readonly to: string;
  readonly n: number;
  readonly failed: number;
  /** How much longer a request of its asker took because of it than before; where time is complained of. */
  readonly added?: Milliseconds;
  /** Absent where it cannot be told. */
  readonly share?: Share;
}

/**
 * Where the fault lies: in the network of the edge, in the service that the edge leads to, or in that service or behind it,
 * where nothing is read or the trail divides. Of an edge that was impaired, that does not clear its network.
 */
export type Fault = 'link' | 'service' | 'service-or-beyond';

export interface NamedCulprit {
  readonly kind: 'named';
  /** What the shares are of: time also where requests failed because it ran out. */
  readonly about: 'failures' | 'latency';
  readonly edge: string;
  readonly from: string;
  readonly to: string;
  readonly fault: Fault;
  /** Whether the scenario impaired that edge in the window. */
  readonly impaired: boolean;
  /** Of what was complained of. */
  readonly share: Share;
  /** The edges that lead there, that one included. */
  readonly path: readonly string[];
  /** Whole sentences with the numbers that lead there, in order. */
  readonly because: readonly string[];
  readonly considered: readonly ConsideredHop[];
}

export interface NoCulprit {
  readonly kind: 'none';
  readonly about: 'failures' | 'latency';
  /** One sentence. */
  readonly why: string;
  readonly considered: readonly ConsideredHop[];
}

/** Which edge explains a failed expectation, or why that cannot be said. */
export type Culprit = NamedCulprit | NoCulprit;
