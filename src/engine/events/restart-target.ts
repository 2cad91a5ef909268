import { SquallError } from '../../core/errors.ts';
import type { Milliseconds } from '../../core/clock.ts';
import { formatDuration } from '../../core/units/duration.ts';
import type { PlannedContainer } from '../../plan/plan.ts';
import type { PlannedRestart } from '../../plan/planned-event.ts';
import { hostForUrl, schemeOfProtocol } from '../addresses.ts';
import { connectEdges } from '../connect-edges.ts';
import { ServiceDied } from '../run-ending.ts';
import { checkUrl } from '../services/check-url.ts';
import type { ManagedService } from '../services/managed-service.ts';
import type { EventScene, Performed } from './event-scene.ts';
import { findContainer, type EngineAndContainer } from './find-container.ts';

/**
 * Restarts what an event names and waits until it is ready again.
 * @throws ServiceDied for a service that does not come back; SquallError where it could not be started.
 */
export async function restartTarget(scene: EventScene, { target }: PlannedRestart): Promise<Performed> {
  const { signal } = scene.context;
  const name = target.kind === 'service' ? target.service : undefined;
  const managed = name === undefined ? undefined : scene.stage.started.get(name);
  if (name !== undefined && managed !== undefined) return await restartProcess(scene, name, managed);
  try {
    const found = await findContainer(scene, target);
    if (found === undefined) throw new Error('an event is for nothing that the run knows');
    return await restartContainer(scene, name, found);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof SquallError) || error instanceof ServiceDied) throw error;
    return { ok: false, detail: error.message };
  }
}

async function restartProcess(
  { context, stage }: EventScene,
  name: string,
  managed: ManagedService,
): Promise<Performed> {
  const { clock, plan } = context;
  const begin = clock.now();
  try {
    const by = await managed.restart();
    await connectEdges(plan.edges, stage.links, name, managed.targets);
    const how = by === 'SIGKILL' ? ', after SIGKILL because it did not end in time' : '';
    return { ok: true, detail: `ready again after ${sinceText(clock.now() - begin)}${how}` };
  } catch (error) {
    throw asDeath(name, error);
  }
}

const NOT_COME_BACK: readonly string[] = ['service-died', 'service-not-ready', 'service-unreachable'];

/** What ends the run as a service's death, where the service has not come back; else the error itself. */
function asDeath(name: string, error: unknown): unknown {
  const isDeath = error instanceof SquallError && NOT_COME_BACK.includes(error.code);
  return isDeath ? new ServiceDied(name, error) : error;
}

async function restartContainer(
  { context, stage }: EventScene,
  name: string | undefined,
  { engine, container }: EngineAndContainer,
): Promise<Performed> {
  const { clock, plan, signal } = context;
  const begin = clock.now();
  const isDone = name === undefined ? () => {} : stage.disturbances.means(name, begin);
  try {
    await engine.restart(container.id, signal);
    const service = plan.services.find((candidate) => candidate.name === name);
    if (service?.kind === 'container') await untilReady({ context, stage }, service, engine);
    return { ok: true, detail: `running again after ${sinceText(clock.now() - begin)}` };
  } finally {
    isDone(clock.now());
  }
}

/** Whoever follows the containers does so beside this: only the address is of interest here. */
async function untilReady(
  { context, stage }: Pick<EventScene, 'context' | 'stage'>,
  service: PlannedContainer,
  engine: EngineAndContainer['engine'],
): Promise<void> {
  const { clock, plan, signal } = context;
  stage.containers.set(service.name, await engine.find(service.container, signal));
  const address = stage.containers.addressOf(service);
  if (address === undefined) return;
  await connectEdges(plan.edges, stage.links, service.name, new Map([['', address]]));
  const url = `${schemeOfProtocol(service.protocol)}://${hostForUrl(address.host)}:${address.port}`;
  try {
    await checkUrl({ ...service, url }, { clock, signal });
  } catch (error) {
    throw asDeath(service.name, error);
  }
}

function sinceText(took: Milliseconds): string {
  return formatDuration(Math.round(took));
}
