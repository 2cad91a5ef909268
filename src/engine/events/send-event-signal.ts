import { reasonOf, SquallError } from '../../core/errors.ts';
import { continueContainer } from '../../exec/continue-container.ts';
import type { PlannedSignal } from '../../plan/planned-event.ts';
import type { EventScene, Performed } from './event-scene.ts';
import { findContainer, type EngineAndContainer } from './find-container.ts';

/** Sends the signal of an event, to all processes of a service or to the first one of a container. */
export async function sendEventSignal(
  scene: EventScene,
  { target, signal: name }: PlannedSignal,
): Promise<Performed> {
  const { signal } = scene.context;
  try {
    const found = await findContainer(scene, target);
    if (found !== undefined) {
      if (name === 'SIGSTOP') await continueAtTheEnd(scene, found);
      await found.engine.kill(found.container.id, name, signal);
      return { ok: true, detail: `sent to process ${found.container.pid} of ${found.container.name}` };
    }
    // What it stops goes on at its end, which the journal knows of: SIGCONT follows each SIGTERM.
    const isSent = target.kind === 'service' && scene.stage.started.get(target.service)?.signal(name);
    if (isSent === true) return { ok: true, detail: 'sent to all of its processes' };
    return { ok: false, detail: 'no process is there to take it' };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof SquallError)) throw error;
    return { ok: false, detail: reasonOf(error) };
  }
}

/** A second time changes nothing: to go on twice does no harm, and the journal knows both by one id. */
async function continueAtTheEnd(
  { context: { cleanup, journal } }: EventScene,
  { engine, container }: EngineAndContainer,
): Promise<void> {
  const id = `signal to container ${container.id.slice(0, 12)}`;
  const stopped = { socket: engine.socket(), id: container.id };
  await journal.record({ kind: 'effect.intended', id, inverse: { kind: 'continue-container', ...stopped } });
  cleanup.push(`the stopped container ${container.name}`, async () => {
    await continueContainer(stopped);
    await journal.record({ kind: 'effect.undone', id });
  });
  await journal.record({ kind: 'effect.done', id });
}
