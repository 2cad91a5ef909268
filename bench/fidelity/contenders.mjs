// Toxiproxy and Squall with what is asked of both: a delay with its jitter, or a rate, for what the client sends.
import { ask, finish, start, told } from '../harness/processes.mjs';
import { UNDER_TEST } from '../proxy/contenders.mjs';
import { startToxiproxy } from '../proxy/toxiproxy.mjs';

export async function startContenders(peers, port) {
  return [...(peers.toxiproxy ? [await toxiproxy(peers.toxiproxy, port)] : []), await squall(port)];
}

async function squall(port) {
  const child = start('proxy/squall.mjs', { core: UNDER_TEST });
  await told(child);
  const ports = await ask(child, { kind: 'install', port });
  const impair = async ({ delay, jitter, rate }) => {
    const up = { ...(delay && { delay }), ...(jitter && { jitter }), ...(rate && { rate }) };
    await ask(child, { kind: 'change', impairment: { up, down: {}, connection: {} } });
  };
  return { name: 'squall', port: ports.tcp, impair, stop: async () => await finish(child) };
}

async function toxiproxy(peer, port) {
  const started = await startToxiproxy(peer, port, UNDER_TEST);
  const impair = async ({ delay, jitter, rate }) => {
    await started.setToxics([
      ...(delay ? [toxic('latency', { latency: delay, jitter: jitter ?? 0 })] : []),
      // It counts in bytes for each millisecond.
      ...(rate ? [toxic('bandwidth', { rate: rate / 8000 })] : []),
    ]);
  };
  return { name: 'toxiproxy', ...started, impair };
}

function toxic(type, attributes) {
  return { type, name: type, stream: 'upstream', attributes };
}
