import type { Milliseconds } from '../../core/clock.ts';
import type { Ramp } from './course.ts';
import { RESOLUTION } from './resolution.ts';

/** More tell nothing in a ramp of hours: each is then a thousandth of the way. */
const MOST_SAMPLES = 1_000;

/** Where on its way a ramp is after `t`, by the nearest of its samples: first exactly `from`, in the end exactly `to`. */
export function rampAt({ from, to, curve }: Ramp, over: Milliseconds, t: Milliseconds): number {
  const samples = sampleCount(over);
  // A break is where two samples are equally near; rounding must not fall back behind it.
  const nearest = Math.min(samples, Math.round((t / over) * samples + 1e-9));
  const share = nearest / samples;
  if (share === 1) return to;
  return curve === 'linear' ? from + (to - from) * share : from * (to / from) ** share;
}

/** When the value of a ramp changes. */
export function rampBreaks(over: Milliseconds): Milliseconds[] {
  const samples = sampleCount(over);
  return Array.from({ length: samples }, (_, index) => ((index + 0.5) * over) / samples);
}

function sampleCount(over: Milliseconds): number {
  return Math.min(MOST_SAMPLES, Math.max(1, Math.round(over / RESOLUTION)));
}
