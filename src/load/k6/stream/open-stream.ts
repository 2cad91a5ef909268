import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

import { reasonOf } from '../../../core/errors.ts';
import type { IntakeBatch } from './intake.ts';
import type { FromStreamThread, StreamStart, ToStreamThread } from './messages.ts';

/** A stream that is read in a thread of its own, so that a busy main thread never holds up k6. */
export interface OpenStream {
  /** No more is written; resolves when everything is delivered. Rejects when the thread failed. Idempotent. */
  finish(): Promise<void>;
}

/** Begins to read a named pipe; resolves when a writer may open it. */
export async function openStream(
  start: StreamStart,
  deliver: (batch: IntakeBatch) => void,
): Promise<OpenStream> {
  const worker = new Worker(workerFile(), { workerData: start });
  const failed = new Promise<never>((_, reject) => {
    worker.once('error', (error) => reject(new Error(`the thread that reads k6 failed: ${reasonOf(error)}`)));
  });
  // Told by whoever waits next.
  failed.catch(() => {});
  const heard = new Map<FromStreamThread['kind'], () => void>();
  const hear = async (kind: FromStreamThread['kind']): Promise<void> => {
    await Promise.race([new Promise<void>((resolve) => heard.set(kind, resolve)), failed]);
  };
  worker.on('message', (message: FromStreamThread) => {
    if (message.kind === 'batch') deliver(message.batch);
    else heard.get(message.kind)?.();
  });
  await hear('ready');
  let finished: Promise<void> | undefined;
  return {
    finish: async () => {
      const order: ToStreamThread = 'finish';
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      if (finished === undefined) worker.postMessage(order);
      finished ??= hear('finished');
      await finished;
    },
  };
}

/** Tests run the sources, which no worker can: then it is the last build. */
function workerFile(): URL {
  const files = ['./worker.js', '../../../../dist/load/k6/stream/worker.js'].map(
    (path) => new URL(path, import.meta.url),
  );
  return files.find((file) => existsSync(fileURLToPath(file))) ?? files[0]!;
}
