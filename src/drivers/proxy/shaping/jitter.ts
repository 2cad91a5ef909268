import type { Milliseconds } from '../../../core/clock.ts';
import type { Random } from '../../../core/random.ts';
import { drawJitter } from '../../../impairment/jitter.ts';
import type { DirectionImpairment } from '../../../impairment/model.ts';

/** Where the tables of the kernel's netem end, in units of the jitter (int16 over a scale of 8192). */
const CUT = 4;

/** One draw of the delay: never negative, and the jitter cut as netem cuts it. */
export function drawDelay(shape: DirectionImpairment, random: Random): Milliseconds {
  const delay = shape.delay ?? 0;
  if (shape.jitter === undefined || shape.jitter === 0) return delay;
  const drawn = drawJitter(shape.distribution ?? 'uniform', random);
  return Math.max(0, delay + shape.jitter * Math.max(-CUT, Math.min(CUT, drawn)));
}
