import type { Milliseconds } from '../../core/clock.ts';
import type { DirectionImpairment } from '../../impairment/model.ts';

/** How long a full queue takes to drain where the scenario does not say; the proxy's is the same. */
export const DEFAULT_BUFFER: Milliseconds = 300;

/** Bytes in a full packet. */
const MTU = 1500;
const FEWEST = 50;
/** Without a rate nothing but memory bounds the queue, and small packets come in any number. */
const UNLIMITED = 100_000;
/** Of a 32-bit integer. */
const MOST = 2 ** 31 - 1;

/**
 * How many packets a netem may hold: those that are delayed and those that wait for the rate. The default of 1000 is 30 s of
 * queue at 400 kbit/s, and drops what 1 Gbit/s delays by 100 ms.
 *
 *   ceil(rate / 8 / MTU * (delay + 3 * jitter) * 1.5) + ceil(rate / 8 / MTU * buffer), at least 50
 */
export function queueLimit({
  rate,
  delay = 0,
  jitter = 0,
  buffer = DEFAULT_BUFFER,
}: DirectionImpairment): number {
  if (rate === undefined) return UNLIMITED;
  const perMillisecond = rate / 8 / MTU / 1000;
  const delayed = Math.ceil(perMillisecond * (delay + 3 * jitter) * 1.5);
  const queued = Math.ceil(perMillisecond * buffer);
  return Math.min(MOST, Math.max(FEWEST, delayed + queued));
}
