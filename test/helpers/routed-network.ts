import { spawn } from 'node:child_process';
import { onTestFinished } from 'vitest';

import { run } from './kernel-network.ts';
import { becomesTrue, fixtureCommand, testEnvironment } from './processes.ts';

/** A server two hops away, by way of the router's namespace. */
export const FAR_HOST = '10.8.0.2';
/** A server beside it, for another edge. */
export const OTHER_HOST = '10.8.0.3';
export const FAR_PORT = 8080;

/**
 * For the length of a test: this host, `lab0` - `in0`, a router `mid`, `out0` - `eth0`, and servers in `far`, so that an edge can be taken
 * hold of on an interface of the host and on one of another namespace.
 */
export async function routeToFar(): Promise<void> {
  for (const name of ['mid', 'far']) {
    run(`ip netns add ${name}`);
    onTestFinished(() => void run(`ip netns del ${name}`));
  }
  run('ip link add name lab0 type veth peer name in0 netns mid');
  onTestFinished(() => void run('ip link del lab0'));
  run('ip link add name out0 netns mid type veth peer name eth0 netns far');
  run('ip address add 10.7.0.1/24 dev lab0');
  run('ip -n mid address add 10.7.0.2/24 dev in0');
  run('ip -n mid address add 10.8.0.1/24 dev out0');
  for (const host of [FAR_HOST, OTHER_HOST]) run(`ip -n far address add ${host}/24 dev eth0`);
  run('ip link set lab0 up');
  for (const device of ['in0', 'out0']) run(`ip -n mid link set ${device} up`);
  run('ip -n far link set eth0 up');
  run('ip route add 10.8.0.0/24 via 10.7.0.2 dev lab0');
  run('ip -n far route add 10.7.0.0/24 via 10.8.0.1 dev eth0');
  run('ip netns exec mid sysctl -q -w net.ipv4.ip_forward=1');
  await serve('far');
}

/** Starts a server in a namespace, on all its addresses, for the length of a test. */
async function serve(namespace: string): Promise<void> {
  const server = spawn('ip', ['netns', 'exec', namespace, ...fixtureCommand('health.mjs')], {
    env: { ...testEnvironment, HOST: '0.0.0.0', PORT: String(FAR_PORT) },
    stdio: 'ignore',
  });
  onTestFinished(() => void server.kill('SIGKILL'));
  const listens = (): boolean => run(`ip netns exec ${namespace} ss -tlnH`).includes(`:${FAR_PORT}`);
  if (!(await becomesTrue(listens, 20_000))) throw new Error(`nothing listens in ${namespace}`);
}
