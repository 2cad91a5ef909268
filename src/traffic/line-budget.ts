import type { Milliseconds } from '../core/clock.ts';

const SECOND: Milliseconds = 1_000;

/**
 * How many lines a second may have: a bucket that fills at that rate and holds what one second gives. It begins empty but for one
 * line, so that no second has more than its share because nobody listened before.
 */
export class LineBudget {
  readonly #perSecond: number;
  #left = 1;
  #filledAt: Milliseconds;

  /** Infinity for no limit. */
  constructor(perSecond: number, now: Milliseconds) {
    this.#perSecond = perSecond;
    this.#filledAt = now;
  }

  /** How many of `wanted` may pass now. */
  take(wanted: number, now: Milliseconds): number {
    if (this.#perSecond === Infinity) return wanted;
    const filled = this.#left + (this.#perSecond * (now - this.#filledAt)) / SECOND;
    this.#filledAt = now;
    this.#left = Math.min(Math.max(1, this.#perSecond), filled);
    const taken = Math.min(wanted, Math.floor(this.#left));
    this.#left -= taken;
    return taken;
  }
}

/** `count` of the items in their order, from all over: where there are more, each stands for as many others. */
export function spreadOver<T>(items: readonly T[], count: number): readonly T[] {
  if (count >= items.length) return items;
  const stride = items.length / count;
  return Array.from({ length: count }, (_, index) => items[Math.floor((index + 0.5) * stride)]!);
}
