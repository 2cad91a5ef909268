import { once } from 'node:events';
import { createServer, connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';

import { joinNamespaces, ping, RIGHT_IPV4, RIGHT_IPV6, run } from '../helpers/kernel-network.ts';

// Bounds are one-sided wherever the guest's slowness could only add to a delay.

describe('netem on the loopback interface', () => {
  it.each(['127.0.0.1', '::1'])('delays both ways of a ping and of a TCP handshake to %s', async (host) => {
    run('tc qdisc add dev lo root netem delay 50ms');
    onTestFinished(() => {
      run('tc qdisc del dev lo root');
    });
    expect(ping(`-c 2 -i 0.2 ${host}`).fastest).toBeGreaterThanOrEqual(100);
    expect(await handshakeTime(host)).toBeGreaterThanOrEqual(100);
  });

  it('tells its settings and what it has passed as JSON', () => {
    run('tc qdisc add dev lo root netem delay 20ms loss 1.5% limit 500');
    onTestFinished(() => {
      run('tc qdisc del dev lo root');
    });
    ping('-c 5 -i 0.01 -W 1 127.0.0.1');
    const [queue]: unknown[] = JSON.parse(run('tc -j -s qdisc show dev lo'));
    expect(queue).toMatchObject({
      kind: 'netem',
      root: true,
      options: { limit: 500, delay: { delay: 0.02 } },
    });
    expect(queue).toHaveProperty('packets', expect.any(Number));
    expect(queue).toHaveProperty('drops', expect.any(Number));
  });
});

describe('two namespaces joined by a veth pair', () => {
  it('are reached without delay over IPv4 and IPv6', () => {
    joinNamespaces();
    expect(ping(`-c 20 -i 0.05 ${RIGHT_IPV4}`, 'left').fastest).toBeLessThan(25);
    expect(ping(`-c 20 -i 0.05 ${RIGHT_IPV6}`, 'left').fastest).toBeLessThan(25);
  });

  it('let a rate hold back large packets on top of the delay', () => {
    joinNamespaces();
    run('tc -n left qdisc add dev eth0 root netem delay 30ms rate 100kbit');
    // 1,442 bytes with all headers take 115 ms at 100 kbit/s.
    expect(ping(`-c 1 -s 1400 ${RIGHT_IPV4}`, 'left').fastest).toBeGreaterThanOrEqual(145);
  });

  it('lose the share of packets that a Gilbert-Elliott model says', () => {
    joinNamespaces();
    run('tc -n left qdisc add dev eth0 root netem loss gemodel 20% 50%');
    // p / (p + r) = 0.286 of 300, give or take more than four standard deviations of a process with this correlation.
    const { sent, received } = ping(`-c 300 -i 0.002 -W 1 ${RIGHT_IPV4}`, 'left');
    expect(sent).toBe(300);
    expect(sent - received).toBeGreaterThan(35);
    expect(sent - received).toBeLessThan(140);
  });

  it.each([
    ['u32', 'u32 match ip dst 10.9.0.3/32 flowid 1:4'],
    ['flower', 'flower dst_ip 10.9.0.3 classid 1:4'],
  ])('are delayed for one address only by a band that %s picks', (_, classifier) => {
    joinNamespaces();
    run('ip -n right address add 10.9.0.3/24 dev eth0');
    run('tc -n left qdisc add dev eth0 root handle 1: prio bands 4');
    run('tc -n left qdisc add dev eth0 parent 1:4 netem delay 60ms');
    run(`tc -n left filter add dev eth0 parent 1: protocol ip prio 1 ${classifier}`);
    expect(ping('-c 2 -i 0.01 10.9.0.3', 'left').fastest).toBeGreaterThanOrEqual(60);
    expect(ping(`-c 10 -i 0.05 ${RIGHT_IPV4}`, 'left').fastest).toBeLessThan(40);
  });

  it('delay what arrives through an ifb that matchall and mirred lead to', () => {
    joinNamespaces();
    run('ip -n left link add incoming type ifb');
    run('ip -n left link set incoming up');
    run('tc -n left qdisc add dev eth0 handle ffff: ingress');
    run('tc -n left filter add dev eth0 parent ffff: matchall action mirred egress redirect dev incoming');
    run('tc -n left qdisc add dev incoming root netem delay 60ms');
    expect(ping(`-c 2 -i 0.01 ${RIGHT_IPV4}`, 'left').fastest).toBeGreaterThanOrEqual(60);
    expect(ping(`-c 2 -i 0.01 ${RIGHT_IPV6}`, 'left').fastest).toBeGreaterThanOrEqual(60);
  });
});

async function handshakeTime(host: string): Promise<number> {
  const server = createServer((socket) => socket.end()).listen(0, host);
  onTestFinished(() => {
    server.close();
  });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const begin = performance.now();
  const socket = connect(address.port, host);
  await once(socket, 'connect');
  const elapsed = performance.now() - begin;
  socket.destroy();
  return elapsed;
}
