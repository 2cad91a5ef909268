import type { SquallError } from '../../core/errors.ts';
import { formatDuration } from '../../core/units/duration.ts';
import type { Address } from '../../drivers/driver.ts';
import { sendSignal, type EndedBy } from '../../exec/group-signals.ts';
import { describeExit, type ProcessExit } from '../../exec/spawn.ts';
import {
  launchService,
  type ServiceContext,
  type ServiceProcess,
  type ServiceSpec,
} from './launch-service.ts';
import type { PollResult } from './poll.ts';
import { waitUntilReady } from './readiness.ts';
import { serviceError } from './service-errors.ts';

/** A started service that is ready. */
export interface StartedService {
  readonly name: string;
  readonly pid: number;
  /** Its first port, on the address that answered. */
  readonly address: Address;
  /** Resolves with `service-died` when it ends without being stopped; otherwise never. */
  readonly died: Promise<SquallError>;
  /** Sends a signal to all processes of its group; false where none is there any more. */
  signal(name: NodeJS.Signals): boolean;
  /**
   * Ends the service with all its descendants, verified, and records it; SIGKILL comes at once when `signal` aborts. Idempotent.
   * Rejects with SquallError `process-survived`, exit code 5.
   */
  stop(signal?: AbortSignal): Promise<EndedBy>;
}

/**
 * Starts a service and waits until it answers; when it does not, nothing of it is left.
 * @throws SquallError `command-not-found` and its kin (exit code 3), `service-not-ready`, `service-died` (4); the signal's reason.
 */
export async function startService(spec: ServiceSpec, context: ServiceContext): Promise<StartedService> {
  const [port] = Object.values(spec.ports);
  if (port === undefined) throw new Error(`service \`${spec.name}\` has no port`);
  context.signal.throwIfAborted();
  const launched = await launchService(spec, context);
  try {
    const outcome = await firstOutcome({ spec, port, launched, context });
    if (outcome.kind !== 'ready') throw await failure(spec, launched, outcome);
    return started(spec.name, launched, { host: outcome.by, port });
  } catch (error) {
    await launched.stop();
    throw error;
  }
}

type Failure =
  | { readonly kind: 'died'; readonly exit: ProcessExit }
  | { readonly kind: 'not-ready'; readonly reason: string };

async function firstOutcome(launch: {
  readonly spec: ServiceSpec;
  readonly port: number;
  readonly launched: ServiceProcess;
  readonly context: ServiceContext;
}): Promise<PollResult<string> | Failure> {
  const { spec, port, launched, context } = launch;
  const decided = new AbortController();
  const signal = AbortSignal.any([context.signal, decided.signal]);
  const { hosts, protocol, ready } = spec;
  try {
    return await Promise.race([
      launched.exited.then((exit) => ({ kind: 'died', exit }) as const),
      waitUntilReady({ hosts, port, protocol, ready }, { clock: context.clock, signal }),
    ]);
  } finally {
    decided.abort();
  }
}

/** The log is complete only once the process is stopped. */
async function failure(spec: ServiceSpec, launched: ServiceProcess, outcome: Failure): Promise<SquallError> {
  await launched.stop();
  const service = `service \`${spec.name}\``;
  if (outcome.kind === 'died') {
    const message = `${service} ${describeExit(outcome.exit)} before it was ready`;
    return await serviceError('service-died', message, launched.log);
  }
  const within = formatDuration(spec.ready.within);
  const message = `${service} was not ready within ${within}: ${outcome.reason}`;
  return await serviceError('service-not-ready', message, launched.log);
}

function started(name: string, launched: ServiceProcess, address: Address): StartedService {
  let stopped = false;
  let ended = false;
  const died = new Promise<SquallError>((resolve, reject) => {
    const explain = async (exit: ProcessExit): Promise<void> => {
      // From here on its number can be another group's.
      ended = true;
      if (stopped) return;
      resolve(await serviceError('service-died', `service \`${name}\` ${describeExit(exit)}`, launched.log));
    };
    launched.exited.then(explain).catch(reject);
  });
  return {
    name,
    pid: launched.pid,
    address,
    died,
    signal: (which) => !ended && !stopped && sendSignal(-launched.pid, which),
    stop: async (signal) => {
      stopped = true;
      return await launched.stop(signal);
    },
  };
}
