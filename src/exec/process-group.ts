import { open } from 'node:fs/promises';
import type { Duplex } from 'node:stream';

import type { Clock, Milliseconds } from '../core/clock.ts';
import { createMasker, type Masker } from '../core/mask.ts';
import { endGroup, type EndedBy, type EndGroupOptions } from './group-signals.ts';
import { writeMasked } from './masked-log.ts';
import { outputClosed } from './output-closed.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { spawnGroup, type Environment, type GroupLeader, type ProcessExit } from './spawn.ts';

export interface ProcessOptions {
  /** Program and arguments; no shell ever reads them. */
  readonly argv: readonly string[];
  /** The whole environment. */
  readonly env: Environment;
  readonly cwd: string;
  /** A file that stdout and stderr are appended to; its folder exists. */
  readonly log: string;
  /** Applied to the log where there are secrets. */
  readonly mask?: Masker;
  /** What stdout passes through on its way to the log. */
  readonly filter?: Duplex;
  readonly clock: Clock;
}

/** A process that runs until it is stopped, with all that it starts in its group. */
export interface RunningProcess extends ProcessIdentity {
  /** How the process ended, by itself or stopped; by then its group is ended too and the log complete. */
  readonly exited: Promise<ProcessExit>;
  /**
   * SIGTERM to the group, SIGKILL after `within` or when `signal` aborts; resolves when no member lives and the log is complete.
   * Idempotent: the first call decides. Rejects with SquallError `process-survived`.
   */
  stop(within: Milliseconds, signal?: AbortSignal): Promise<EndedBy>;
}

/** What a process leaves in its group when it ends by itself has this long after SIGTERM. */
const LEFTOVER_GRACE: Milliseconds = 1000;

/** @throws SquallError as `spawnGroup`. */
export async function startProcess(options: ProcessOptions): Promise<RunningProcess> {
  const { clock, filter } = options;
  const mask = options.mask ?? (filter && createMasker([]));
  const log = await open(options.log, 'a');
  const output = mask === undefined ? log.fd : 'pipe';
  const leader = await spawnGroup({ ...options, stdio: ['ignore', output, output] }).catch(async (error) => {
    await log.close();
    throw error;
  });
  const written =
    mask === undefined
      ? Promise.resolve()
      : writeMasked(leader.child, log, { mask, ...(filter && { filter }) });
  const logComplete = written.then(() => log.close());

  let stopping: Promise<EndedBy> | undefined;
  const stop = async (within: Milliseconds, signal?: AbortSignal): Promise<EndedBy> => {
    stopping ??= endAll(leader, logComplete, { clock, within, ...(signal && { signal }) });
    return await stopping;
  };
  const exited = leader.exited.then(async (exit) => {
    // The number of a group is only ours while it has members, so leftovers end now and not at the end of the run.
    await stop(LEFTOVER_GRACE).catch(() => {});
    return exit;
  });
  return { pid: leader.pid, startTime: leader.startTime, exited, stop };
}

async function endAll(
  leader: GroupLeader,
  logComplete: Promise<void>,
  options: EndGroupOptions,
): Promise<EndedBy> {
  const by = await endGroup(leader.pid, options);
  await leader.exited;
  await outputClosed(leader.child, options.clock);
  await logComplete;
  return by;
}
