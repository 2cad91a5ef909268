import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { Clock } from '../core/clock.ts';
import { SquallError } from '../core/errors.ts';
import { fileReason } from '../core/file-reason.ts';
import type { JournalEntry, JournalLine } from './entry.ts';

/** In every run folder. */
export const JOURNAL_FILE = 'journal.jsonl';

/** The append-only record of a run's effects, one JSON object a line. */
export interface Journal {
  readonly path: string;
  /**
   * Resolves when the entry is on the disk, and only then may its effect begin.
   * @throws SquallError `journal-not-written`.
   */
  record(entry: JournalEntry): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a journal to append to it; only one process may write to it at a time.
 * @throws SquallError `journal-not-written`.
 */
export async function openJournal(path: string, clock: Clock): Promise<Journal> {
  const file = await orExplain(path, () => openForAppend(path));
  let last: Promise<void> = Promise.resolve();
  let waiting = '';
  let next: Promise<void> | undefined;
  const write = async (line: string): Promise<void> => {
    waiting += line;
    // What is recorded while the disk is busy goes there together next: to sync is what takes the time.
    next ??= last.then(async () => {
      const lines = waiting;
      waiting = '';
      next = undefined;
      await append(file, lines);
    });
    last = next.catch(() => {});
    await next;
  };
  return {
    path,
    record: async (entry) => {
      const line: JournalLine = { ...entry, at: clock.wall() };
      await orExplain(path, () => write(`${JSON.stringify(line)}\n`));
    },
    close: async () => {
      await last;
      await file.close();
    },
  };
}

async function openForAppend(path: string): Promise<FileHandle> {
  const file = await open(path, 'a+');
  const text = await file.readFile('utf8');
  // A line that a crash cut off would spoil the next one; nothing had begun that relied on it.
  const complete = text.slice(0, text.lastIndexOf('\n') + 1);
  if (complete !== text) await file.truncate(Buffer.byteLength(complete));
  if (text === '') await syncFolder(dirname(path));
  return file;
}

async function append(file: FileHandle, lines: string): Promise<void> {
  const { size } = await file.stat();
  try {
    await file.appendFile(lines);
    await file.datasync();
  } catch (error) {
    // Half a line, as a full disk leaves it, would spoil the next one.
    await file.truncate(size).catch(() => {});
    throw error;
  }
}

/** A new file survives a power loss only once its folder is written too. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function orExplain<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw new SquallError(
      'journal-not-written',
      `the journal \`${path}\` could not be written: ${fileReason(error)}`,
      {
        cause: error,
        hint: 'free space on the disk, or choose another folder for the runs',
      },
    );
  }
}
