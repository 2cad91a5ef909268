import type { LinkSpec } from '../driver.ts';
import type { LinkLog } from './metering/link-log.ts';
import { type Channels, type LinkState, createChannels } from './shaping/channel.ts';
import type { Scheduler } from './timing/scheduler.ts';
import { deriveSeed } from '../../core/random.ts';

/** What all entrances of one link share. */
export class LinkContext {
  readonly spec: LinkSpec;
  readonly state: LinkState;
  readonly scheduler: Scheduler;
  readonly log: LinkLog;
  /** Every pair of channels in use: one for the edge, or one for each client. */
  readonly channels: Set<Channels> = new Set();
  readonly #shared: Channels | undefined;
  #clients = 0;

  constructor(spec: LinkSpec, state: LinkState, scheduler: Scheduler, log: LinkLog) {
    this.spec = spec;
    this.state = state;
    this.scheduler = scheduler;
    this.log = log;
    if (spec.per === 'edge') {
      this.#shared = createChannels(state, spec.seed, scheduler);
      this.channels.add(this.#shared);
    }
  }

  /** The channels that one more client's bytes pass through. Each client has draws of its own. */
  enter(): Channels {
    if (this.#shared !== undefined) return this.#shared;
    const seed = deriveSeed(this.spec.seed, `client ${this.#clients}`);
    this.#clients += 1;
    const channels = createChannels(this.state, seed, this.scheduler);
    this.channels.add(channels);
    return channels;
  }

  leave(channels: Channels): void {
    if (channels !== this.#shared) this.channels.delete(channels);
  }
}
