import type { Milliseconds } from '../core/clock.ts';
import { reasonOf } from '../core/errors.ts';
import { untilAborted } from '../core/until-aborted.ts';
import type { ScheduledState } from '../impairment/varying/schedule.ts';
import type { PlannedStep } from '../plan/plan.ts';
import type { RunContext } from './context.ts';
import { watchLink, type TimedProbe } from './probe/watch-link.ts';
import type { Stage } from './set-up.ts';
import { varyLink, type AppliedState } from './vary-link.ts';

/** What became of one link that varied in a window. */
export interface LinkVariation {
  readonly edge: string;
  readonly applied: readonly AppliedState[];
  /** Settled once the last probe of the window is back. */
  readonly watched: Promise<readonly TimedProbe[] | { readonly unwatched: string }>;
}

export interface VaryingStep {
  readonly context: RunContext;
  readonly stage: Stage;
  readonly step: PlannedStep;
  /** The run's start on the clock. */
  readonly epoch: Milliseconds;
  /** Nothing of a link is changed while its proof is still made. */
  readonly transition: Promise<unknown>;
}

/** The links of one step that vary, from when its window opens until `stop`. */
export class StepVariation {
  readonly #context: RunContext;
  readonly #over = new AbortController();
  readonly #links: readonly Promise<LinkVariation>[];

  constructor(varying: VaryingStep) {
    this.#context = varying.context;
    this.#links = varying.step.links.flatMap(({ edge, schedule }) =>
      schedule === undefined ? [] : [this.#vary(varying, edge, schedule)],
    );
    for (const link of this.#links) {
      // What goes wrong ends the run now, and not only when the step is over.
      link.catch((error: unknown) =>
        this.#context.abort(error instanceof Error ? error : new Error(reasonOf(error))),
      );
    }
  }

  /** Resolves when nothing of it is under way on any link any more, so that the next step may change them. */
  async stop(): Promise<readonly LinkVariation[]> {
    this.#over.abort();
    return await untilAborted(Promise.all(this.#links), this.#context.signal);
  }

  async #vary(
    { context, stage, step, epoch, transition }: VaryingStep,
    edge: string,
    schedule: readonly ScheduledState[],
  ): Promise<LinkVariation> {
    const link = stage.links.get(edge);
    if (link === undefined) throw new Error(`no driver has installed edge ${edge}`);
    await transition;
    const { clock, signal } = context;
    const isProbed = context.plan.edges.find(({ name }) => name === edge)?.place.kind !== 'interface';
    const watched = isProbed
      ? watchLink({ link, schedule, clock, epoch, end: step.end }, signal).catch((error: unknown) => ({
          unwatched: reasonOf(error),
        }))
      : Promise.resolve([]);
    const over = AbortSignal.any([signal, this.#over.signal]);
    const applied = await varyLink(context, { step, link, schedule, epoch }, over);
    return { edge, applied, watched };
  }
}
