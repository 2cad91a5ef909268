import { join } from 'node:path';

import type { Clock } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import type { Masker } from '../../core/mask.ts';
import type { NetworkNamespace } from '../../core/network-interface.ts';
import type { EndedBy } from '../../exec/group-signals.ts';
import { endMarked, RUN_MARKER, SERVICE_MARKER, type Marker } from '../../exec/marked-processes.ts';
import { startProcess, type RunningProcess } from '../../exec/process-group.ts';
import type { Environment, ProcessExit } from '../../exec/spawn.ts';
import { commandIn } from '../../exec/network/named-namespace.ts';
import type { Journal } from '../../journal/journal.ts';
import type { PlannedProcess } from '../../plan/plan.ts';

/** A planned process whose references are filled in and whose `cwd` is absolute. */
export interface ServiceSpec extends Omit<PlannedProcess, 'kind' | 'home' | 'ports'> {
  /** Where it runs. */
  readonly netns: NetworkNamespace;
  /** The addresses on one of which it listens. */
  readonly hosts: readonly string[];
  /** By name, in the scenario's order; readiness asks the first. */
  readonly ports: Readonly<Record<string, number>>;
}

export interface ServiceContext {
  readonly runId: string;
  readonly journal: Journal;
  /** An existing folder; the service's log is `<name>.log` in it. */
  readonly logFolder: string;
  /** What the service inherits below its own `env`. */
  readonly env: Environment;
  /** Applied to the log where there are secrets. */
  readonly mask?: Masker;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** The process of a service, in the journal from before it starts until it is verified to be gone. */
export interface ServiceProcess {
  readonly pid: number;
  readonly log: string;
  readonly exited: Promise<ProcessExit>;
  /** Ends the service with all its descendants, and records it. Idempotent. */
  stop(signal?: AbortSignal): Promise<EndedBy>;
}

/** Starts the process of a service, journal first; on failure nothing of it is left. */
export async function launchService(spec: ServiceSpec, context: ServiceContext): Promise<ServiceProcess> {
  const { journal } = context;
  const id = `service ${spec.name}`;
  const log = join(context.logFolder, `${spec.name}.log`);
  const marker: Marker = { [RUN_MARKER]: context.runId, [SERVICE_MARKER]: spec.name };
  await journal.record({
    kind: 'effect.intended',
    id,
    inverse: { kind: 'end-process', service: spec.name, marker },
  });
  const running = await spawnMarked(spec, { ...context, marker, log }).catch(async (error: unknown) => {
    await journal.record({ kind: 'effect.undone', id });
    throw error;
  });

  let stopping: Promise<EndedBy> | undefined;
  const stop = async (signal?: AbortSignal): Promise<EndedBy> => {
    stopping ??= endService(spec, running, { marker, clock: context.clock, ...(signal && { signal }) }).then(
      async (by) => {
        await journal.record({ kind: 'effect.undone', id });
        return by;
      },
    );
    return await stopping;
  };
  const { pid, startTime, exited } = running;
  try {
    await journal.record({ kind: 'effect.done', id, process: { pid, startTime } });
  } catch (error) {
    await stop();
    throw error;
  }
  return { pid, log, exited, stop };
}

async function spawnMarked(
  spec: ServiceSpec,
  context: ServiceContext & { readonly marker: Marker; readonly log: string },
): Promise<RunningProcess> {
  const { clock, log, mask, marker } = context;
  const env = { ...context.env, ...spec.env, ...marker };
  try {
    const argv = commandIn(spec.netns, spec.command);
    return await startProcess({ argv, env, cwd: spec.cwd, log, clock, ...(mask && { mask }) });
  } catch (error) {
    if (!(error instanceof SquallError)) throw error;
    const { code, message, hint, exitCode } = error;
    throw new SquallError(code, `service \`${spec.name}\`: ${message}`, {
      exitCode,
      cause: error,
      ...(hint !== undefined && { hint }),
    });
  }
}

async function endService(
  { name, stopWithin }: ServiceSpec,
  running: RunningProcess,
  options: { readonly marker: Marker; readonly clock: Clock; readonly signal?: AbortSignal },
): Promise<EndedBy> {
  const { marker, clock, signal } = options;
  const by = await running.stop(stopWithin, signal);
  // Daemons have left the group and keep the environment.
  const grace = signal?.aborted === true ? 0 : stopWithin;
  const survivors = await endMarked(marker, { clock, grace, settle: 0 });
  if (survivors.length === 0) return by;
  const pids = survivors.map(({ pid }) => pid).join(', ');
  throw new SquallError(
    'process-survived',
    `service \`${name}\` left processes that survive SIGKILL: ${pids}`,
    {
      exitCode: EXIT_CODES.undoFailed,
    },
  );
}
