import type { Clock } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { formatDuration } from '../../core/units/duration.ts';
import type { Address } from '../../drivers/driver.ts';
import type { PlannedUrl } from '../../plan/plan.ts';
import { httpAttempt, tcpAttempt, type Attempt } from './attempt.ts';
import { pollUntilReady } from './poll.ts';

export interface CheckContext {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** A service that runs already, at its URL. */
export type ReachedService = Pick<PlannedUrl, 'name' | 'protocol' | 'url' | 'ready'>;

/**
 * Makes sure that a service which the run does not start is there.
 * @throws SquallError `service-unreachable`, exit code 3.
 */
export async function checkUrl(service: ReachedService, context: CheckContext): Promise<void> {
  const { within } = service.ready;
  const result = await pollUntilReady(new Map([[service.name, attemptFor(service)]]), { ...context, within });
  if (result.kind === 'ready') return;
  throw new SquallError(
    'service-unreachable',
    `service \`${service.name}\` at ${service.url} did not answer within ${formatDuration(within)}: ${result.reason}`,
    { hint: 'start it first, or let the run start it with `start:`', exitCode: EXIT_CODES.environment },
  );
}

function attemptFor({ url, protocol, ready }: ReachedService): Attempt {
  if (ready.get !== undefined) return httpAttempt(new URL(ready.get, url));
  // A datagram that is not answered proves nothing, and what to ask is the application's business.
  if (protocol === 'udp') return () => Promise.resolve({ kind: 'ready' });
  return tcpAttempt(addressOf(url));
}

/** The socket address of a service's URL, whose port only HTTP may leave out. */
export function addressOf(url: string): Address {
  const { hostname, port, protocol } = new URL(url);
  const usual = protocol === 'https:' ? 443 : 80;
  return { host: hostname.replaceAll(/[[\]]/g, ''), port: port === '' ? usual : Number(port) };
}
