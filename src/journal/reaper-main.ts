#!/usr/bin/env node
/**
 * The reaper's own program: `node reaper-main.js JOURNAL`, stdin held open by the runner, stderr its log. See reaper.ts.
 */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';

import { systemClock, type Milliseconds } from '../core/clock.ts';
import { reasonOf } from '../core/errors.ts';
import type { JournalEntry } from './entry.ts';
import { openJournal } from './journal.ts';
import { DONE, READY } from './reaper.ts';
import { replayJournal } from './replay.ts';
import { undoJournal } from './undo.ts';

/** How long services may take after SIGTERM when their runner is gone. */
const GRACE: Milliseconds = 1000;
/** A child of the runner between fork and exec does not carry the marker yet. */
const SETTLE: Milliseconds = 1000;
/** After the runner's death, whatever happens. */
const LONGEST_LIFE: Milliseconds = 60_000;

function log(line: string): void {
  process.stderr.write(`${new Date(systemClock.wall()).toISOString()} ${line}\n`);
}

async function reap(journalPath: string): Promise<void> {
  const state = replayJournal(await readFile(journalPath, 'utf8'));
  for (const { line, reason } of state.problems) log(`journal line ${line}: ${reason}`);
  const record = await recorder(journalPath);
  const report = await undoJournal(state, { clock: systemClock, grace: GRACE, settle: SETTLE, record });
  for (const { what, reason } of report.failures) log(`not undone: ${what}: ${reason}`);
  await record({ kind: 'run.reaped', failed: report.failures.map(({ what }) => what) });
  log(
    `run ${state.run?.run ?? '(unknown)'}: ${report.undone.length} undone, ${report.failures.length} failed`,
  );
}

/** What can be undone is undone even where the journal cannot be written any more. */
async function recorder(journalPath: string): Promise<(entry: JournalEntry) => Promise<void>> {
  try {
    const journal = await openJournal(journalPath, systemClock);
    return (entry) => journal.record(entry);
  } catch (error) {
    log(reasonOf(error));
    return async () => {};
  }
}

// Out of reach of a terminal already, but `kill` and a shutdown of the session send these too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
// The runner may die before it has read the word.
process.stdout.on('error', () => {});
process.stdout.write(`${READY}\n`);

const lastWords = await text(process.stdin).catch(() => '');
if (lastWords.trim() === DONE) process.exit(0);

log('the runner is gone');
void systemClock.sleep(LONGEST_LIFE).then(() => {
  log('gave up');
  process.exit(1);
});
await reap(process.argv[2] ?? '').catch((error: unknown) => {
  log(reasonOf(error));
  process.exitCode = 1;
});
process.exit();
