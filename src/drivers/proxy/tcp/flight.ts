import type { Milliseconds } from '../../../core/clock.ts';
import { Fifo } from '../shaping/fifo.ts';
import type { TcpParcel } from './parcel.ts';

/** Parcels on their way: each has its own delay, none overtakes another. */
export class Flight {
  readonly #parcels = new Fifo<TcpParcel>();
  #lastDue: Milliseconds = -Infinity;

  get first(): TcpParcel | undefined {
    return this.#parcels.first;
  }

  /** `slowClose` comes on top even where the parcel is held back by the one before. */
  add(parcel: TcpParcel, due: Milliseconds, slowClose: Milliseconds): void {
    parcel.due = Math.max(this.#lastDue, due) + slowClose;
    this.#lastDue = parcel.due;
    this.#parcels.push(parcel);
  }

  takeDue(now: Milliseconds): TcpParcel | undefined {
    const first = this.#parcels.first;
    return first !== undefined && first.due <= now ? this.#parcels.shift() : undefined;
  }

  /** Nothing stays behind an old, longer delay; the order is kept because the bound is the same for all. */
  hurry(latest: Milliseconds, slowClose: Milliseconds): void {
    for (const parcel of this.#parcels) {
      parcel.due = Math.min(parcel.due, latest + (parcel.freight.kind === 'end' ? slowClose : 0));
    }
    this.#lastDue = Math.min(this.#lastDue, this.#parcels.last?.due ?? latest);
  }

  /** What was on its way into an outage arrives by retransmission. */
  holdUntil(earliest: Milliseconds): void {
    for (const parcel of this.#parcels) parcel.due = Math.max(parcel.due, earliest);
    this.#lastDue = Math.max(this.#lastDue, earliest);
  }

  clear(): void {
    this.#parcels.clear();
  }
}
