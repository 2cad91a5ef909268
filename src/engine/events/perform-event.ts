import type { PlannedEvent } from '../../plan/planned-event.ts';
import { callService } from './call-service.ts';
import type { EventScene, Performed } from './event-scene.ts';
import { restartTarget } from './restart-target.ts';
import { runEventCommand } from './run-event-command.ts';
import { sendEventSignal } from './send-event-signal.ts';

/**
 * Does what an event says, and waits until it is done.
 * @throws what the run cannot go on after, as `ServiceDied`; the signal's reason.
 */
export async function performEvent(scene: EventScene, event: PlannedEvent, log: string): Promise<Performed> {
  switch (event.kind) {
    case 'run':
      return await runEventCommand(scene, event, log);
    case 'http':
      return await callService(scene, event);
    case 'signal':
      return await sendEventSignal(scene, event);
    case 'restart':
      return await restartTarget(scene, event);
  }
}
