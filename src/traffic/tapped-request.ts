import type { Milliseconds } from '../core/clock.ts';
import { isRecord } from '../core/is-record.ts';

/** One request as `scenario tap -o json` prints it; every key is there, null where it does not apply. */
export interface TappedRequest {
  /** The load or service that asked. */
  readonly source: string;
  /** The service that was asked. */
  readonly destination: string;
  readonly edge: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** Null where no answer came. */
  readonly status: number | null;
  /** The name of the status of an answered gRPC call. */
  readonly grpc_status: string | null;
  /** From the first byte of the request to the last of the answer, or to the end of the connection. */
  readonly latency_ms: Milliseconds;
  /** To the first byte of the answer; null where none came. */
  readonly first_byte_ms: Milliseconds | null;
  /** When the request began, in UTC (RFC 3339). */
  readonly at: string;
  readonly ok: boolean;
  /** Why it is none of the successes. */
  readonly failure: string | null;
  /** Who reset it: `client`, `server` or `impairment`. */
  readonly reset: string | null;
}

/** Reads what has come over a socket; undefined when it is something else. */
export function parseTappedRequest(value: unknown): TappedRequest | undefined {
  if (!isRecord(value)) return undefined;
  const { source, destination, edge, method, path, latency_ms, at, ok } = value;
  const { status, grpc_status, first_byte_ms, failure, reset } = value;
  if (typeof source !== 'string' || typeof destination !== 'string' || typeof edge !== 'string')
    return undefined;
  if (typeof method !== 'string' || typeof path !== 'string' || typeof at !== 'string') return undefined;
  if (typeof latency_ms !== 'number' || typeof ok !== 'boolean') return undefined;
  return {
    source,
    destination,
    edge,
    method,
    path,
    status: numberOrNull(status),
    grpc_status: textOrNull(grpc_status),
    latency_ms,
    first_byte_ms: numberOrNull(first_byte_ms),
    at,
    ok,
    failure: textOrNull(failure),
    reset: textOrNull(reset),
  };
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
