import { readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { CONTROL_SOCKET } from '../core/artefacts.ts';
import type { CleanupFailure } from '../core/cleanup-stack.ts';
import type { Clock, Milliseconds } from '../core/clock.ts';
import { reasonOf } from '../core/errors.ts';
import type { JournalEntry } from './entry.ts';
import { openJournal, type Journal } from './journal.ts';
import { replayJournal, type JournalState } from './replay.ts';
import { undoJournal } from './undo.ts';
import { holdUndo, type UndoLock, type UndoLockBusy } from './undo-lock.ts';

export interface ReapOptions {
  readonly clock: Clock;
  /** How long another process that undoes the same run may take to finish. */
  readonly within: Milliseconds;
}

export interface Reaped {
  readonly kind: 'reaped';
  /** What the journal said once nobody else could write to it. */
  readonly state: JournalState;
  /** Ids of the effects that are verified to be undone. */
  readonly undone: readonly string[];
  readonly failures: readonly CleanupFailure[];
}

/** How long services may take after SIGTERM when their runner is gone. */
const GRACE: Milliseconds = 1000;
/** A child of the runner between fork and exec does not carry the marker yet. */
const SETTLE: Milliseconds = 1000;

/**
 * Undoes what is left of a run whose runner is gone, from its journal alone, and records that. Idempotent; the reaper and
 * `scenario cleanup` may call it at once. Rejects when the journal cannot be read.
 */
export async function reapJournal(path: string, options: ReapOptions): Promise<Reaped | UndoLockBusy> {
  const lock = await holdUndo(dirname(path), options).catch(unlocked);
  if (lock.kind === 'busy') return lock;
  try {
    return await reapLocked(path, options.clock);
  } finally {
    // On a full disk the lock ends with this process.
    await lock.release().catch(() => {});
  }
}

/** What can be undone is undone even where nothing can be written any more: every undo may be tried twice. */
function unlocked(): UndoLock {
  return { kind: 'held', release: async () => {} };
}

async function reapLocked(path: string, clock: Clock): Promise<Reaped> {
  const state = replayJournal(await readFile(path, 'utf8'));
  const journal = await openOrRefuse(path, clock);
  const record = async (entry: JournalEntry): Promise<void> => {
    await journal.record(entry);
  };
  const report = await undoJournal(state, { clock, grace: GRACE, settle: SETTLE, record });
  const failed = report.failures.map(({ what }) => what);
  const unrecorded = await record({ kind: 'run.reaped', failed }).then(
    () => [],
    (error: unknown) => [{ what: 'the record of the undo', reason: reasonOf(error) }],
  );
  await journal.close();
  // Nobody listens there any more, and who looks for runs in progress would have to ask.
  await rm(join(dirname(path), CONTROL_SOCKET), { force: true }).catch(() => {});
  return { kind: 'reaped', state, undone: report.undone, failures: [...report.failures, ...unrecorded] };
}

/** What can be undone is undone also where the journal cannot be opened; then each record fails with the reason. */
async function openOrRefuse(path: string, clock: Clock): Promise<Pick<Journal, 'record' | 'close'>> {
  try {
    return await openJournal(path, clock);
  } catch (error) {
    const refuse = async (): Promise<void> => {
      throw error;
    };
    return { record: refuse, close: async () => {} };
  }
}
