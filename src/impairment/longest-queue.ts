import type { Milliseconds } from '../core/clock.ts';
import { DEFAULT_BUFFER, type Impairment } from './model.ts';

/** What is on its way into and out of a full queue. */
const MARGIN: Milliseconds = 50;

/** How long a probe can wait in the full queues of a link that it shares. */
export function longestQueue({ up, down }: Impairment): Milliseconds {
  return [up, down].reduce(
    (sum, way) => sum + (way.rate === undefined ? 0 : (way.buffer ?? DEFAULT_BUFFER) + MARGIN),
    0,
  );
}
