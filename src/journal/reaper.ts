import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

import type { Clock, Milliseconds } from '../core/clock.ts';
import { SquallError } from '../core/errors.ts';
import { EXIT_CODES } from '../core/exit-code.ts';
import { sendSignal } from '../exec/group-signals.ts';
import { programFile } from '../exec/program-file.ts';
import { spawnGroup, type GroupLeader, type ProcessExit } from '../exec/spawn.ts';

/** What the reaper says once it holds the lease. */
export const READY = 'ready';

/** What the runner says when there is nothing left to undo. */
export const DONE = 'done';

export interface ReaperOptions {
  readonly journalPath: string;
  readonly logPath: string;
  readonly clock: Clock;
}

/**
 * The lease: a process in a session of its own that holds the other end of a pipe. However the runner dies, the kernel closes
 * the pipe, and the reaper undoes what the journal says.
 */
export interface Reaper {
  readonly pid: number;
  /** Resolves when the reaper ends before it is released: from then on nothing protects the run. */
  readonly lost: Promise<ProcessExit>;
  /** Everything is undone: the reaper ends at once and touches nothing. Idempotent. */
  release(): Promise<void>;
}

/** A slow machine takes seconds to start Node. */
const READY_WITHIN: Milliseconds = 15_000;
const EXIT_WITHIN: Milliseconds = 3000;

/**
 * Starts the reaper and waits until it watches; no effect may come before.
 * @throws SquallError `reaper-not-started`, exit code 3.
 */
export async function startReaper(options: ReaperOptions): Promise<Reaper> {
  const { clock } = options;
  const leader = await spawnReaper(options);
  const { child } = leader;
  // A pipe whose reaper has died breaks; `lost` tells.
  child.stdin?.on('error', () => {});
  if (!(await saysReady(child.stdout, clock))) {
    sendSignal(leader.pid, 'SIGKILL');
    throw new SquallError('reaper-not-started', 'the process that cleans up after a crash did not start', {
      hint: `read \`${options.logPath}\``,
      exitCode: EXIT_CODES.environment,
    });
  }
  child.stdout?.destroy();
  child.unref();

  let released: Promise<void> | undefined;
  const lost = new Promise<ProcessExit>((tell) => {
    void leader.exited.then((exit) => released ?? tell(exit));
  });
  const release = async (): Promise<void> => {
    released ??= endReaper(leader, clock);
    await released;
  };
  return { pid: leader.pid, lost, release };
}

async function spawnReaper({ journalPath, logPath }: ReaperOptions): Promise<GroupLeader> {
  const log = await open(logPath, 'a');
  try {
    return await spawnGroup({
      argv: [process.execPath, programFile('journal/reaper-main'), resolve(journalPath)],
      // Empty: what carries the marker of a run, also of one that contains this one, is ended with it.
      env: {},
      cwd: '/',
      stdio: ['pipe', 'pipe', log.fd],
    });
  } finally {
    await log.close();
  }
}

async function saysReady(stdout: Readable | null, clock: Clock): Promise<boolean> {
  if (stdout === null) return false;
  const waiting = new AbortController();
  const late = clock.sleep(READY_WITHIN, waiting.signal).then(
    () => false,
    () => false,
  );
  const ready = await Promise.race([firstLine(stdout).then((line) => line === READY), late]);
  waiting.abort();
  return ready;
}

async function firstLine(stream: Readable): Promise<string | undefined> {
  for await (const line of createInterface({ input: stream })) return line;
  return undefined;
}

async function endReaper({ child, pid, exited }: GroupLeader, clock: Clock): Promise<void> {
  // Waiting for a child that is not referenced would let the runner's event loop end.
  child.ref();
  child.stdin?.end(`${DONE}\n`);
  const waiting = new AbortController();
  const late = clock.sleep(EXIT_WITHIN, waiting.signal).then(
    () => sendSignal(pid, 'SIGKILL'),
    () => false,
  );
  await Promise.race([exited, late]);
  waiting.abort();
  await exited;
}
