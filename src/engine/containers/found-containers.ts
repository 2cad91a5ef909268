import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import {
  hostAddress,
  type ContainerEngine,
  type FoundContainer,
} from '../../drivers/docker/container-engine.ts';
import type { Address } from '../../drivers/driver.ts';
import type { ContainerRef } from '../../core/container-ref.ts';
import type { Plan, PlannedContainer } from '../../plan/plan.ts';
import type { RunContext, RunRequest } from '../context.ts';

/** The containers of a plan's services, as they are now. */
export class FoundContainers {
  /** Absent where the plan has none. */
  readonly engine: ContainerEngine | undefined;
  readonly #found = new Map<string, FoundContainer>();

  private constructor(engine: ContainerEngine | undefined) {
    this.engine = engine;
  }

  /** Finds them all; nothing is touched. @throws SquallError of exit code 3 as `ContainerEngine.find`. */
  static async find(
    { plan, signal }: Pick<RunContext, 'plan' | 'signal'>,
    connect: RunRequest['connectContainers'],
  ): Promise<FoundContainers> {
    const services = plan.services.filter((service) => service.kind === 'container');
    const others = containersOfEvents(plan);
    if (services.length === 0 && others.length === 0) return new FoundContainers(undefined);
    const engine = connect?.();
    if (engine === undefined) {
      throw new SquallError(
        'driver-missing',
        'the plan has containers, and this run has nothing to find them with',
        {
          hint: 'give the run `connectContainers`, or plan the scenario without containers',
          exitCode: EXIT_CODES.environment,
        },
      );
    }
    const containers = new FoundContainers(engine);
    for (const { name, container } of services) containers.set(name, await engine.find(container, signal));
    // Which one it is then, the event finds out; that there is none is to be known now.
    for (const container of others) await engine.find(container, signal);
    return containers;
  }

  of(service: string): FoundContainer {
    const found = this.#found.get(service);
    if (found === undefined) throw new Error(`service ${service} is no container`);
    return found;
  }

  /** Follows one that has come back as another. */
  set(service: string, container: FoundContainer): void {
    this.#found.set(service, container);
  }

  /** Where this host reaches a service; undefined for one without a port, which is never asked. */
  addressOf({ name, port, protocol }: PlannedContainer): Address | undefined {
    return port === undefined ? undefined : hostAddress(this.of(name), port, protocol);
  }
}

/** The containers that the steps do something to and that are none of the services. */
function containersOfEvents({ steps }: Plan): ContainerRef[] {
  return steps
    .flatMap(({ events = [] }) => events)
    .flatMap((event) => {
      if (event.kind !== 'signal' && event.kind !== 'restart') return [];
      return event.target.kind === 'container' ? [event.target.container] : [];
    });
}
