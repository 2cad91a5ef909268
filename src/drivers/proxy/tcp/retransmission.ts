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

/** Acknowledgements of later segments that reveal a loss at once (RFC 5681, RFC 8985). */
const DUPLICATES = 3;

/** What a sender of a lost segment had under way. */
export interface LostSegment {
  /** Segments right behind it. */
  readonly behind: number;
  /** Nothing else is under way, before or behind. */
  readonly alone: boolean;
}

/** How a sender comes to repeat a lost segment. */
export interface Detection {
  /** From when it was sent until it is sent again. */
  readonly after: Milliseconds;
  /** Whether only the timer revealed it. */
  readonly byTimer: boolean;
}

/**
 * When Linux repeats a lost segment (RACK-TLP, RFC 8985): after a round trip when three more follow it; with fewer, a quarter of a
 * round trip later, in case they only overtook it; as the last of several by a tail loss probe after two round trips; alone by the
 * timer.
 */
export function detectLoss(rtt: Milliseconds, { behind, alone }: LostSegment): Detection {
  if (behind >= DUPLICATES) return { after: rtt, byTimer: false };
  if (behind > 0) return { after: 1.25 * rtt, byTimer: false };
  const timeout = retransmissionTimeout(rtt);
  if (alone || 2 * rtt >= timeout) return { after: timeout, byTimer: true };
  return { after: 2 * rtt, byTimer: false };
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
