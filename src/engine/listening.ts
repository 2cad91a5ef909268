import type { PlannedProcess } from '../plan/plan.ts';
import type { Listening } from './addresses.ts';
import type { NetworkLayout } from './network/layout.ts';
import { reservePorts } from './services/free-ports.ts';
import { LOOPBACK } from './services/readiness.ts';

/** In a namespace of its own every port is free; ports below 1024 are not for everybody. */
const FIRST_PORT = 8080;

/** Where the started services of a run listen; ports of the host are reserved when they are first asked for. */
export class ListeningPlaces {
  readonly #layout: NetworkLayout;
  readonly #known = new Map<string, Promise<Listening>>();

  constructor(layout: NetworkLayout) {
    this.#layout = layout;
  }

  async of(service: PlannedProcess): Promise<Listening> {
    const known = this.#known.get(service.name) ?? this.#find(service);
    this.#known.set(service.name, known);
    return await known;
  }

  async #find({ name, home, ports }: PlannedProcess): Promise<Listening> {
    const host = this.#layout.services.get(name)?.ipv4 ?? LOOPBACK[0] ?? '';
    const numbers =
      home === 'namespace'
        ? ports.map((_, index) => FIRST_PORT + index)
        : await reservePorts(host, ports.length);
    return { host, ports: Object.fromEntries(ports.map((port, index) => [port, numbers[index] ?? 0])) };
  }
}
