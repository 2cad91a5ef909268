import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFailed, onTestFinished } from 'vitest';

import type { RunResult } from '../../src/core/result.gen.ts';
import { readResult } from '../../src/report/read-result.ts';
import { becomesTrue, temporaryFolder } from './processes.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** `scenario run` as a process of its own. */
export interface CommandLineRun {
  readonly child: ChildProcess;
  readonly exitCode: Promise<number | null>;
  /** What it has printed so far. */
  readonly output: () => string;
  /** The run's folder, once there is one. */
  readonly folder: () => string;
  readonly result: () => Promise<RunResult>;
}

/** Starts the command line that was built last, on a scenario of this project or an absolute path. */
export function startRun(scenario: string): CommandLineRun {
  const out = temporaryFolder();
  const child = spawn(process.execPath, ['bin/scenario.js', 'run', scenario, '--out', out, '--verbose'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  }
  const exitCode = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : null));
  onTestFailed(() => console.error(said));
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await exitCode;
  });
  const folder = (): string => join(out, readdirSync(out)[0] ?? '');
  return { child, exitCode, output: () => said, folder, result: () => readResult(folder()) };
}

/** Waits until the window of a step is open; throws what the run has said when it ends before. */
export async function untilWindow(running: CommandLineRun, step: string): Promise<void> {
  await untilEvent(running, 'window.opened', step);
}

/** Waits until the step that is going on now has been judged. */
export async function untilJudged(running: CommandLineRun): Promise<void> {
  const started = eventsSoFar(running).matchAll(/"kind":"step\.started","step":"([^"]+)"/g);
  await untilEvent(running, 'step.judged', [...started].at(-1)?.[1] ?? '');
}

async function untilEvent(running: CommandLineRun, kind: string, step: string): Promise<void> {
  const event = `"event":{"kind":"${kind}","step":"${step}"`;
  const isThere = (): boolean => eventsSoFar(running).includes(event);
  const isOver = (): boolean => running.child.exitCode !== null;
  await becomesTrue(() => isThere() || isOver(), 120_000);
  if (!isThere()) throw new Error(`no ${kind} of step ${step} has come: ${running.output()}`);
}

/** The text of everything that the run has recorded. */
export function eventsSoFar({ folder }: CommandLineRun): string {
  try {
    return readFileSync(join(folder(), 'events.jsonl'), 'utf8');
  } catch {
    return '';
  }
}

/** The lines of a run's journal; none where it has none yet. */
export function journalOf(folder: string): string[] {
  const journal = join(folder, 'journal.jsonl');
  return existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').slice(0, -1) : [];
}
