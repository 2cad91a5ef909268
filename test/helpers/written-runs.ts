import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { RunResult } from '../../src/core/result.gen.ts';
import type { JournalEntry, JournalLine } from '../../src/journal/entry.ts';
import { startTimeOf } from '../../src/exec/process-identity.ts';
import { renderJson } from '../../src/report/json/render.ts';
import { passingResult } from './results.ts';

/** What a run folder holds that was written and not run. */
export interface WrittenRun {
  readonly id: string;
  /** Its own journal, of a runner that is gone or lives; false for none. */
  readonly journal?: readonly JournalEntry[] | false;
  /** False for none. */
  readonly result?: Partial<RunResult> | false;
}

/** Writes a run folder as a run that passed leaves it, but for what is said. @returns the folder */
export function writeRunFolder(out: string, { id, journal, result }: WrittenRun): string {
  const folder = join(out, id);
  mkdirSync(join(folder, 'logs'), { recursive: true });
  writeFileSync(join(folder, 'logs', 'shop.log'), 'said\n');
  if (journal !== false) writeJournal(folder, journal ?? [runBegan(id), { kind: 'run.ended', exitCode: 0 }]);
  if (result !== false) {
    const base = passingResult();
    writeFileSync(join(folder, 'result.json'), renderJson({ ...base, run: { ...base.run, id }, ...result }));
  }
  return folder;
}

function writeJournal(folder: string, entries: readonly JournalEntry[]): void {
  const lines = entries.map((entry): JournalLine => ({ ...entry, at: 0 }));
  writeFileSync(join(folder, 'journal.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

/** By this very process, or by one of before the machine was started. */
export function runBegan(run: string, runner: 'lives' | 'gone' = 'gone'): JournalEntry {
  const alive = startTimeOf(process.pid) ?? '';
  const startTime = runner === 'lives' ? alive : `${alive.split('@')[0]}@00000000-before`;
  return { kind: 'run.started', run, scenario: 's', version: '0.0.0', pid: process.pid, startTime };
}

/** An effect that is not undone. */
export function effectOf(run: string): JournalEntry {
  const marker = { SQUALL_RUN: run };
  return {
    kind: 'effect.intended',
    id: 'service shop',
    inverse: { kind: 'end-process', service: 'shop', marker },
  };
}
