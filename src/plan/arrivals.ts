import type { Milliseconds } from '../core/clock.ts';
import type { PlannedArrivals } from './plan.ts';

/** Arrivals of a load that are due in [from, to): the integral of its rate. */
export function arrivalsIn(load: PlannedArrivals, from: Milliseconds, to: Milliseconds): number {
  return load.segments.reduce((sum, segment) => {
    const start = Math.max(from, segment.start);
    const end = Math.min(to, segment.end);
    if (end <= start) return sum;
    const rateAt = (t: Milliseconds): number =>
      segment.from + ((segment.to - segment.from) * (t - segment.start)) / (segment.end - segment.start);
    return sum + ((rateAt(start) + rateAt(end)) / 2) * ((end - start) / 1000);
  }, 0);
}

/** Requests of a load that are due in [from, to), or of those named `name` only; of a journey all, if none fails. */
export function requestsIn(
  load: PlannedArrivals,
  from: Milliseconds,
  to: Milliseconds,
  name?: string,
): number {
  const arrivals = arrivalsIn(load, from, to);
  const counted = load.requests.filter((request) => name === undefined || request.name === name);
  if (load.mode === 'journey') return arrivals * counted.length;
  const total = load.requests.reduce((sum, request) => sum + request.weight, 0);
  return (arrivals * counted.reduce((sum, request) => sum + request.weight, 0)) / total;
}
