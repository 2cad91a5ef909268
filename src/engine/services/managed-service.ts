import type { Address } from '../../drivers/driver.ts';
import type { SquallError } from '../../core/errors.ts';
import type { EndedBy } from '../../exec/group-signals.ts';
import type { StartedService } from './start-service.ts';

export interface ServiceKeeping {
  /** Numbers of its ports by name, the same for each start. */
  readonly ports: Readonly<Record<string, number>>;
  /** Starts it and waits until it is ready; on failure nothing of it is left. */
  readonly start: () => Promise<StartedService>;
  /** It has ended without having been stopped. */
  readonly onDeath: (error: SquallError) => void;
}

/** A service of the run from its first start to its end, whatever restarts lie between. */
export class ManagedService {
  readonly #keeping: ServiceKeeping;
  #current: StartedService;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(keeping: ServiceKeeping, first: StartedService) {
    this.#keeping = keeping;
    this.#current = first;
    this.#watch(first);
  }

  /** @throws SquallError as `startService`. */
  static async start(keeping: ServiceKeeping): Promise<ManagedService> {
    return new ManagedService(keeping, await keeping.start());
  }

  /** By port name, on the address that answered last. */
  get targets(): ReadonlyMap<string, Address> {
    const { host } = this.#current.address;
    return new Map(Object.entries(this.#keeping.ports).map(([name, port]) => [name, { host, port }]));
  }

  /**
   * Ends the service, starts it again on the same ports and waits until it is ready; one restart at a time.
   * @throws SquallError as `startService`, and `process-survived`.
   */
  async restart(): Promise<EndedBy> {
    const done = this.#turn.then(async () => {
      const by = await this.#current.stop();
      this.#current = await this.#keeping.start();
      this.#watch(this.#current);
      return by;
    });
    this.#turn = done.catch(() => {});
    return await done;
  }

  /** Sends a signal to all processes of its group; false where none is there. */
  signal(name: NodeJS.Signals): boolean {
    return this.#current.signal(name);
  }

  /** Idempotent, and nothing starts after it. @throws SquallError `process-survived`. */
  async stop(): Promise<EndedBy> {
    await this.#turn;
    return await this.#current.stop();
  }

  #watch(started: StartedService): void {
    void started.died.then((error) => this.#keeping.onDeath(error));
  }
}
