import type { Clock, Milliseconds } from '../../core/clock.ts';
import { CLEAR, DIRECTIONS, type Impairment } from '../../impairment/model.ts';
import type {
  Address,
  DirectionCounters,
  KernelLink,
  LinkCounters,
  LinkObservation,
  PacketMatch,
  ProbeReport,
  ProbeRequest,
} from '../driver.ts';

/** That a container has ended can be seen in the kernel before the engine says so. */
const TELLS_WITHIN: Milliseconds = 1000;
const LOOK_EVERY: Milliseconds = 20;

const NOTHING: DirectionCounters = { packets: 0, bytes: 0, drops: 0, overlimits: 0 };

/** An edge between containers: a link of the kernel, and after a restart of who asks another one, in its new namespace. */
export class DockerLink implements KernelLink {
  readonly edge: string;
  readonly #clock: Clock;
  readonly #addresses: Record<string, Address> = {};
  #current: KernelLink;
  #isAway = false;
  #requested: Impairment = CLEAR;
  /** What was counted on the links before this one, and on all of them when it was last read. */
  #before: LinkCounters = { up: NOTHING, down: NOTHING };
  #last: LinkCounters = { up: NOTHING, down: NOTHING };

  constructor(current: KernelLink, clock: Clock) {
    this.edge = current.edge;
    this.#current = current;
    this.#clock = clock;
  }

  get addresses(): Readonly<Record<string, Address>> {
    return this.#addresses;
  }

  connectTo(service: string, target: Address): Promise<void> {
    this.#addresses[service] = target;
    return Promise.resolve();
  }

  /** Nothing is in force until `moveTo` or `resume`. */
  suspend(): void {
    this.#isAway = true;
  }

  /** Goes on with the same link: what it is on has been there all the time. */
  async resume(): Promise<void> {
    if (this.#isAway) await this.#bringUp(this.#current);
  }

  /** Goes on with another link, in the state that was last asked for. */
  async moveTo(link: KernelLink): Promise<void> {
    this.#before = this.#last;
    await this.#bringUp(link);
  }

  async change(impairment: Impairment): Promise<void> {
    this.#requested = impairment;
    await this.#whilePresent(async (link) => await link.change(impairment), undefined);
  }

  async readBack(): Promise<Impairment> {
    return await this.#whilePresent(async (link) => await link.readBack(), CLEAR);
  }

  async retarget(match: readonly PacketMatch[] | undefined): Promise<void> {
    await this.#whilePresent(async (link) => await link.retarget(match), undefined);
  }

  async counters(): Promise<LinkCounters> {
    const before = this.#before;
    const read = async (link: KernelLink): Promise<LinkCounters> => {
      const counted = await link.counters();
      const [up, down] = DIRECTIONS.map((way) => sum(before[way], counted[way]));
      return { up: up ?? NOTHING, down: down ?? NOTHING };
    };
    this.#last = await this.#whilePresent(read, this.#last);
    return this.#last;
  }

  async observe(): Promise<LinkObservation> {
    const nothing = {
      edge: this.edge,
      samples: [],
      connectionsAt: [],
      traffic: [],
      openSince: [],
      unread: {},
    };
    return await this.#whilePresent(async (link) => await link.observe(), nothing);
  }

  async probe(request: ProbeRequest, signal: AbortSignal): Promise<ProbeReport> {
    return await this.#current.probe(request, signal);
  }

  async #bringUp(link: KernelLink): Promise<void> {
    // It may be asked for another state meanwhile.
    for (let applied: Impairment | undefined; applied !== this.#requested;) {
      applied = this.#requested;
      await link.change(applied);
    }
    this.#current = link;
    this.#isAway = false;
  }

  /** What fails because the container has gone is no failure of the run, and `absent` takes its place. */
  async #whilePresent<T>(action: (link: KernelLink) => Promise<T>, absent: T): Promise<T> {
    if (this.#isAway) return absent;
    const link = this.#current;
    try {
      return await action(link);
    } catch (error) {
      const until = this.#clock.now() + TELLS_WITHIN;
      while (this.#isPresent(link) && this.#clock.now() < until) await this.#clock.sleep(LOOK_EVERY);
      if (this.#isPresent(link)) throw error;
      return absent;
    }
  }

  #isPresent(link: KernelLink): boolean {
    return !this.#isAway && this.#current === link;
  }
}

function sum(a: DirectionCounters, b: DirectionCounters): DirectionCounters {
  return {
    packets: a.packets + b.packets,
    bytes: a.bytes + b.bytes,
    drops: a.drops + b.drops,
    overlimits: a.overlimits + b.overlimits,
  };
}
