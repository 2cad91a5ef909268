// What stands between client and server: nothing, HAProxy, Toxiproxy, and Squall with an edge of each protocol.
import { ask, finish, onCore, start, told } from '../harness/processes.mjs';
import { spawnSync } from 'node:child_process';
import { startHaproxy } from './haproxy.mjs';
import { startToxiproxy } from './toxiproxy.mjs';

/** The core of what is under test, and that of client and server. */
export const UNDER_TEST = 0;
export const OTHERS = 1;

/** `delay` of a contender takes milliseconds for each way; it is absent where it cannot. */
export async function startContenders(peers, originPort) {
  const squall = start('proxy/squall.mjs', { core: UNDER_TEST });
  await told(squall);
  const ports = await ask(squall, { kind: 'install', port: originPort });
  const ours = (protocol) => ({
    name: `squall, ${protocol}`,
    port: ports[protocol],
    pid: squall.pid,
    delay: async (delay) => {
      const impairment = { up: { delay }, down: { delay }, connection: {} };
      await ask(squall, { kind: 'change', impairment });
    },
    stop: async () => await finish(squall),
  });
  return [
    { name: 'direct', port: originPort, stop: () => {} },
    ...(peers.haproxy
      ? [{ name: 'haproxy', ...(await startHaproxy(peers.haproxy, originPort, UNDER_TEST)) }]
      : []),
    ...(peers.toxiproxy ? [await toxiproxy(peers.toxiproxy, originPort)] : []),
    ours('tcp'),
    { ...ours('http'), stop: () => {} },
  ];
}

async function toxiproxy(peer, originPort) {
  const started = await startToxiproxy(peer, originPort, UNDER_TEST);
  const delay = async (latency) => {
    const toxic = (stream) => ({ type: 'latency', stream, name: stream, attributes: { latency } });
    await started.setToxics(latency > 0 ? [toxic('upstream'), toxic('downstream')] : []);
  };
  return { name: 'toxiproxy', ...started, delay };
}

/** Lets a process and its threads run wherever there is room. */
export function unpin(pid) {
  if (onCore(UNDER_TEST).length > 0) spawnSync('taskset', ['-apc', `${UNDER_TEST},${OTHERS}`, String(pid)]);
}
