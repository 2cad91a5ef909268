import type { Clock, Milliseconds } from '../core/clock.ts';
import { SquallError } from '../core/errors.ts';
import { EXIT_CODES } from '../core/exit-code.ts';
import { isDead, listPids, readStat } from './process-identity.ts';

/** Signals a process, or with `-pgid` a group; false when there is nothing that the signal could reach. */
export function sendSignal(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/**
 * Whether a member of the group still lives. The kernel counts zombies as members, and where PID 1 reaps nothing (a container without an
 * init) they stay for ever.
 */
export function isGroupAlive(group: number): boolean {
  if (!sendSignal(-group, 0)) return false;
  if (process.platform !== 'linux') return true;
  return listPids().some((pid) => {
    const stat = readStat(pid);
    return stat?.group === group && !isDead(stat);
  });
}

export interface EndGroupOptions {
  readonly clock: Clock;
  /** How long SIGTERM may take before SIGKILL. */
  readonly within: Milliseconds;
  /** When it aborts, SIGKILL comes at once. */
  readonly signal?: AbortSignal;
}

/** What it took to end a group. */
export type EndedBy = 'SIGTERM' | 'SIGKILL';

/** SIGKILL is not instant: a process in an uninterruptible system call ends when that returns. */
const KILL_PATIENCE: Milliseconds = 2000;
const LOOK_EVERY: Milliseconds = 20;

/**
 * Ends a group that is known to be ours: SIGTERM, then SIGKILL, until no member lives.
 * @throws SquallError `process-survived`, exit code 5.
 */
export async function endGroup(group: number, options: EndGroupOptions): Promise<EndedBy> {
  sendSignal(-group, 'SIGTERM');
  // One that SIGSTOP has stopped takes no other signal before it goes on.
  sendSignal(-group, 'SIGCONT');
  if (await isGoneWithin(group, options)) return 'SIGTERM';
  sendSignal(-group, 'SIGKILL');
  if (await isGoneWithin(group, { clock: options.clock, within: KILL_PATIENCE })) return 'SIGKILL';
  throw new SquallError('process-survived', `process group ${group} still runs after SIGKILL`, {
    hint: `look at it with \`ps -o pid,stat,args -g ${group}\``,
    exitCode: EXIT_CODES.undoFailed,
  });
}

async function isGoneWithin(group: number, options: EndGroupOptions): Promise<boolean> {
  const { clock, within, signal } = options;
  const deadline = clock.now() + within;
  while (isGroupAlive(group)) {
    const left = deadline - clock.now();
    if (left <= 0 || signal?.aborted === true) return false;
    await clock.sleep(Math.min(LOOK_EVERY, left));
  }
  return true;
}
