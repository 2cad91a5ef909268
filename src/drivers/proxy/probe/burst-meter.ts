import type { Milliseconds } from '../../../core/clock.ts';
import type { BitsPerSecond } from '../../../core/units/bitrate.ts';

/** What had come by an instant. */
interface Arrival {
  readonly bytes: number;
  readonly at: Milliseconds;
}

/** Bytes of one burst as they arrive. */
export class BurstMeter {
  readonly #arrivals: Arrival[] = [];

  get bytes(): number {
    return this.#arrivals.at(-1)?.bytes ?? 0;
  }

  get lastAt(): Milliseconds {
    return this.#arrivals.at(-1)?.at ?? 0;
  }

  add(bytes: number, now: Milliseconds): void {
    this.#arrivals.push({ bytes: this.bytes + bytes, at: now });
  }

  /**
   * The rate between the most punctual arrival of the first third and that of the last. A link delivers late on
   * a busy machine and never early, so the least late arrivals are the ones that tell its rate. Undefined where
   * there are too few pieces to choose from.
   */
  rate(): BitsPerSecond | undefined {
    const first = this.#arrivals[0];
    const last = this.#arrivals.at(-1);
    if (first === undefined || last === undefined || last.at <= first.at) return undefined;
    const pace = (last.at - first.at) / (last.bytes - first.bytes);
    const third = Math.ceil(this.#arrivals.length / 3);
    const from = mostPunctual(this.#arrivals.slice(0, third), pace);
    const to = mostPunctual(this.#arrivals.slice(-third), pace);
    if (from === undefined || to === undefined || to.at <= from.at) return undefined;
    return ((to.bytes - from.bytes) * 8000) / (to.at - from.at);
  }
}

/** The arrival with the least time beside what its bytes need at `pace`, in milliseconds a byte. */
function mostPunctual(arrivals: readonly Arrival[], pace: number): Arrival | undefined {
  const lateness = ({ at, bytes }: Arrival): Milliseconds => at - bytes * pace;
  return arrivals.reduce<Arrival | undefined>(
    (best, arrival) => (best === undefined || lateness(arrival) < lateness(best) ? arrival : best),
    undefined,
  );
}
