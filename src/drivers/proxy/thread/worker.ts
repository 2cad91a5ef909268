import { parentPort } from 'node:worker_threads';
import { systemClock } from '../../../core/clock.ts';
import { packError } from '../../../core/wire-error.ts';
import { ProxyServer } from '../server.ts';
import type { Call, FromWorker, Reply, ToWorker } from './messages.ts';

const proxy = new ProxyServer(systemClock);
const underWay = new Map<number, AbortController>();

async function serve(call: Call, signal: AbortSignal): Promise<Reply> {
  switch (call.kind) {
    case 'install':
      return { kind: 'installed', links: await proxy.install(call.links) };
    case 'connectTo':
      await proxy.connectTo(call.edge, call.service, call.target);
      return { kind: 'done' };
    case 'change':
      await proxy.change(call.edge, call.impairment);
      return { kind: 'done' };
    case 'readBack':
      return { kind: 'state', impairment: await proxy.readBack(call.edge) };
    case 'probe':
      return { kind: 'probed', report: await proxy.probe(call.edge, call.request, signal) };
    case 'observe':
      return { kind: 'observed', observation: await proxy.observe(call.edge) };
    case 'revert':
      await proxy.revert();
      return { kind: 'done' };
  }
}

function answer(message: FromWorker): void {
  // The columns of an observation are moved, not copied, so that observing does not hold the proxy up.
  const moved =
    message.kind === 'reply' && message.reply.kind === 'observed'
      ? [message.reply.observation.numbers.buffer]
      : [];
  parentPort?.postMessage(message, moved);
}

async function receive(message: ToWorker): Promise<void> {
  if (message.kind === 'abort') {
    underWay.get(message.id)?.abort();
    return;
  }
  const { id, call } = message;
  const controller = new AbortController();
  underWay.set(id, controller);
  try {
    answer({ kind: 'reply', id, reply: await serve(call, controller.signal) });
  } catch (error) {
    answer({ kind: 'error', id, error: packError(error) });
  } finally {
    underWay.delete(id);
  }
}

parentPort?.on('message', (message: ToWorker) => {
  void receive(message);
});
