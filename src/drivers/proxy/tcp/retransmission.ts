import type { Milliseconds } from '../../../core/clock.ts';

/** RFC 6298: what a sender that knows no round trip yet waits before it repeats its SYN. */
export const FIRST_TIMEOUT: Milliseconds = 1000;

/** Linux: the variance part of the timeout is never below TCP_RTO_MIN, and a timeout never above TCP_RTO_MAX. */
const SMALLEST_VARIANCE: Milliseconds = 200;
const LARGEST_TIMEOUT: Milliseconds = 120_000;

/** Linux's retransmission timeout on a path with a steady round trip. */
export function retransmissionTimeout(rtt: Milliseconds): Milliseconds {
  return Math.min(LARGEST_TIMEOUT, rtt + SMALLEST_VARIANCE);
}

/** How long a sender has been silent after `tries` timeouts in a row, each twice the one before. */
export function backOff(timeout: Milliseconds, tries: number): Milliseconds {
  let total = 0;
  let next = timeout;
  for (let attempt = 0; attempt < tries; attempt += 1) {
    total += next;
    next = Math.min(LARGEST_TIMEOUT, next * 2);
  }
  return total;
}

/** When a sender that has had no answer since `since` tries again for the first time at or after `now`. */
export function nextRetransmission(
  since: Milliseconds,
  timeout: Milliseconds,
  now: Milliseconds,
): Milliseconds {
  let tries = 1;
  while (since + backOff(timeout, tries) < now) tries += 1;
  return since + backOff(timeout, tries);
}
