import type { Inverse, JournalEntry, JournalledProcess, RunStarted } from './entry.ts';
import { parseEntry } from './parse-entry.ts';

/** An effect that was intended and is not known to be undone. */
export interface PendingEffect {
  readonly id: string;
  readonly inverse: Inverse;
  /** Whether it is known to have taken place. */
  readonly done: boolean;
  /** What it started; absent when the runner died before it could say so. */
  readonly process?: JournalledProcess;
}

export interface JournalProblem {
  /** From 1. */
  readonly line: number;
  readonly reason: string;
}

/** What a journal says. */
export interface JournalState {
  /** Absent when nothing was written before the runner died, or its line is damaged. */
  readonly run?: RunStarted;
  /** What is still to undo, newest first. */
  readonly pending: readonly PendingEffect[];
  /** The run's exit code, when it came to its end. */
  readonly exitCode?: number;
  /** Lines that could not be read; what they said is not in the state. */
  readonly problems: readonly JournalProblem[];
}

/**
 * Reads a journal. A last line without its line break was cut off by a crash before its effect began, so it is no problem when
 * it cannot be read.
 */
export function replayJournal(text: string): JournalState {
  const lines = text.split('\n');
  const problems: JournalProblem[] = [];
  const entries: JournalEntry[] = [];
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const entry = parseEntry(line);
    if (typeof entry !== 'string') entries.push(entry);
    else if (index < lines.length - 1) problems.push({ line: index + 1, reason: entry });
  }
  return { ...stateOf(entries), problems };
}

function stateOf(entries: readonly JournalEntry[]): Omit<JournalState, 'problems'> {
  const pending = new Map<string, PendingEffect>();
  let run: RunStarted | undefined;
  let exitCode: number | undefined;
  for (const entry of entries) {
    switch (entry.kind) {
      case 'run.started':
        run = entry;
        break;
      case 'effect.intended':
        pending.set(entry.id, { id: entry.id, inverse: entry.inverse, done: false });
        break;
      case 'effect.done': {
        const effect = pending.get(entry.id);
        if (effect === undefined) break;
        pending.set(entry.id, { ...effect, done: true, ...(entry.process && { process: entry.process }) });
        break;
      }
      case 'effect.undone':
        pending.delete(entry.id);
        break;
      case 'run.ended':
        exitCode = entry.exitCode;
        break;
      case 'run.reaped':
        break;
    }
  }
  return {
    ...(run && { run }),
    ...(exitCode !== undefined && { exitCode }),
    pending: [...pending.values()].toReversed(),
  };
}
