import type { Clock, Milliseconds } from '../../core/clock.ts';
import { untilAborted } from '../../core/until-aborted.ts';
import type { ExchangeListener } from '../collector.ts';
import type { WatchPoint, Watched } from './watch-point.ts';

/** Somebody who is told of every request, and asked from time to time what to say of them. */
export interface Watcher<T> {
  readonly see: ExchangeListener;
  take(now: Milliseconds): T;
}

export interface WatchOptions {
  readonly clock: Clock;
  /** How often the links are read for who watches. */
  readonly beat: Milliseconds;
  /** Ends the watching. */
  readonly signal: AbortSignal;
}

/**
 * What a watcher says of the requests from now on, until the run's links are taken away. Who does not ask for the next costs the run
 * nothing but what the watcher sees.
 */
export async function* watchRequests<T>(
  watch: WatchPoint,
  begin: (now: Milliseconds) => Watcher<T>,
  { clock, beat, signal }: WatchOptions,
): AsyncGenerator<T> {
  const over = AbortSignal.any([signal, watch.ended]);
  const watched = await watch.begun(over).catch(() => undefined);
  // What ended before is not for who begins to look now.
  if (watched === undefined || !(await isRead(watched, over))) return;
  const watcher = begin(clock.now());
  const stop = watched.collector.watch(watcher.see);
  try {
    let goesOn = true;
    while (goesOn) {
      await clock.sleep(beat, over).catch(() => {});
      goesOn = await isRead(watched, over);
      if (!signal.aborted) yield watcher.take(clock.now());
    }
  } finally {
    stop();
  }
}

/** False when there is nothing more to read: a link that fails ends the run, which says so itself. */
async function isRead({ reader }: Watched, over: AbortSignal): Promise<boolean> {
  return await untilAborted(reader.read(), over).then(
    () => true,
    () => false,
  );
}
