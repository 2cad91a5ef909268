import type { Milliseconds } from '../../../core/clock.ts';
import type { BitsPerSecond } from '../../../core/units/bitrate.ts';
import { DEFAULT_BUFFER } from '../../../impairment/model.ts';
import { Alarm } from '../timing/alarm.ts';
import type { Scheduler } from '../timing/scheduler.ts';
import { Fifo } from './fifo.ts';

/** Payload of a full Ethernet frame under IPv4 and TCP. */
export const SEGMENT = 1460;

/** A queue shorter than these would starve the link between two wake-ups. */
const SHORTEST_BUFFER: Milliseconds = 5;
const FEWEST_SEGMENTS = 5;
const LARGEST_PIECE = 64 * 1024;

/** What waits to be put on the wire; `depart` is told the exact time its last byte left, which may be slightly past. */
export interface Parcel {
  readonly size: number;
  depart(at: Milliseconds): void;
}

interface Waiting {
  readonly parcel: Parcel;
  readonly since: Milliseconds;
}

/** Serialises parcels at a rate, in order of arrival, from a queue that holds `buffer` worth of bytes. */
export class RateQueue {
  readonly #scheduler: Scheduler;
  readonly #alarm: Alarm;
  readonly #waiting = new Fifo<Waiting>();
  readonly #askers = new Fifo<(now: Milliseconds) => void>();
  #bytes = 0;
  /** Bytes per millisecond. */
  #speed = Infinity;
  #limit = Infinity;
  /** When the first parcel's last byte leaves. */
  #firstDone: Milliseconds = 0;

  constructor(scheduler: Scheduler) {
    this.#scheduler = scheduler;
    this.#alarm = new Alarm((now) => {
      this.#serve(now);
    });
  }

  /** Whether one more parcel may come; a parcel that is larger than what is left still fits. */
  get hasRoom(): boolean {
    return this.#bytes < this.#limit;
  }

  /** A parcel of a good size: about a millisecond's worth, whole segments. */
  get piece(): number {
    const segments = Math.max(1, Math.floor(this.#speed / SEGMENT));
    return Math.min(LARGEST_PIECE, segments * SEGMENT);
  }

  /** Changes rate and size in place; the parcel on the wire keeps the share it has already sent. */
  configure(rate: BitsPerSecond | undefined, buffer: Milliseconds | undefined): void {
    const now = this.#scheduler.clock.now();
    const speed = rate === undefined ? Infinity : rate / 8000;
    if (this.#waiting.length > 0) {
      const left = Math.max(0, this.#firstDone - now) * this.#speed;
      this.#firstDone = now + left / speed;
    }
    this.#speed = speed;
    this.#limit = Math.max(
      FEWEST_SEGMENTS * SEGMENT,
      speed * Math.max(SHORTEST_BUFFER, buffer ?? DEFAULT_BUFFER),
    );
    this.#serve(now);
  }

  push(parcel: Parcel, now: Milliseconds): void {
    if (this.#speed === Infinity) {
      parcel.depart(now);
      return;
    }
    this.#bytes += parcel.size;
    this.#waiting.push({ parcel, since: now });
    if (this.#waiting.length > 1) return;
    this.#firstDone = now + parcel.size / this.#speed;
    this.#scheduler.set(this.#alarm, this.#firstDone);
  }

  /** Drop-tail: false, and nothing is taken, when the parcel does not fit. */
  offer(parcel: Parcel, now: Milliseconds): boolean {
    if (this.#bytes + parcel.size > this.#limit) return false;
    this.push(parcel, now);
    return true;
  }

  /** Calls back once when there is room, in the order of asking. */
  whenRoom(asker: (now: Milliseconds) => void): void {
    this.#askers.push(asker);
  }

  #serve(now: Milliseconds): void {
    for (
      let first = this.#waiting.first;
      first !== undefined && this.#firstDone <= now;
      first = this.#waiting.first
    ) {
      const done = this.#firstDone;
      this.#waiting.shift();
      this.#bytes -= first.parcel.size;
      const next = this.#waiting.first;
      // From the exact end of the one before, because a late wake-up must not lower the rate; but what came after
      // that end, while the wake-up was late, cannot have begun before it came.
      if (next !== undefined) this.#firstDone = Math.max(done, next.since) + next.parcel.size / this.#speed;
      // Who waits comes before who has just sent, or one sender would keep the others out of a full queue.
      if (this.hasRoom) this.#askers.shift()?.(now);
      first.parcel.depart(done);
    }
    while (this.hasRoom && this.#askers.length > 0) this.#askers.shift()?.(now);
    if (this.#waiting.length > 0) this.#scheduler.set(this.#alarm, this.#firstDone);
  }
}
