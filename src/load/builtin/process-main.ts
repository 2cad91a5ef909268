/**
 * The program of a load in a network namespace: what to send comes as the first message on its IPC channel, whose end ends it. See
 * namespace-process.ts.
 */
import type { LoadStart, ToThread } from './messages.ts';
import { serveLoad } from './serve-load.ts';

// The runner may be gone: then nobody waits for what is said.
const quiet = (): void => {};

process.on('disconnect', () => process.exit(0));
process.once('message', (start: LoadStart) => {
  const handle = serveLoad(start, {
    post: (message) => void process.send?.(message, quiet),
    close: () => process.disconnect(),
  });
  process.on('message', (message: ToThread) => handle(message));
});
