// What stalling-server.mjs does, in milliseconds, and so how long its answers take where requests come at an even rate.
export const RATE = 200;
export const ANSWER = 200;
export const PERIOD = 10_000;
export const STALL = 2000;
/** After a standstill it takes a request each so many milliseconds. */
export const APART = 1;

/** While it catches up, more requests come. */
const BEHIND = STALL / (1 - (RATE / 1000) * APART);
const SHARE = BEHIND / PERIOD;

/**
 * The time that `share` of all requests do not exceed, in milliseconds. The first of a standstill waits all of it, and each one after that a bit
 * less, by as much each time: of those that wait at all, all times up to the longest are equally likely.
 */
export function latencyAt(share) {
  return ANSWER + STALL * Math.max(0, (share - (1 - SHARE)) / SHARE);
}
