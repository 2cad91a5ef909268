import type { Clock, Milliseconds } from '../core/clock.ts';
import { latestBefore } from '../core/latest-before.ts';
import type { InstalledLink } from '../drivers/driver.ts';
import type { ScheduledState } from '../impairment/varying/schedule.ts';
import type { PlannedStep } from '../plan/plan.ts';
import type { Emitter } from './emitter.ts';

/** A change that was made, by its place in the schedule. */
export interface AppliedState {
  readonly state: number;
  /** When it was in force, from the run's start. */
  readonly at: Milliseconds;
}

/** What is told of each change, and the time. */
export interface VaryingContext {
  readonly clock: Clock;
  readonly emitter: Pick<Emitter, 'emit'>;
}

export interface VaryingLink {
  readonly step: PlannedStep;
  readonly link: Pick<InstalledLink, 'edge' | 'change'>;
  readonly schedule: readonly ScheduledState[];
  /** The run's start on the clock. */
  readonly epoch: Milliseconds;
}

/**
 * Makes the changes of a schedule when they are due, one after the other, until all are made or `over` aborts. What is late when the
 * next is due already is left out, so that the link never falls behind. Its first state is in force.
 */
export async function varyLink(
  { clock, emitter }: VaryingContext,
  { step, link, schedule, epoch }: VaryingLink,
  over: AbortSignal,
): Promise<AppliedState[]> {
  const applied: AppliedState[] = [];
  const times = schedule.map(({ at }) => at);
  let next = 1;
  while (next < schedule.length) {
    const wait = epoch + times[next]! - clock.now();
    if (wait > 0) await clock.sleep(wait, over).catch(() => {});
    if (over.aborted) break;
    const state = Math.max(next, latestBefore(times, clock.now() - epoch));
    const { at: planned, impairment } = schedule[state]!;
    await link.change(impairment);
    const at = clock.now() - epoch;
    applied.push({ state, at });
    emitter.emit({ kind: 'link.varied', step: step.name, edge: link.edge, state, late: at - planned });
    next = state + 1;
  }
  return applied;
}
