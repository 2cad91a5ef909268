import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

import { endMarked, findMarked, RUN_MARKER } from '../../src/exec/marked-processes.ts';
import { systemClock } from '../../src/core/clock.ts';
import { becomesTrue, fixtureCommand, isAlive, temporaryFolder, testEnvironment } from './processes.ts';

let runs = 0;

/** A runner in a process of its own, with a reaper and two services. */
export interface RunnerProcess {
  readonly child: ChildProcess;
  readonly run: string;
  /** The run folder, in a folder of the test. */
  readonly folder: string;
  /** All that it has said, line by line. */
  readonly said: string[];
  says(word: string): Promise<boolean>;
}

/** Starts test/fixtures/processes/runner.mjs, which runs the build. */
export function startRunner(stall = 'never', out: string = temporaryFolder()): RunnerProcess {
  runs += 1;
  const run = `runner-test-${process.pid}-${runs}`;
  const folder = join(out, run);
  mkdirSync(folder);
  const [program = '', ...args] = fixtureCommand('runner.mjs', folder, run, stall);
  const child = spawn(program, args, { env: testEnvironment, stdio: ['ignore', 'pipe', 'inherit'] });
  const said: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => said.push(...text.split('\n')));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await endMarked({ [RUN_MARKER]: run }, { clock: systemClock, grace: 0, settle: 0 });
  });
  const says = (word: string): Promise<boolean> =>
    becomesTrue(() => said.some((line) => line.startsWith(word)), 20_000);
  return { child, run, folder, said, says };
}

export function reaperOf({ said }: RunnerProcess): number {
  return Number(said.find((line) => line.startsWith('reaper'))?.split(' ')[1]);
}

export function journalOf({ folder }: RunnerProcess): string {
  return readFileSync(join(folder, 'journal.jsonl'), 'utf8');
}

/** The reaper first, so that nothing undoes anything. */
export async function killWithReaper(runner: RunnerProcess): Promise<void> {
  const reaper = reaperOf(runner);
  process.kill(reaper, 'SIGKILL');
  runner.child.kill('SIGKILL');
  await becomesTrue(() => !isAlive(reaper) && !isAlive(runner.child.pid ?? 0), 5000);
}

export function processesOfRun({ run }: RunnerProcess): number[] {
  return findMarked({ [RUN_MARKER]: run }).map(({ pid }) => pid);
}
