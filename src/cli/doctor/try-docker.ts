import type { Clock, Milliseconds } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { connectDocker, dockerSocket } from '../../drivers/docker/connect.ts';
import { check, type Check } from './check.ts';

const DEADLINE: Milliseconds = 2000;

/** Asks the Docker Engine for its running containers, as a run with containers would. */
export async function tryDocker(
  dockerHost: string | undefined,
  clock: Clock,
  signal: AbortSignal,
): Promise<Check> {
  const name = 'Docker socket';
  try {
    await connectDocker({ host: dockerHost, clock, within: DEADLINE }).list(signal);
    return check(name, { kind: 'yes', detail: dockerSocket(dockerHost) });
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof SquallError)) throw error;
    const { code, message: reason, hint } = error;
    return code === 'docker-elsewhere'
      ? check(name, { kind: 'untried', reason })
      : check(name, { kind: 'no', reason }, hint);
  }
}
