import type { Milliseconds } from '../../../core/clock.ts';
import type { EdgeSample, ResetBy } from '../../driver.ts';

/**
 * An exchange as its connection tells it, which does not know whom it asks. It may name what it lacks: objects of one shape are
 * faster to make and to read.
 */
export interface MeteredSample extends Omit<EdgeSample, 'service' | 'grpcStatus' | 'reset'> {
  readonly grpcStatus?: number | undefined;
  readonly reset?: ResetBy | undefined;
}

export interface MeterSink {
  exchange(sample: MeteredSample): void;
  /** The connection's further bytes are not read. */
  unread(reason: string): void;
}

/** Reads the exchanges of one connection from copies of its bytes. It never holds a byte back: what it cannot read makes it stop, with a reason. */
export interface Meter {
  /** When each exchange that is still open began. */
  openSince(): Iterable<Milliseconds>;
  /** Bytes came from the client; valid during the call. */
  request(bytes: Buffer, now: Milliseconds): void;
  /** Bytes were handed to the client; valid during the call. */
  response(bytes: Buffer, now: Milliseconds): void;
  /** The client was told that nothing more comes. */
  responseEnd(now: Milliseconds): void;
  /** Idempotent. Exchanges that are still open have ended without a complete response. */
  closed(now: Milliseconds, by: ResetBy | undefined): void;
}
