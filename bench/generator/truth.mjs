// What stalling-server.mjs does, in milliseconds, and so how long its answers take where requests come at an even rate.
export const RATE = 200;
export const ANSWER = 200;
const PERIOD = 10_000;
const STALL = 2000;
/** After a standstill it takes a request each so many milliseconds. */
const APART = 1;
const STALL_BEGINS = PERIOD / 2 - STALL / 2;

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

/** When a request is taken that comes `now`, counted from the first; to be asked of each in turn. */
export function standstills() {
  let caughtUp = 0;
  return (now) => {
    const phase = (now % PERIOD) - STALL_BEGINS;
    if (phase >= 0 && phase < STALL) caughtUp = Math.max(caughtUp, now + STALL - phase);
    if (caughtUp <= now) return now;
    const taken = caughtUp;
    caughtUp += APART;
    return taken;
  };
}
