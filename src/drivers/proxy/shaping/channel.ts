import type { Milliseconds } from '../../../core/clock.ts';
import { type Random, deriveSeed, seededRandom } from '../../../core/random.ts';
import type { Direction, DirectionImpairment, Impairment } from '../../../impairment/model.ts';
import type { Scheduler } from '../timing/scheduler.ts';
import { drawDelay } from './jitter.ts';
import { LossProcess } from './loss-process.ts';
import { RateQueue } from './rate-queue.ts';

/** The state in force on one link; the data path reads it at every decision, so a change is in force at once. */
export interface LinkState {
  impairment: Impairment;
}

/** What bytes of one direction pass through: draws, loss and queue. One for each client, or one for the whole edge. */
export class Channel {
  readonly direction: Direction;
  readonly queue: RateQueue;
  readonly #state: LinkState;
  readonly #random: Random;
  readonly #loss = new LossProcess();

  constructor(state: LinkState, direction: Direction, seed: number, scheduler: Scheduler) {
    this.#state = state;
    this.direction = direction;
    this.#random = seededRandom(deriveSeed(seed, direction));
    this.queue = new RateQueue(scheduler);
    this.update();
  }

  get shape(): DirectionImpairment {
    return this.#state.impairment[this.direction];
  }

  /** Whether bytes may be passed on as they come. */
  get clear(): boolean {
    const { delay, jitter, loss, rate, partition } = this.shape;
    return !delay && !jitter && loss === undefined && rate === undefined && partition !== true;
  }

  get partitioned(): boolean {
    return this.shape.partition === true;
  }

  /** Puts a changed rate in force; everything else is read when needed. */
  update(): void {
    this.queue.configure(this.shape.rate, this.shape.buffer);
  }

  drawDelay(): Milliseconds {
    return drawDelay(this.shape, this.#random);
  }

  drawLoss(): boolean {
    return this.shape.loss !== undefined && this.#loss.draw(this.shape.loss, this.#random);
  }

  /** Whether something with this share happens now. */
  draw(share: number | undefined): boolean {
    return share !== undefined && share > 0 && this.#random() < share;
  }

  /** A whole number from 0 to `below` - 1. */
  drawInteger(below: number): number {
    return Math.floor(this.#random() * below);
  }
}

export interface Channels {
  readonly up: Channel;
  readonly down: Channel;
}

export function createChannels(state: LinkState, seed: number, scheduler: Scheduler): Channels {
  return { up: new Channel(state, 'up', seed, scheduler), down: new Channel(state, 'down', seed, scheduler) };
}
