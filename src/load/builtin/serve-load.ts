import { systemClock } from '../../core/clock.ts';
import type { ExchangeSink } from '../load.ts';
import { startInProcess } from './in-process.ts';
import type { FromThread, LoadStart, ToThread } from './messages.ts';

/** The way back to who has started the load. */
export interface LoadChannel {
  post(message: FromThread): void;
  /** There is nothing more to say: with every socket gone, the thread or process ends. */
  close(): void;
}

/** Sends loads at the other end of a channel: the in-process generator with messages for a sink. Returns what hears messages. */
export function serveLoad(
  { specs, epoch, trust }: LoadStart,
  channel: LoadChannel,
): (message: ToThread) => void {
  const sink: ExchangeSink = {
    samples: (load, samples) => channel.post({ kind: 'samples', load, samples }),
    dropped: (load, due) => channel.post({ kind: 'dropped', load, due }),
    open: (load, due) => channel.post({ kind: 'open', load, due }),
    failed: (load, reason) => channel.post({ kind: 'failed', load, reason }),
  };
  const load = startInProcess(specs, { epoch, sink, trust, clock: systemClock });
  const handle = async (message: ToThread): Promise<void> => {
    switch (message.kind) {
      case 'settle':
        await load.settled(message.until);
        channel.post({ kind: 'settled', id: message.id });
        break;
      case 'stop':
        await load.stop();
        channel.close();
    }
  };
  channel.post({ kind: 'ready' });
  return (message) => void handle(message);
}
