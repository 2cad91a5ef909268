import type { Milliseconds } from '../../../../core/clock.ts';
import { LONGEST_TARGET, pathOf, type Exchange } from '../exchange.ts';

/** An exchange in a stream of its own. */
export interface Stream extends Exchange {
  /** Whether the request is a gRPC call, whose outcome is a status of its own. */
  grpc: boolean;
}

const GRPC = 'application/grpc';
const GRPC_UNKNOWN = 2;
const LARGEST_GRPC_STATUS = 16;
/** Longer than every registered one, and than any that llhttp knows. */
const LONGEST_METHOD = 32;
const MOST_DIGITS = 3;
const LARGEST_STATUS = 999;
const OK = 200;

export function createStream(at: Milliseconds): Stream {
  // Spelled out: an object that is made by spreading another is several times slower to fill in.
  return { at, method: '', path: '', status: 0, firstByte: undefined, grpcStatus: undefined, grpc: false };
}

export function readRequestField(stream: Stream, name: string, value: string): void {
  switch (name) {
    case ':method':
      stream.method = beginOf(value, LONGEST_METHOD);
      break;
    case ':path':
      // There is one; a block that repeats it a million times, in an octet each, must not cost as many readings.
      if (stream.path === '') stream.path = pathOf(beginOf(value, LONGEST_TARGET));
      break;
    case 'content-type':
      stream.grpc = value.startsWith(GRPC);
      break;
  }
}

/** A copy where it is cut: a slice of a text keeps the whole of it in memory. */
function beginOf(value: string, longest: number): string {
  if (value.length <= longest) return value;
  return Buffer.from(value.slice(0, longest), 'latin1').toString('latin1');
}

/** Of the response's head or of its trailers, where gRPC puts its status. */
export function readResponseField(stream: Stream, name: string, value: string): void {
  if (name === ':status') stream.status = codeOf(value, LARGEST_STATUS) ?? 0;
  // A code that is none counts as UNKNOWN, as gRPC's clients take it.
  else if (name === 'grpc-status') stream.grpcStatus = codeOf(value, LARGEST_GRPC_STATUS) ?? GRPC_UNKNOWN;
}

function codeOf(value: string, largest: number): number | undefined {
  const code = value === '' || value.length > MOST_DIGITS ? Number.NaN : Number(value);
  return Number.isInteger(code) && code >= 0 && code <= largest ? code : undefined;
}

/** A call that was answered without a gRPC status is UNKNOWN to its client, unless the HTTP status says more. */
export function endResponse(stream: Stream): void {
  if (stream.grpc && stream.status === OK) stream.grpcStatus ??= GRPC_UNKNOWN;
}
