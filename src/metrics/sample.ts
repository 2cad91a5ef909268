import type { Milliseconds } from '../core/clock.ts';
import type { GrpcStatusName } from './grpc-status.ts';

/** Why an exchange did not succeed; `status` when the answer itself says so. */
export type FailureKind =
  | 'status'
  | 'timeout'
  | 'refused'
  | 'reset'
  | 'closed'
  | 'tls'
  | 'protocol'
  | 'other';

/** Why exchanges failed, as they are counted and named: the statuses apart, and on an edge also who reset them. */
export type FailureCause =
  | FailureKind
  | `status ${number}`
  | `grpc ${GrpcStatusName}`
  | `reset by ${'client' | 'server' | 'impairment'}`
  | 'still open';

/** One request of a load, complete: what a generator reports. Times are on `Clock.now`'s scale. */
export interface Sample {
  /** When it was due, not when it left. */
  readonly due: Milliseconds;
  /** When it really left; `sent - due` is the generator's own lag. */
  readonly sent: Milliseconds;
  /** When the answer's last byte had come, or it failed. */
  readonly end: Milliseconds;
  /** The request's name for tags, as `GET /cart`. */
  readonly name: string;
  /** Further tags, as far as somebody asks for them. */
  readonly tags?: Readonly<Record<string, string>>;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  readonly ok: boolean;
  readonly failure?: FailureKind;
  /** The words of the error that broke it, as `self-signed certificate`. */
  readonly detail?: string;
}
