/**
 * The agent's own program, started in the network namespace that it is for: sends and turns round probes as it is told over its IPC
 * channel, and ends when that closes. See agent.ts.
 */
import { systemClock } from '../../core/clock.ts';
import { reasonOf } from '../../core/errors.ts';
import type { Call, FromAgent, Reply, ToAgent } from './messages.ts';
import { ProbeSocket } from './probe-socket.ts';

const sockets = new Map<string, ProbeSocket>();

async function serve(call: Call): Promise<Reply> {
  if (call.kind === 'open') {
    const socket = await ProbeSocket.open(call.address, systemClock);
    sockets.set(call.edge, socket);
    return { kind: 'opened', port: socket.port };
  }
  const socket = sockets.get(call.edge);
  if (socket === undefined) throw new Error(`no socket for edge ${call.edge}`);
  switch (call.kind) {
    case 'ping':
      return { kind: 'pinged', result: await socket.ping(call.plan) };
    case 'count':
      return { kind: 'counted', count: socket.takeCount() };
    case 'send':
      await socket.send(call.to, call.bytes);
      return { kind: 'sent' };
    case 'receive':
      return { kind: 'received', rate: await socket.receive(call.bytes, call.within) };
  }
}

async function answer({ id, call }: ToAgent): Promise<void> {
  try {
    tell({ kind: 'reply', id, reply: await serve(call) });
  } catch (error) {
    tell({ kind: 'failed', id, reason: reasonOf(error) });
  }
}

/** The runner may be gone: then nobody waits for it. */
function tell(message: FromAgent): void {
  process.send?.(message, () => {});
}

process.on('message', (message: ToAgent) => void answer(message));
process.on('disconnect', () => process.exit(0));
tell({ kind: 'ready' });
