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
export function createDockerDriver(options: TcDriverOptions): MovingDriver {
  return new DockerDriver(options);
}

class DockerDriver implements MovingDriver {
  readonly name: string = 'docker';
  readonly capabilities: Driver['capabilities'] = capabilitiesOfTc;
  readonly #options: TcDriverOptions;
  /** Each has installed what came to new places at the same time. */
  readonly #drivers: Driver[] = [];
  readonly #links = new Map<string, DockerLink>();

  constructor(options: TcDriverOptions) {
    this.#options = options;
  }

  async install(links: readonly LinkSpec[], signal: AbortSignal): Promise<readonly InstalledLink[]> {
    const { clock } = this.#options;
    return (await this.#installInKernel(links, signal)).map((link) => this.#wrap(link, clock));
  }

  suspend(edges: readonly string[]): void {
    for (const edge of edges) this.#links.get(edge)?.suspend();
  }

  /** All are moved or, with what was installed for it undone, none. */
  async move(links: readonly LinkSpec[], signal: AbortSignal): Promise<void> {
    const moved = await this.#installInKernel(links, signal);
    const driver = this.#drivers.at(-1);
    const outcomes = await Promise.allSettled(
      moved.map(async (link) => await this.#links.get(link.edge)?.moveTo(link)),
    );
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed === undefined) return;
    this.suspend(moved.map(({ edge }) => edge));
    // What is not undone now is tried again with all the others.
    await driver?.revert().catch(() => {});
    throw failed.reason;
  }

  /** Newest first; each is tried, whatever becomes of the others. */
  async revert(): Promise<void> {
    const reasons: string[] = [];
    for (const driver of this.#drivers.toReversed()) {
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

  async #installInKernel(links: readonly LinkSpec[], signal: AbortSignal): Promise<KernelLink[]> {
    const effects = numbered(this.#options.effects, `docker ${this.#drivers.length + 1}`);
    const driver = createTcDriver({ ...this.#options, effects });
    this.#drivers.push(driver);
    return (await driver.install(links, signal)).filter(isKernelLink);
  }
}

/** Ids are unique in a run, and each of the drivers counts its own. */
function numbered(log: EffectLog, name: string): EffectLog {
  return {
    intend: async (id, inverse) => await log.intend(`${name} ${id}`, inverse),
    done: async (id) => await log.done(`${name} ${id}`),
    undone: async (id) => await log.undone(`${name} ${id}`),
  };
}
