import { parentPort, workerData } from 'node:worker_threads';

import { systemClock } from '../../../core/clock.ts';
import type { FromStreamThread, StreamStart } from './messages.ts';
import { StreamReader } from './stream-reader.ts';

/** The entry of the thread that reads what a k6 streams. */
const port = parentPort;
if (port === null) throw new Error('the stream worker runs only in a worker thread');

const { path, intake }: StreamStart = workerData;
const post = (message: FromStreamThread): void => port.postMessage(message);
const reader = new StreamReader({
  path,
  intake,
  clock: systemClock,
  deliver: (batch) => post({ kind: 'batch', batch }),
});
port.once('message', () => {
  void reader.finish().then(() => {
    post({ kind: 'finished' });
    port.close();
  });
});
post({ kind: 'ready' });
