import { Worker } from 'node:worker_threads';
import { reasonOf } from '../../core/errors.ts';
import { programFile } from '../../exec/program-file.ts';
import type { ExchangeSink, RunningLoad } from '../load.ts';
import type { FromThread, LoadStart } from './messages.ts';
import { RemoteLoad } from './remote-load.ts';

/** Runs the loads in one worker thread; resolves when it is ready to send. */
export async function startInThread(start: LoadStart, sink: ExchangeSink): Promise<RunningLoad> {
  const worker = new Worker(programFile('load/builtin/worker'), { workerData: start });
  const load = new RemoteLoad(
    {
      kind: 'thread',
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      post: (message) => worker.postMessage(message),
      terminate: () => void worker.terminate(),
    },
    start.specs.map(({ name }) => name),
    sink,
  );
  worker
    .on('message', (message: FromThread) => load.receive(message))
    .on('error', (error) => load.fail(reasonOf(error)))
    .on('exit', (code) => load.end(`ended by itself with code ${code}`));
  await load.ready();
  return load;
}
