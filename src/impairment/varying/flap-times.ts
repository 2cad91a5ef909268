import type { Milliseconds } from '../../core/clock.ts';
import type { Random } from '../../core/random.ts';
import type { Flap } from './course.ts';
import { LEAST_LENGTH } from './read-length.ts';
import { MOST_STATES } from './resolution.ts';

/** When the impairment goes, comes, goes and so on, before `length`; it is in force from 0. */
export function flapTimes(
  { impaired, clear, jitter }: Flap,
  length: Milliseconds,
  random: Random,
): Milliseconds[] {
  const times: Milliseconds[] = [];
  let at = 0;
  for (;;) {
    const lasts = times.length % 2 === 0 ? impaired : clear;
    at += Math.max(LEAST_LENGTH, lasts * (1 + jitter * (2 * random() - 1)));
    if (at >= length || times.length > MOST_STATES) return times;
    times.push(at);
  }
}
