#!/usr/bin/env node
/**
 * The reaper's own program: `node reaper-main.js JOURNAL`, stdin held open by the runner, stderr its log. See reaper.ts.
 */
import { text } from 'node:stream/consumers';

import { systemClock, type Milliseconds } from '../core/clock.ts';
import { reasonOf } from '../core/errors.ts';
import { reapJournal } from './reap.ts';
import { DONE, READY } from './reaper.ts';

/** After the runner's death, whatever happens: a busy machine may need a second for each tool, and a run may have a hundred effects. */
const LONGEST_LIFE: Milliseconds = 600_000;
/** How long `scenario cleanup` may take that was faster. */
const PATIENCE: Milliseconds = 5000;

function log(line: string): void {
  process.stderr.write(`${new Date(systemClock.wall()).toISOString()} ${line}\n`);
}

async function reap(journalPath: string): Promise<void> {
  const outcome = await reapJournal(journalPath, { clock: systemClock, within: PATIENCE });
  if (outcome.kind === 'busy') {
    log(`process ${outcome.pid} undoes the run already`);
    return;
  }
  const { state, undone, failures } = outcome;
  for (const { line, reason } of state.problems) log(`journal line ${line}: ${reason}`);
  for (const { what, reason } of failures) log(`not undone: ${what}: ${reason}`);
  log(`run ${state.run?.run ?? '(unknown)'}: ${undone.length} undone, ${failures.length} failed`);
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
