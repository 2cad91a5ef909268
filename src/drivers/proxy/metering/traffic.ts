import type { Milliseconds } from '../../../core/clock.ts';
import type { Direction } from '../../../impairment/model.ts';
import { TRAFFIC_TICK, type TrafficTick } from '../../driver.ts';

/** Three hours of traffic that nobody asked for. */
const MOST_TICKS = 108_000;

/** Bytes by tick and direction; ticks without traffic are left out. */
export class Traffic {
  #ticks: { at: Milliseconds; up: number; down: number }[] = [];

  add(direction: Direction, bytes: number, now: Milliseconds): void {
    const at = Math.floor(now / TRAFFIC_TICK) * TRAFFIC_TICK;
    let last = this.#ticks.at(-1);
    if (last === undefined || (last.at !== at && this.#ticks.length < MOST_TICKS)) {
      last = { at, up: 0, down: 0 };
      this.#ticks.push(last);
    }
    last[direction] += bytes;
  }

  /** A tick that is not over yet is given now, and its rest the next time under the same `at`. */
  drain(): readonly TrafficTick[] {
    const ticks = this.#ticks;
    this.#ticks = [];
    return ticks;
  }
}
