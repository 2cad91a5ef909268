import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Clock, Milliseconds } from '../core/clock.ts';
import { linkIfFree, ownIdentity, readHolder } from '../exec/holder-file.ts';
import { isRunning, type ProcessIdentity } from '../exec/process-identity.ts';

/** The right to undo a run without its runner and to write to its journal; one process has it at a time. */
export interface UndoLock {
  readonly kind: 'held';
  release(): Promise<void>;
}

export interface UndoLockBusy {
  readonly kind: 'busy';
  /** Of the process that has the lock. */
  readonly pid: number;
}

export interface HoldUndoOptions {
  readonly clock: Clock;
  /** How long another process may take to finish. */
  readonly within: Milliseconds;
}

const LOOK_EVERY: Milliseconds = 50;
const LOCK_FILE = /^undo-(\d+)\.lock$/;

/**
 * Takes the lock of a run folder, as soon as whoever has it is done or dead. Rejects when the folder cannot be written.
 *
 * Locks are numbered files, and only the highest counts. None is ever removed: a file that is removed and made again, as a single one
 * would be after a crash, can be taken by two that have both found its holder dead.
 */
export async function holdUndo(
  folder: string,
  { clock, within }: HoldUndoOptions,
): Promise<UndoLock | UndoLockBusy> {
  const deadline = clock.now() + within;
  for (;;) {
    const latest = await latestLock(folder);
    const holder = await holderOf(join(folder, fileOf(latest)));
    if (holder === undefined) {
      const lock = await takeLock(folder, latest + 1);
      if (lock !== undefined) return lock;
    } else if (clock.now() >= deadline) {
      return { kind: 'busy', pid: holder.pid };
    } else {
      await clock.sleep(LOOK_EVERY);
    }
  }
}

function fileOf(number: number): string {
  return `undo-${number}.lock`;
}

/** 0 when there is none. */
async function latestLock(folder: string): Promise<number> {
  const names = await readdir(folder);
  return Math.max(0, ...names.map((name) => Number(LOCK_FILE.exec(name)?.[1] ?? 0)));
}

/** Undefined when another one has been faster. */
async function takeLock(folder: string, number: number): Promise<UndoLock | undefined> {
  const path = join(folder, fileOf(number));
  const draft = await writeDraft(folder, ownIdentity());
  try {
    if (!(await linkIfFree(draft, path))) return undefined;
  } finally {
    await rm(draft, { force: true });
  }
  return {
    kind: 'held',
    release: async () => {
      await rename(await writeDraft(folder, { released: true }), path);
    },
  };
}

async function writeDraft(folder: string, content: object): Promise<string> {
  const draft = join(folder, `undo-${randomUUID()}.draft`);
  await writeFile(draft, `${JSON.stringify(content)}\n`);
  return draft;
}

/** Undefined when nobody has the lock: it was released, or its holder is dead. */
async function holderOf(path: string): Promise<ProcessIdentity | undefined> {
  const holder = await readHolder(path);
  return holder !== undefined && isRunning(holder) ? holder : undefined;
}
