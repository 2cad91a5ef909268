import type { Milliseconds } from '../../core/clock.ts';
import { reasonOf } from '../../core/errors.ts';
import type { EventResult } from '../../core/result.gen.ts';
import type { PlannedStep } from '../../plan/plan.ts';
import type { PlannedEvent } from '../../plan/planned-event.ts';
import { isLeftBehind, type EventScene, type Performed } from './event-scene.ts';
import { performEvent } from './perform-event.ts';

interface Place {
  readonly step: PlannedStep;
  readonly event: PlannedEvent;
  /** From 1, among those of the step. */
  readonly position: number;
}

/** What the steps do to the services, each at its time, and what came of it. */
export class RunEvents {
  readonly #scene: EventScene;
  readonly #results: EventResult[];
  readonly #underWay: Promise<unknown>[] = [];

  /** Results are put into `results` as the events end. */
  constructor(scene: EventScene, results: EventResult[]) {
    this.#scene = scene;
    this.#results = results;
  }

  /** Makes the events of a step happen from now on; resolves when all are over, which can be after the step. */
  async begin(step: PlannedStep): Promise<readonly EventResult[]> {
    const events = (step.events ?? []).map((event, index) =>
      this.#happen({ step, event, position: index + 1 }),
    );
    for (const each of events) {
      this.#underWay.push(each);
      // What goes wrong ends the run now, and not only when the step is judged.
      each.catch((error: unknown) => this.#abort(error));
    }
    return await Promise.all(events);
  }

  /** Resolves when nothing of any event is under way, however it ended; rejects where something of one could not be ended. */
  async over(): Promise<void> {
    const ends = await Promise.allSettled(this.#underWay);
    for (const end of ends) if (end.status === 'rejected' && isLeftBehind(end.reason)) throw end.reason;
  }

  async #happen(place: Place): Promise<EventResult> {
    const { context, epoch } = this.#scene;
    const { clock, emitter, signal } = context;
    const { step, event } = place;
    await clock.sleep(Math.max(0, epoch + event.at - clock.now()), signal);
    const began = this.#now();
    emitter.emit({ kind: 'event.began', step: step.name, event: event.name, late: began - event.at });
    try {
      return this.#end(place, began, await performEvent(this.#scene, event, logOf(place)));
    } catch (error) {
      const detail = reasonOf(error);
      this.#end(place, began, { ok: false, detail, interrupted: signal.aborted });
      throw error;
    }
  }

  #end(
    place: Place,
    began: Milliseconds,
    { ok, detail, interrupted = false }: Performed & { readonly interrupted?: boolean },
  ): EventResult {
    const { step, event } = place;
    const result: EventResult = {
      step: step.name,
      kind: event.kind,
      name: event.name,
      what: event.what,
      planned: event.at,
      began,
      ended: this.#now(),
      outcome: ok ? 'done' : interrupted ? 'interrupted' : 'failed',
      detail,
      ...(event.kind === 'run' && { log: logOf(place) }),
    };
    this.#results.push(result);
    const { outcome, ended } = result;
    this.#scene.context.emitter.emit({
      kind: 'event.ended',
      step: step.name,
      event: event.name,
      outcome,
      took: ended - began,
      detail,
    });
    return result;
  }

  #now(): Milliseconds {
    return this.#scene.context.clock.now() - this.#scene.epoch;
  }

  #abort(error: unknown): void {
    this.#scene.context.abort(error instanceof Error ? error : new Error(reasonOf(error)));
  }
}

/** No service or load has a name with a dot, so no log of theirs has this name. */
function logOf({ step, position }: Place): string {
  return `logs/${step.name}.event-${position}.log`;
}
