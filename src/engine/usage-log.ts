import type { Milliseconds } from '../core/clock.ts';
import type { Usage } from '../core/result.gen.ts';
import { TRAFFIC_TICK, type LinkObservation } from '../drivers/driver.ts';

interface Tick {
  connections: number;
  exchanges: number;
  up: number;
  down: number;
}

/** What took one edge, in ticks of the run's time: bounded by the run's length, whatever the traffic. */
export class UsageLog {
  readonly #ticks = new Map<number, Tick>();
  readonly #epoch: Milliseconds;

  constructor(epoch: Milliseconds) {
    this.#epoch = epoch;
  }

  add(observation: LinkObservation): void {
    for (const at of observation.connectionsAt) this.#tick(at).connections += 1;
    for (const sample of observation.samples) this.#tick(sample.at).exchanges += 1;
    for (const { at, up, down } of observation.traffic) {
      const tick = this.#tick(at);
      tick.up += up;
      tick.down += down;
    }
  }

  /** Of the ticks that begin in [from, to), times from the run's start. */
  between(from: Milliseconds, to: Milliseconds): Usage {
    const sum = { connections: 0, exchanges: 0, bytes: { up: 0, down: 0 } };
    for (const [index, tick] of this.#ticks) {
      const begin = index * TRAFFIC_TICK;
      if (begin < from || begin >= to) continue;
      sum.connections += tick.connections;
      sum.exchanges += tick.exchanges;
      sum.bytes.up += tick.up;
      sum.bytes.down += tick.down;
    }
    return sum;
  }

  #tick(at: Milliseconds): Tick {
    const index = Math.floor((at - this.#epoch) / TRAFFIC_TICK);
    const known = this.#ticks.get(index);
    if (known !== undefined) return known;
    const tick = { connections: 0, exchanges: 0, up: 0, down: 0 };
    this.#ticks.set(index, tick);
    return tick;
  }
}

/** Whether anything at all took the edge. */
export function isUsed({ connections, exchanges, bytes }: Usage): boolean {
  return connections > 0 || exchanges > 0 || bytes.up > 0 || bytes.down > 0;
}
