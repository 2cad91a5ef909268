import type { Clock, Milliseconds } from '../../core/clock.ts';
import type { Protocol } from '../../drivers/driver.ts';
import type { PlannedReady } from '../../plan/plan.ts';
import { httpAttempt, tcpAttempt, type Attempt } from './attempt.ts';
import { pollUntilReady, type PollResult } from './poll.ts';

/** Where a service that listens on `localhost` may be: which of the two it means depends on the system. */
export const LOOPBACK: readonly string[] = ['127.0.0.1', '::1'];

/** A datagram socket cannot be seen from outside, so being alive for a while has to do. */
const UDP_ALIVE: Milliseconds = 200;

export interface ReadinessQuestion {
  /** Where to ask; it answers on one of them. */
  readonly hosts: readonly string[];
  readonly port: number;
  readonly protocol: Protocol;
  readonly ready: PlannedReady;
}

export interface ReadinessContext {
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Waits until a started service answers; resolves with the address on which it does. */
export async function waitUntilReady(
  question: ReadinessQuestion,
  { clock, signal }: ReadinessContext,
): Promise<PollResult<string>> {
  const { hosts, port, protocol, ready } = question;
  if (ready.get === undefined && protocol === 'udp') {
    await clock.sleep(UDP_ALIVE, signal);
    return { kind: 'ready', by: hosts[0] ?? '' };
  }
  const attempts = hosts.map((host) => [host, attemptAt(host, port, ready.get)] as const);
  return await pollUntilReady(new Map<string, Attempt>(attempts), { clock, signal, within: ready.within });
}

function attemptAt(host: string, port: number, path: string | undefined): Attempt {
  if (path === undefined) return tcpAttempt({ host, port });
  return httpAttempt(new URL(path, `http://${host.includes(':') ? `[${host}]` : host}:${port}`));
}
