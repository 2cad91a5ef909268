import type { Milliseconds } from '../core/clock.ts';
import type { Sample } from '../metrics/sample.ts';

/** One request to send, fully resolved. */
export interface RequestSpec {
  /** For tags and reports: `GET /cart` unless the scenario names it. */
  readonly name: string;
  readonly target: LoadTarget;
  readonly method: string;
  /** Path and query, from `/`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Until the last byte of the answer, counted from when it was sent. */
  readonly timeout: Milliseconds;
  /** Relative to the other requests of the load; 1 unless stated. */
  readonly weight: number;
}

/** A stretch of the run's time with one linear rate; `from` equals `to` when it is constant; 0 is off. */
export interface RateSegment {
  /** From the run's start. */
  readonly start: Milliseconds;
  readonly end: Milliseconds;
  /** Arrivals per second at `start` and at `end`. */
  readonly from: number;
  readonly to: number;
}

/** Where requests go: the service's own scheme, host and name, over the edge's socket address. */
export interface LoadTarget {
  /** `http://127.0.0.1:8080`, `https://shop.example`: what the Host header and SNI are made from. */
  readonly origin: string;
  /** The edge's address; the socket connects here, whatever `origin` says. */
  readonly connect: { readonly host: string; readonly port: number };
}

/** A network namespace that a load asks from, in a process of its own. */
export interface LoadHome {
  /** As `ip netns` names it. */
  readonly namespace: string;
  /** The environment of the process, with what marks it as the run's. */
  readonly env: Readonly<Record<string, string>>;
}

export interface LoadSpec {
  readonly name: string;
  /** Absent: it asks from where this program is. */
  readonly home?: LoadHome;
  readonly requests: readonly RequestSpec[];
  /** `mix` draws one request by weight for each arrival; `journey` sends all of them in order. */
  readonly mode: 'mix' | 'journey';
  readonly arrivals: 'even' | 'poisson';
  readonly segments: readonly RateSegment[];
  readonly keepAlive: boolean;
  readonly policy: SuccessPolicy;
  /** More exchanges than this open at once: arrivals are dropped and counted. */
  readonly maxOpen: number;
  readonly seed: number;
}

/** What counts as success; named in the plan and in every report. */
export type SuccessPolicy = 'server-errors' | 'strict';

/** Takes what a load reports, in batches, at least four times a second while it runs. */
export interface LoadSink {
  /** Complete exchanges since the last batch. */
  samples(load: string, samples: readonly Sample[]): void;
  /** Due times of arrivals that were dropped since the last batch. */
  dropped(load: string, due: readonly Milliseconds[]): void;
  /** Due times of all exchanges that are open now. */
  open(load: string, due: readonly Milliseconds[]): void;
  /** The load cannot go on. */
  failed(load: string, reason: string): void;
}

/** A load that is ready: connections are opened only by requests. */
export interface RunningLoad {
  /** Resolves when every exchange due before `until` (from the run's start) has ended or timed out. */
  settled(until: Milliseconds): Promise<void>;
  /** No more arrivals; what is open is given up. Idempotent. */
  stop(): Promise<void>;
}

/** Asks: sends the requests of `specs` when they are due, `epoch` being the run's start on `Clock.now`'s scale. */
export interface LoadGenerator {
  start(specs: readonly LoadSpec[], epoch: Milliseconds, sink: LoadSink): Promise<RunningLoad>;
}
