import type { CleanupFailure } from '../core/cleanup-stack.ts';
import type { Clock, Milliseconds } from '../core/clock.ts';
import { reasonOf } from '../core/errors.ts';
import { continueContainer } from '../exec/continue-container.ts';
import { endGroup, isGroupAlive, type EndGroupOptions } from '../exec/group-signals.ts';
import {
  CAN_FIND_MARKED,
  endMarked,
  findMarked,
  RUN_MARKER,
  type Marker,
  type SweepOptions,
} from '../exec/marked-processes.ts';
import { inverseLabel } from '../exec/network/inverse.ts';
import { isRunning } from '../exec/process-identity.ts';
import { removeScratch } from '../exec/scratch-folder.ts';
import type { EndProcess, Inverse, JournalEntry } from './entry.ts';
import type { JournalState, PendingEffect } from './replay.ts';
import { undoNetworkEffect } from './undo-network.ts';

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

/**
 * Undoes what a journal says is still there, without its runner: first its processes, which may be in its namespaces, then what it did
 * to the network; each newest first. A failure does not stop the others.
 */
export async function undoJournal(state: JournalState, options: UndoOptions): Promise<UndoReport> {
  const { clock, record } = options;
  const deadline = clock.now() + options.grace;
  const processes = await undoEach(state.pending.filter(isOfProcess), async (effect) => {
    await endProcess(effect, { clock, within: Math.max(0, deadline - clock.now()) });
  });
  const grace = Math.max(0, deadline - clock.now());
  const survivors = await sweep(state, { clock, grace, settle: options.settle });
  const others = await undoEach(
    state.pending.filter(({ inverse }) => inverse.kind !== 'end-process'),
    async (effect) => await undoOther(effect, clock),
  );
  const ended = survivors === undefined ? processes.undone : [];
  const undone = [...ended, ...others.undone];
  const failures = [...processes.failures, ...(survivors ? [survivors] : []), ...others.failures];
  for (const id of undone) {
    const reason = await failureOf(() => record({ kind: 'effect.undone', id }));
    if (reason !== undefined) failures.push({ what: `the record of effect ${id}`, reason });
  }
  return { undone, failures };
}

async function undoOther(effect: PendingEffect, clock: Clock): Promise<void> {
  const { inverse } = effect;
  // The processes that write there are ended by now.
  if (inverse.kind === 'remove-folder') await removeScratch(inverse.path);
  else if (inverse.kind === 'continue-container') await continueContainer(inverse);
  else await undoNetworkEffect(effect, clock);
}

async function undoEach<E extends PendingEffect>(
  effects: readonly E[],
  undo: (effect: E) => Promise<void>,
): Promise<UndoReport> {
  const undone: string[] = [];
  const failures: CleanupFailure[] = [];
  for (const effect of effects) {
    const reason = await failureOf(() => undo(effect));
    if (reason === undefined) undone.push(effect.id);
    else failures.push({ what: describeInverse(effect.inverse), reason });
  }
  return { undone, failures };
}

function describeInverse(inverse: Inverse): string {
  if (inverse.kind === 'end-process') return `service \`${inverse.service}\``;
  if (inverse.kind === 'remove-namespace') return `network namespace \`${inverse.name}\``;
  if (inverse.kind === 'remove-folder') return `folder \`${inverse.path}\``;
  if (inverse.kind === 'continue-container') return `the stopped container ${inverse.id.slice(0, 12)}`;
  return inverseLabel(inverse);
}

type ProcessEffect = PendingEffect & { readonly inverse: EndProcess };

function isOfProcess(effect: PendingEffect): effect is ProcessEffect {
  return effect.inverse.kind === 'end-process';
}

async function endProcess(effect: ProcessEffect, options: EndGroupOptions): Promise<void> {
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
    : state.pending.filter(isOfProcess).map((effect) => effect.inverse.marker);
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
