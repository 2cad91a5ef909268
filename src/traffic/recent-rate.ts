import type { Milliseconds } from '../core/clock.ts';

const SLOT: Milliseconds = 1_000;
const SLOTS = 10;

/** How often something happens: per second, over the last ten or since it began. */
export class RecentRate {
  readonly #begun: Milliseconds;
  /** By second, the newest last in a ring. */
  readonly #counts: number[] = Array.from({ length: SLOTS }, () => 0);
  #newest = 0;

  constructor(begun: Milliseconds) {
    this.#begun = begun;
  }

  add(at: Milliseconds): void {
    const slot = this.#slotOf(at);
    this.#moveTo(slot);
    // What is older than the ring is no longer recent.
    if (slot > this.#newest - SLOTS) this.#counts[slot % SLOTS] = (this.#counts[slot % SLOTS] ?? 0) + 1;
  }

  perSecond(now: Milliseconds): number {
    const slot = this.#slotOf(now);
    this.#moveTo(slot);
    const from = Math.max(this.#begun, this.#begun + (this.#newest - SLOTS + 1) * SLOT);
    const seconds = Math.max(1, (now - from) / 1000);
    return this.#counts.reduce((sum, count) => sum + count, 0) / seconds;
  }

  #slotOf(at: Milliseconds): number {
    return Math.max(0, Math.floor((at - this.#begun) / SLOT));
  }

  #moveTo(slot: number): void {
    for (let passed = 1; passed <= Math.min(SLOTS, slot - this.#newest); passed += 1) {
      this.#counts[(this.#newest + passed) % SLOTS] = 0;
    }
    this.#newest = Math.max(this.#newest, slot);
  }
}
