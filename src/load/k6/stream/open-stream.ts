import { Worker } from 'node:worker_threads';

import { reasonOf } from '../../../core/errors.ts';
import { programFile } from '../../../exec/program-file.ts';
import type { IntakeBatch } from './intake.ts';
import type { FromStreamThread, StreamStart, ToStreamThread } from './messages.ts';

/** A stream that is read in a thread of its own, so that a busy main thread never holds up k6. */
export interface OpenStream {
  /** No more is written; resolves when everything is delivered, or the thread has failed. Idempotent. */
  finish(): Promise<void>;
}

export interface StreamListener {
  deliver(batch: IntakeBatch): void;
  /** The thread has failed; k6 is not heard any more. */
  failed(reason: string): void;
}

/** Begins to read a named pipe; resolves when a writer may open it, and rejects when the thread has failed before. */
export async function openStream(start: StreamStart, listener: StreamListener): Promise<OpenStream> {
  const worker = new Worker(programFile('load/k6/stream/worker'), { workerData: start });
  const failed = new Promise<never>((_, reject) => {
    worker.once('error', (error) => reject(new Error(`the thread that reads k6 failed: ${reasonOf(error)}`)));
    worker.once('exit', () => reject(new Error('the thread that reads k6 ended before it')));
  });
  failed.catch(() => {});
  const heard = new Map<FromStreamThread['kind'], () => void>();
  const hear = async (kind: FromStreamThread['kind']): Promise<void> => {
    await Promise.race([new Promise<void>((resolve) => heard.set(kind, resolve)), failed]);
  };
  let isFinished = false;
  worker.on('message', (message: FromStreamThread) => {
    if (message.kind === 'batch') listener.deliver(message.batch);
    else heard.get(message.kind)?.();
    isFinished ||= message.kind === 'finished';
  });
  await hear('ready');
  let finished: Promise<void> | undefined;
  failed.catch((error: unknown) => {
    if (!isFinished) listener.failed(reasonOf(error));
  });
  return {
    finish: async () => {
      const order: ToStreamThread = 'finish';
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      if (finished === undefined) worker.postMessage(order);
      finished ??= hear('finished').catch(() => {});
      await finished;
    },
  };
}
