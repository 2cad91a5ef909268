import type { Milliseconds } from '../../../core/clock.ts';
import type { LinkObservation, ResetBy } from '../../driver.ts';

type Drained = Pick<LinkObservation, 'connectionsAt' | 'connections'>;

interface Events {
  readonly connectionsAt: Milliseconds[];
  readonly closedAt: Milliseconds[];
  readonly resets: { at: Milliseconds; by: ResetBy }[];
  readonly firstBytes: { at: Milliseconds; after: Milliseconds }[];
}

/** What happened to the connections of a link, each kind up to a bound. */
export class ConnectionEvents {
  readonly #most: number;
  readonly #dropped: () => void;
  #events = noEvents();

  /** `dropped` is told of each event beyond the `most`. */
  constructor(most: number, dropped: () => void) {
    this.#most = most;
    this.#dropped = dropped;
  }

  began(at: Milliseconds): void {
    this.#add(this.#events.connectionsAt, at);
  }

  closed(at: Milliseconds): void {
    this.#add(this.#events.closedAt, at);
  }

  reset(at: Milliseconds, by: ResetBy): void {
    this.#add(this.#events.resets, { at, by });
  }

  answered(begun: Milliseconds, after: Milliseconds): void {
    this.#add(this.#events.firstBytes, { at: begun, after });
  }

  drain(): Drained {
    const { connectionsAt, ...connections } = this.#events;
    this.#events = noEvents();
    return { connectionsAt, connections };
  }

  #add<Event>(events: Event[], event: Event): void {
    if (events.length < this.#most) events.push(event);
    else this.#dropped();
  }
}

function noEvents(): Events {
  return { connectionsAt: [], closedAt: [], resets: [], firstBytes: [] };
}
