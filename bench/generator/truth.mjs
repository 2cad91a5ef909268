// What stalling-server.mjs answers, as percentiles.
const ANSWER = 200;
const STALL = 2000;
const STALLED = 0.2;

/** The time that `share` of all requests do not exceed, in milliseconds. */
export function latencyAt(share) {
  return ANSWER + STALL * Math.max(0, (share - (1 - STALLED)) / STALLED);
}
