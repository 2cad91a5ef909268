import { readFileSync } from 'node:fs';

import type { Clock, Milliseconds } from '../core/clock.ts';
import { sendSignal } from './group-signals.ts';
import { isDead, linuxStartTime, listPids, readStat, type ProcessIdentity } from './process-identity.ts';

/** Environment variables that every process of a run inherits, and by which it is known when it has left its group. */
export type Marker = Readonly<Record<string, string>>;

/** The variable that holds the run's id. */
export const RUN_MARKER = 'SQUALL_RUN';

/** The variable that holds the service's name. */
export const SERVICE_MARKER = 'SQUALL_SERVICE';

export interface MarkedProcess extends ProcessIdentity {
  readonly group: number;
}

/** Only Linux shows the environment of another process. */
export const CAN_FIND_MARKED: boolean = process.platform === 'linux';

/**
 * Every living process, except this one, whose environment holds all of `marker`. Those of other users are not seen, nor one that
 * has overwritten its environment.
 */
export function findMarked(marker: Marker): MarkedProcess[] {
  const wanted = Object.entries(marker).map(([name, value]) => `${name}=${value}`);
  return otherProcesses().filter(({ pid }) => {
    const environment = readEnvironment(pid);
    return wanted.every((entry) => environment.includes(entry));
  });
}

/** The living processes of all runs, by the run's id; with the blind spots of `findMarked`. */
export function findRuns(): Map<string, MarkedProcess[]> {
  const prefix = `${RUN_MARKER}=`;
  const runs = new Map<string, MarkedProcess[]>();
  for (const found of otherProcesses()) {
    const entry = readEnvironment(found.pid).find((variable) => variable.startsWith(prefix));
    if (entry === undefined) continue;
    const run = entry.slice(prefix.length);
    runs.set(run, [...(runs.get(run) ?? []), found]);
  }
  return runs;
}

function otherProcesses(): MarkedProcess[] {
  return listPids().flatMap((pid) => {
    if (pid === process.pid) return [];
    const stat = readStat(pid);
    if (stat === undefined || isDead(stat)) return [];
    return [{ pid, startTime: linuxStartTime(stat), group: stat.group }];
  });
}

export interface SweepOptions {
  readonly clock: Clock;
  /** How long SIGTERM may take before SIGKILL. */
  readonly grace: Milliseconds;
  /** Go on looking at least this long: a process between fork and exec does not carry the marker yet. */
  readonly settle: Milliseconds;
}

/** SIGKILL is not instant: a process in an uninterruptible system call ends when that returns. */
const KILL_PATIENCE: Milliseconds = 2000;
const SWEEP_EVERY: Milliseconds = 50;

/** Ends every marked process, those that fork meanwhile too; resolves with the ones that are still there. */
export async function endMarked(marker: Marker, options: SweepOptions): Promise<MarkedProcess[]> {
  const begin = options.clock.now();
  const asked = new Set<string>();
  for (;;) {
    const found = findMarked(marker);
    const elapsed = options.clock.now() - begin;
    if (found.length === 0 && elapsed >= options.settle) return [];
    if (elapsed > Math.max(options.grace, options.settle) + KILL_PATIENCE) return found;
    for (const { pid, startTime } of found) {
      if (elapsed >= options.grace) sendSignal(pid, 'SIGKILL');
      else if (!asked.has(`${pid} ${startTime}`)) askToEnd(pid);
      asked.add(`${pid} ${startTime}`);
    }
    await options.clock.sleep(SWEEP_EVERY);
  }
}

/** One that SIGSTOP has stopped takes no other signal before it goes on. */
function askToEnd(pid: number): void {
  sendSignal(pid, 'SIGTERM');
  sendSignal(pid, 'SIGCONT');
}

function readEnvironment(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
