import { parentPort, workerData } from 'node:worker_threads';
import { serveLoad } from './serve-load.ts';

/** The load thread's entry. */
const port = parentPort;
if (port === null) throw new Error('the load worker runs only in a worker thread');

port.on(
  'message',
  serveLoad(workerData, { post: (message) => port.postMessage(message), close: () => port.close() }),
);
