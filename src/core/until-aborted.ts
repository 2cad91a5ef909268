/** Waits for a promise that knows no signal; rejects with the signal's reason when that aborts first. */
export async function untilAborted<T>(waiting: Promise<T>, signal: AbortSignal): Promise<T> {
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
  try {
    // The race handles both, so that what is given up can fail later without a crash.
    return await Promise.race([aborted, waiting]);
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop);
  }
}
