import type { Milliseconds } from '../../../core/clock.ts';
import type { Parcel } from '../shaping/rate-queue.ts';

/** What travels in order along a pipe: bytes, or how the stream ended. */
export type Freight =
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'end' }
  | { readonly kind: 'reset' };

export class TcpParcel implements Parcel {
  readonly freight: Freight;
  readonly sentAt: Milliseconds;
  /** How long modelled retransmissions hold it back. */
  readonly stall: Milliseconds;
  due: Milliseconds = 0;
  readonly #departed: (parcel: TcpParcel, at: Milliseconds) => void;

  constructor(
    freight: Freight,
    times: { readonly sentAt: Milliseconds; readonly stall: Milliseconds },
    departed: (parcel: TcpParcel, at: Milliseconds) => void,
  ) {
    this.freight = freight;
    this.sentAt = times.sentAt;
    this.stall = times.stall;
    this.#departed = departed;
  }

  get size(): number {
    return this.freight.kind === 'bytes' ? this.freight.bytes.length : 0;
  }

  depart(at: Milliseconds): void {
    this.#departed(this, at);
  }
}
