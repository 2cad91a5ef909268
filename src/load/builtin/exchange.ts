import type { Dispatcher } from 'undici';
import type { Clock, Milliseconds } from '../../core/clock.ts';
import type { FailureKind } from '../../metrics/sample.ts';
import type { Connection } from './connection.ts';
import { failureKindOf } from './failure-kind.ts';
import type { PreparedRequest } from './prepared-request.ts';

/** How an exchange ended: `status` is 0 unless the whole answer came. */
export interface Outcome {
  readonly end: Milliseconds;
  readonly status: number;
  readonly failure: FailureKind | undefined;
  /** What broke it; absent where nothing was thrown. */
  readonly error: Error | undefined;
}

export type OnEnd = (exchange: Exchange, outcome: Outcome) => void;

/** One request and its answer. It is undici's handler itself, so that a request costs one object and no promise. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly request: PreparedRequest;
  readonly due: Milliseconds;
  readonly sent: Milliseconds;
  readonly #clock: Clock;
  readonly #onEnd: OnEnd;
  readonly #connection: Connection;
  #timer: NodeJS.Timeout | undefined;
  #status = 0;
  #over = false;

  constructor(request: PreparedRequest, due: Milliseconds, clock: Clock, onEnd: OnEnd) {
    this.request = request;
    this.due = due;
    this.#clock = clock;
    this.#onEnd = onEnd;
    this.#connection = request.pool.take();
    this.sent = clock.now();
  }

  /** The timeout runs from here, so that the time to connect is inside it. */
  send(): void {
    // Node rounds its timers' clock down: without the extra millisecond a timeout could come early.
    const delay = Math.ceil(this.request.spec.timeout) + 1;
    this.#timer = setTimeout(() => this.#finish('timeout', undefined), delay);
    this.#connection.dispatch(this.request.dispatch, this);
  }

  /** Gives it up: no outcome. */
  abandon(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    this.request.pool.discard(this.#connection);
  }

  /** Its presence tells undici which of its two handler interfaces this is. */
  onRequestStart(): void {}

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.#status = status;
  }

  /** undici takes a reset for the proper end of a body that only the connection's end delimits; RFC 9112 does not. */
  onResponseEnd(): void {
    const { error } = this.#connection;
    this.#finish(error && failureKindOf(error), error);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const cause = this.#connection.error ?? error;
    this.#finish(failureKindOf(cause), cause);
  }

  #finish(failure: FailureKind | undefined, error: Error | undefined): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    const end = this.#clock.now();
    const { pool } = this.request;
    if (failure === undefined) pool.release(this.#connection);
    else pool.discard(this.#connection);
    this.#onEnd(this, { end, status: failure === undefined ? this.#status : 0, failure, error });
  }
}
