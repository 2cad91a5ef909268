import type { Milliseconds } from '../core/clock.ts';
import { parseDuration } from '../core/units/duration.ts';
import type { PrometheusClient } from './client.ts';

/** So many scrapes are needed in a window for a rate that means something. */
const FEWEST_SCRAPES = 4;

export interface ShortestWindow {
  readonly window: Milliseconds;
  /** Why, as "its targets are asked every 15s, and 4 answers are the fewest for a rate". */
  readonly because: string;
}

/** The shortest window that a server's series are fit for; undefined where it does not tell how often it asks. */
export async function shortestWindow(
  client: PrometheusClient,
  signal: AbortSignal,
): Promise<ShortestWindow | undefined> {
  const interval = await client.scrapeInterval(signal);
  const read = interval === undefined ? undefined : parseDuration(interval);
  if (read?.ok !== true) return undefined;
  return {
    window: FEWEST_SCRAPES * read.value,
    because: `Prometheus asks its targets every ${interval}, and a rate needs ${FEWEST_SCRAPES} answers in its window`,
  };
}
