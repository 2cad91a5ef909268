import type { ContainerEngine, FoundContainer } from '../../drivers/docker/container-engine.ts';
import type { EventTarget } from '../../plan/planned-event.ts';
import type { EventScene } from './event-scene.ts';

export interface EngineAndContainer {
  readonly engine: ContainerEngine;
  readonly container: FoundContainer;
}

/** The container that an event is for, as it is now; undefined for a service that the run has started. @throws SquallError as `find`. */
export async function findContainer(
  { context, stage }: EventScene,
  target: EventTarget,
): Promise<EngineAndContainer | undefined> {
  const { engine } = stage.containers;
  const ref = target.kind === 'container' ? target.container : refOf(context, target.service);
  if (ref === undefined || engine === undefined) return undefined;
  return { engine, container: await engine.find(ref, context.signal) };
}

function refOf(
  { plan }: EventScene['context'],
  name: string,
): Parameters<ContainerEngine['find']>[0] | undefined {
  const service = plan.services.find((candidate) => candidate.name === name);
  return service?.kind === 'container' ? service.container : undefined;
}
