import type { Milliseconds } from '../core/clock.ts';
import type { Usage } from '../core/result.gen.ts';
import {
  TRAFFIC_TICK,
  type ConnectionFigures,
  type LinkObservation,
  type ResetBy,
} from '../drivers/driver.ts';
import { Histogram } from '../metrics/histogram.ts';
import type { Timeline } from '../metrics/timeline.ts';
import { percentilesOf } from './percentiles-of.ts';
import { UsageTotals } from './usage-totals.ts';

const RESETTERS: readonly ResetBy[] = ['client', 'server', 'impairment'];

interface Tick {
  connections: number;
  exchanges: number;
  up: number;
  down: number;
  closed: number;
  readonly resets: Record<ResetBy, number>;
  /** Of the connections that began in it. */
  firstBytes: Histogram | undefined;
}

/** What took one edge in one block of the run's time. */
interface BlockUsage {
  connections: number;
  up: number;
  down: number;
}

/** What took one edge, in ticks of the run's time: bounded by the run's length, whatever the traffic. */
export class UsageLog {
  readonly #ticks = new Map<number, Tick>();
  readonly #epoch: Milliseconds;
  /** Of all ticks. */
  readonly totals: UsageTotals = new UsageTotals();
  #seesConnections = false;

  constructor(epoch: Milliseconds) {
    this.#epoch = epoch;
  }

  add(observation: LinkObservation): void {
    this.totals.add(observation);
    for (const at of observation.connectionsAt) this.#tick(at).connections += 1;
    for (const sample of observation.samples) this.#tick(sample.at).exchanges += 1;
    for (const { at, up, down } of observation.traffic) {
      const tick = this.#tick(at);
      tick.up += up;
      tick.down += down;
    }
    if (observation.connections !== undefined) this.#addFigures(observation.connections);
  }

  /** Of the ticks that begin in [from, to), times from the run's start. */
  between(from: Milliseconds, to: Milliseconds): Usage {
    const sum = { connections: 0, exchanges: 0, bytes: { up: 0, down: 0 } };
    const resets = noResets();
    const firstBytes = new Histogram();
    let open = 0;
    for (const [index, tick] of this.#ticks) {
      const begin = index * TRAFFIC_TICK;
      if (begin >= to) continue;
      open += tick.connections - tick.closed;
      if (begin < from) continue;
      sum.connections += tick.connections;
      sum.exchanges += tick.exchanges;
      sum.bytes.up += tick.up;
      sum.bytes.down += tick.down;
      for (const by of RESETTERS) resets[by] += tick.resets[by];
      if (tick.firstBytes !== undefined) firstBytes.merge(tick.firstBytes);
    }
    if (!this.#seesConnections) return sum;
    const firstByte = percentilesOf(firstBytes);
    return { ...sum, open, resets, ...(firstByte !== undefined && { firstByte }) };
  }

  /** One entry for each block of the timeline; a tick counts where it begins, and in no step not at all. */
  inBlocks(timeline: Timeline): readonly Readonly<BlockUsage>[] {
    const blocks = timeline.blocks.map((): BlockUsage => ({ connections: 0, up: 0, down: 0 }));
    for (const [index, { connections, up, down }] of this.#ticks) {
      const block = blocks[timeline.blockIndexAt(index * TRAFFIC_TICK)];
      if (block === undefined) continue;
      block.connections += connections;
      block.up += up;
      block.down += down;
    }
    return blocks;
  }

  #addFigures({ closedAt, resets, firstBytes }: ConnectionFigures): void {
    this.#seesConnections = true;
    for (const at of closedAt) this.#tick(at).closed += 1;
    for (const { at, by } of resets) this.#tick(at).resets[by] += 1;
    for (const { at, after } of firstBytes) {
      const tick = this.#tick(at);
      (tick.firstBytes ??= new Histogram()).record(after);
    }
  }

  #tick(at: Milliseconds): Tick {
    const index = Math.floor((at - this.#epoch) / TRAFFIC_TICK);
    const known = this.#ticks.get(index);
    if (known !== undefined) return known;
    const tick: Tick = {
      connections: 0,
      exchanges: 0,
      up: 0,
      down: 0,
      closed: 0,
      resets: noResets(),
      firstBytes: undefined,
    };
    this.#ticks.set(index, tick);
    return tick;
  }
}

function noResets(): Record<ResetBy, number> {
  return { client: 0, server: 0, impairment: 0 };
}

/** Whether anything at all took the edge. */
export function isUsed({ connections, exchanges, bytes }: Usage): boolean {
  return connections > 0 || exchanges > 0 || bytes.up > 0 || bytes.down > 0;
}
