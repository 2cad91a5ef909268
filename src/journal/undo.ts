import type { CleanupFailure } from '../core/cleanup-stack.ts';
import type { Clock, Milliseconds } from '../core/clock.ts';
import { reasonOf } from '../core/errors.ts';
import { endGroup, isGroupAlive, type EndGroupOptions } from '../exec/group-signals.ts';
import {
  CAN_FIND_MARKED,
  endMarked,
  findMarked,
  RUN_MARKER,
  type Marker,
  type SweepOptions,
} from '../exec/marked-processes.ts';
import { isRunning } from '../exec/process-identity.ts';
import type { JournalEntry } from './entry.ts';
import type { JournalState, PendingEffect } from './replay.ts';

export interface UndoOptions {
  readonly clock: Clock;
  /** How long all processes together may take after SIGTERM, before SIGKILL. */
  readonly grace: Milliseconds;
  /** Look for processes of the run at least this long; 0 when the runner has been gone for a while. */
  readonly settle: Milliseconds;
  /** `Journal.record`, so that no later undo repeats what is done. */
  readonly record: (entry: JournalEntry) => Promise<void>;
}

export interface UndoReport {
  /** Ids of the effects that are verified to be undone. */
  readonly undone: readonly string[];
  readonly failures: readonly CleanupFailure[];
}

/** Undoes what a journal says is still there, newest first, without its runner. A failure does not stop the others. */
export async function undoJournal(state: JournalState, options: UndoOptions): Promise<UndoReport> {
  const { clock } = options;
  const failures: CleanupFailure[] = [];
  const verified: PendingEffect[] = [];
  const deadline = clock.now() + options.grace;
  for (const effect of state.pending) {
    const within = Math.max(0, deadline - clock.now());
    const reason = await failureOf(() => undoEffect(effect, { clock, within }));
    if (reason === undefined) verified.push(effect);
    else failures.push({ what: `service \`${effect.inverse.service}\``, reason });
  }
  const grace = Math.max(0, deadline - clock.now());
  const survivors = await sweep(state, { clock, grace, settle: options.settle });
  if (survivors !== undefined) return { undone: [], failures: [...failures, survivors] };
  for (const { id } of verified) {
    const reason = await failureOf(() => options.record({ kind: 'effect.undone', id }));
    if (reason !== undefined) failures.push({ what: `the record of effect ${id}`, reason });
  }
  return { undone: verified.map(({ id }) => id), failures };
}

async function undoEffect(effect: PendingEffect, options: EndGroupOptions): Promise<void> {
  const { inverse, process: started } = effect;
  if (started === undefined) {
    if (CAN_FIND_MARKED) return;
    throw new Error(
      'the runner died while it was starting, and this system does not show whose a process is',
    );
  }
  if (isRunning(started) || holdsMarked(started.pid, inverse.marker)) {
    await endGroup(started.pid, options);
  } else if (!CAN_FIND_MARKED && isGroupAlive(started.pid)) {
    throw new Error(
      `process ${started.pid} is gone, and group ${started.pid} cannot be proven to be its own`,
    );
  }
}

/** A group keeps its number while one member lives, so one that is marked proves whose the group is when its leader has gone. */
function holdsMarked(group: number, marker: Marker): boolean {
  return findMarked(marker).some((found) => found.group === group);
}

/** Ends what has left its group, and what was started but not yet recorded. */
async function sweep(state: JournalState, options: SweepOptions): Promise<CleanupFailure | undefined> {
  const markers: Marker[] = state.run
    ? [{ [RUN_MARKER]: state.run.run }]
    : state.pending.map((effect) => effect.inverse.marker);
  const survivors = await Promise.all(markers.map((marker) => endMarked(marker, options)));
  const pids = survivors.flat().map(({ pid }) => pid);
  if (pids.length === 0) return undefined;
  return { what: 'processes of the run', reason: `still running after SIGKILL: ${pids.join(', ')}` };
}

async function failureOf(attempt: () => Promise<void>): Promise<string | undefined> {
  try {
    await attempt();
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}
