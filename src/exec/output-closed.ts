import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import type { Clock, Milliseconds } from '../core/clock.ts';

/** Enough to read what a pipe can hold. */
const DRAIN_WITHIN: Milliseconds = 500;

/**
 * Waits until the pipes of a process that has exited are read to their end. A daemon that has left the group may hold them
 * open, so after a while they are closed on our side.
 */
export async function outputClosed(child: ChildProcess, clock: Clock): Promise<void> {
  const streams = [child.stdout, child.stderr].filter((stream) => stream !== null);
  const open = streams.filter((stream) => !stream.closed);
  const waiting = new AbortController();
  const late = clock.sleep(DRAIN_WITHIN, waiting.signal).catch(() => {});
  await Promise.race([Promise.all(open.map((stream) => once(stream, 'close'))), late]);
  waiting.abort();
  for (const stream of open) stream.destroy();
}
