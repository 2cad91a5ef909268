import type { EpochMilliseconds, Milliseconds } from '../../core/clock.ts';
import type { Masker } from '../../core/mask.ts';
import type { EdgeSample } from '../../drivers/driver.ts';
import { grpcStatusName } from '../../metrics/grpc-status.ts';
import type { Observation } from '../../metrics/observation.ts';
import type { PlannedEdge } from '../../plan/plan.ts';
import type { RequestFacts } from '../../traffic/request-filter.ts';
import type { TappedRequest } from '../../traffic/tapped-request.ts';

/** One exchange as a collector tells it. */
export interface SeenExchange {
  readonly edge: PlannedEdge;
  readonly sample: EdgeSample;
  readonly observation: Observation;
}

export function factsOf({ edge, sample, observation }: SeenExchange): RequestFacts {
  const { service, method, path, status } = sample;
  const { ok } = observation;
  return { source: edge.from, destination: service, edge: edge.name, method, path, status, ok };
}

export interface TappedOptions {
  readonly mask: Masker;
  /** The wall time at the clock's zero. */
  readonly wallZero: EpochMilliseconds;
}

export function tappedExchange(seen: SeenExchange, { mask, wallZero }: TappedOptions): TappedRequest {
  const { source, destination, edge, method, path, status, ok } = factsOf(seen);
  const { at, firstByte, latency, grpcStatus, reset } = seen.sample;
  const isAnswered = status !== 0;
  return {
    source,
    destination,
    edge,
    method: mask(method),
    path: mask(path),
    status: isAnswered ? status : null,
    grpc_status: grpcStatus === undefined ? null : grpcStatusName(grpcStatus),
    latency_ms: rounded(latency),
    // Without a byte of an answer it is the latency.
    first_byte_ms: isAnswered || firstByte < latency ? rounded(firstByte) : null,
    at: new Date(wallZero + at).toISOString(),
    ok,
    failure: seen.observation.failure ?? null,
    reset: reset ?? null,
  };
}

/** A microsecond is as fine as it was measured. */
function rounded(ms: Milliseconds): Milliseconds {
  return Math.round(ms * 1000) / 1000;
}
