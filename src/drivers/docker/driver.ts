import type { Clock } from '../../core/clock.ts';
import { reasonOf, SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import {
  isKernelLink,
  type Driver,
  type InstalledLink,
  type KernelLink,
  type LinkSpec,
  type MovingDriver,
} from '../driver.ts';
import type { EffectLog } from '../tc/effects.ts';
import { createTcDriver, type TcDriverOptions } from '../tc/driver.ts';
import { capabilitiesOfTc } from '../tc/capabilities.ts';
import { DockerLink } from './link.ts';

/**
 * Carries impairments out between containers, from outside, in the network namespace of the one that asks: nothing is started in it,
 * and its image needs nothing. The kernel's part is that of `tc`; this one goes on where a container comes back as another.
 */
export function createDockerDriver(
  options: TcDriverOptions,
  createKernelDriver: (options: TcDriverOptions) => Driver = createTcDriver,
): MovingDriver {
  return new DockerDriver(options, createKernelDriver);
}

class DockerDriver implements MovingDriver {
  readonly name: string = 'docker';
  readonly capabilities: Driver['capabilities'] = capabilitiesOfTc;
  readonly #options: TcDriverOptions;
  readonly #createKernelDriver: (options: TcDriverOptions) => Driver;
  /** Each has installed, at the same time, what came to new places: these edges. */
  readonly #drivers = new Map<Driver, readonly string[]>();
  readonly #links = new Map<string, DockerLink>();
  #driverCount = 0;

  constructor(options: TcDriverOptions, createKernelDriver: (options: TcDriverOptions) => Driver) {
    this.#options = options;
    this.#createKernelDriver = createKernelDriver;
  }

  async install(links: readonly LinkSpec[], signal: AbortSignal): Promise<readonly InstalledLink[]> {
    const { clock } = this.#options;
    const { installed } = await this.#installInKernel(links, signal);
    return installed.map((link) => this.#wrap(link, clock));
  }

  suspend(edges: readonly string[]): void {
    for (const edge of edges) this.#links.get(edge)?.suspend();
  }

  async resume(edges: readonly string[]): Promise<void> {
    await Promise.all(edges.map(async (edge) => await this.#links.get(edge)?.resume()));
  }

  /** All are moved or, with what was installed for it undone, none. */
  async move(links: readonly LinkSpec[], signal: AbortSignal): Promise<void> {
    const edges = links.map(({ edge }) => edge);
    this.suspend(edges);
    await this.#leave(edges);
    const { driver, installed } = await this.#installInKernel(links, signal);
    const outcomes = await Promise.allSettled(
      installed.map(async (link) => await this.#links.get(link.edge)?.moveTo(link)),
    );
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed === undefined) return;
    this.suspend(edges);
    await this.#drop(driver);
    throw failed.reason;
  }

  /** Newest first; each is tried, whatever becomes of the others. */
  async revert(): Promise<void> {
    const reasons: string[] = [];
    for (const driver of [...this.#drivers.keys()].toReversed()) {
      await driver.revert().catch((error: unknown) => reasons.push(reasonOf(error)));
    }
    if (reasons.length === 0) return;
    throw new SquallError('undo-failed', reasons.join('; '), {
      hint: 'run `scenario cleanup`',
      exitCode: EXIT_CODES.undoFailed,
    });
  }

  #wrap(link: KernelLink, clock: Clock): DockerLink {
    const wrapped = new DockerLink(link, clock);
    this.#links.set(link.edge, wrapped);
    return wrapped;
  }

  async #installInKernel(links: readonly LinkSpec[], signal: AbortSignal): Promise<Installed> {
    const effects = numbered(this.#options.effects, `docker ${(this.#driverCount += 1)}`);
    const driver = this.#createKernelDriver({ ...this.#options, effects });
    const edges = links.map(({ edge }) => edge);
    this.#drivers.set(driver, edges);
    try {
      return { driver, installed: (await driver.install(links, signal)).filter(isKernelLink) };
    } catch (error) {
      await this.#drop(driver);
      throw error;
    }
  }

  /** Before anything is at the new places, because one of those can be where something is left at an old one. */
  async #leave(edges: readonly string[]): Promise<void> {
    for (const [driver, its] of [...this.#drivers].toReversed()) {
      if (its.every((edge) => edges.includes(edge))) await this.#drop(driver);
    }
  }

  /** A long run has many. What cannot be undone now stays, and is tried again at the end. */
  async #drop(driver: Driver): Promise<void> {
    await driver.revert().then(
      () => this.#drivers.delete(driver),
      () => {},
    );
  }
}

interface Installed {
  readonly driver: Driver;
  readonly installed: readonly KernelLink[];
}

/** Ids are unique in a run, and each of the drivers counts its own. */
function numbered(log: EffectLog, name: string): EffectLog {
  return {
    intend: async (id, inverse) => await log.intend(`${name} ${id}`, inverse),
    done: async (id) => await log.done(`${name} ${id}`),
    undone: async (id) => await log.undone(`${name} ${id}`),
  };
}
