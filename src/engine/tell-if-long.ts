import type { Clock, Milliseconds } from '../core/clock.ts';

/** From here on a wait without a word looks like a hang. */
const LONG: Milliseconds = 1_500;

/** Does it, and calls `tell` once when that takes long. */
export async function tellIfLong<T>(
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
  tell: () => void,
  action: () => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const waited = clock.sleep(LONG, AbortSignal.any([signal, over.signal])).then(tell, () => {});
  try {
    return await action();
  } finally {
    over.abort();
    await waited;
  }
}
