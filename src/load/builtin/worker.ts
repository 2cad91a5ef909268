import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '../../core/clock.ts';
import type { LoadSink } from '../load.ts';
import { startInProcess } from './in-process.ts';
import type { FromThread, ThreadStart, ToThread } from './messages.ts';

/** The load thread's entry: the in-process generator with messages for a sink. */
const port = parentPort;
if (port === null) throw new Error('the load worker runs only in a worker thread');

const post = (message: FromThread): void => port.postMessage(message);
const sink: LoadSink = {
  samples: (load, samples) => post({ kind: 'samples', load, samples }),
  dropped: (load, due) => post({ kind: 'dropped', load, due }),
  open: (load, due) => post({ kind: 'open', load, due }),
  failed: (load, reason) => post({ kind: 'failed', load, reason }),
};

const { specs, epoch, trust }: ThreadStart = workerData;
const load = startInProcess(specs, { epoch, sink, trust, clock: systemClock });

async function handle(message: ToThread): Promise<void> {
  switch (message.kind) {
    case 'settle':
      await load.settled(message.until);
      post({ kind: 'settled', id: message.id });
      break;
    case 'stop':
      await load.stop();
      // With the port closed and every socket gone, nothing is left to wait for: the thread ends.
      port?.close();
  }
}

port.on('message', (message: ToThread) => void handle(message));
post({ kind: 'ready' });
