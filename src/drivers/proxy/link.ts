import { hasExchanges } from '../../impairment/capability.ts';
import { CLEAR, type Impairment } from '../../impairment/model.ts';
import type { Address, LinkSpec, ProbeReport, ProbeRequest } from '../driver.ts';
import type { Entrance } from './entrance.ts';
import { LinkContext } from './link-context.ts';
import { listenError } from './listen-error.ts';
import { LinkLog } from './metering/link-log.ts';
import type { Llhttp } from './metering/llhttp.ts';
import type { PackedObservation } from './metering/observation.ts';
import { probeLink } from './probe/probe-link.ts';
import type { LinkState } from './shaping/channel.ts';
import { TcpEntrance } from './tcp/tcp-entrance.ts';
import type { Scheduler } from './timing/scheduler.ts';
import { UdpEntrance } from './udp/udp-entrance.ts';

/** One edge: its entrances, the state in force, and what it has seen. */
export class Link {
  readonly #context: LinkContext;
  readonly #state: LinkState = { impairment: CLEAR };
  readonly #entrances = new Map<string, Entrance>();
  /** The entrances of probes under way, which must follow changes too. */
  readonly #probing = new Set<Entrance>();

  constructor(spec: LinkSpec, scheduler: Scheduler, llhttp: Llhttp | undefined) {
    const log = new LinkLog(spec.edge, hasExchanges(spec.protocol) ? llhttp : undefined);
    this.#context = new LinkContext(spec, this.#state, scheduler, log);
  }

  /** The addresses by service. Rejects with `listen-failed`; what was opened is closed by `close`. */
  async open(): Promise<Record<string, Address>> {
    const { edge, listeners } = this.#context.spec;
    const addresses: Record<string, Address> = {};
    for (const { service, listen } of listeners) {
      const entrance = this.#createEntrance(listen, service);
      try {
        addresses[service] = await entrance.open();
      } catch (error) {
        throw listenError(edge, listen, error);
      }
      this.#entrances.set(service, entrance);
    }
    return addresses;
  }

  async connectTo(service: string, target: Address): Promise<void> {
    await this.#entrances.get(service)?.connectTo(target);
  }

  async change(impairment: Impairment): Promise<void> {
    const before = this.#state.impairment;
    this.#state.impairment = impairment;
    for (const { up, down } of this.#context.channels) {
      up.update();
      down.update();
    }
    const now = this.#context.scheduler.clock.now();
    await Promise.all(
      [...this.#entrances.values(), ...this.#probing].map(
        async (entrance) => await entrance.changed(before, now),
      ),
    ).catch((error: unknown) => {
      throw listenError(this.#context.spec.edge, this.#context.spec.listeners[0]?.listen, error);
    });
  }

  /** The state that the data path reads, and, of refusing, what the listening sockets do. */
  readBack(): Impairment {
    const { refuse: _, ...connection } = this.#state.impairment.connection;
    const refusing = [...this.#entrances.values()].some((entrance) => entrance.refusing);
    return {
      ...this.#state.impairment,
      connection: { ...connection, ...(refusing ? { refuse: true } : {}) },
    };
  }

  async probe(request: ProbeRequest, signal: AbortSignal): Promise<ProbeReport> {
    const { spec, scheduler } = this.#context;
    const entrance = this.#createEntrance({ host: '127.0.0.1', port: 0 });
    this.#probing.add(entrance);
    try {
      const { protocol } = spec;
      const { impairment } = this.#state;
      return await probeLink({ entrance, protocol, impairment, clock: scheduler.clock, request, signal });
    } finally {
      this.#probing.delete(entrance);
      await entrance.close();
    }
  }

  observe(): PackedObservation {
    return this.#context.log.drain();
  }

  async close(): Promise<void> {
    await Promise.all(
      [...this.#entrances.values(), ...this.#probing].map(async (entrance) => await entrance.close()),
    );
    this.#entrances.clear();
  }

  #createEntrance(listen: Address, service?: string): Entrance {
    return this.#context.spec.protocol === 'udp'
      ? new UdpEntrance(this.#context, listen, service !== undefined)
      : new TcpEntrance(this.#context, listen, service);
  }
}
