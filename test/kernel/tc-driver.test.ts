import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';

import { systemClock } from '../../src/core/clock.ts';
import { rootOf } from '../../src/exec/network/qdiscs.ts';
import { CLEAR, type Impairment } from '../../src/impairment/model.ts';
import { joinNamespaces, ping, RIGHT_IPV4, RIGHT_IPV6, run } from '../helpers/kernel-network.ts';
import { networkState } from '../helpers/network-state.ts';
import { edgeOf, edgeThroughIfb, FAR, installOne, qdiscs, roundTrips, tcLab } from '../helpers/tc-lab.ts';

/** One to the right over IPv4 and one over IPv6. */
function sendDatagrams(port: number): void {
  const script = `
    const { createSocket } = require('node:dgram');
    for (const [type, address] of [['udp4', '${RIGHT_IPV4}'], ['udp6', '${RIGHT_IPV6}']]) {
      const socket = createSocket(type);
      socket.send('x', ${port}, address, () => socket.close());
    }`;
  execFileSync('ip', ['netns', 'exec', 'left', process.execPath, '-e', script]);
}

/** Pings the right while something happens; how many of how many came back. */
async function pingMeanwhile(
  count: number,
  interval: number,
  meanwhile: () => Promise<void>,
): Promise<string> {
  const options = ['-q', '-c', String(count), '-i', String(interval), '-W', '5', RIGHT_IPV4];
  const child = spawn('ip', ['netns', 'exec', 'left', 'ping', ...options]);
  const said = text(child.stdout);
  await meanwhile();
  return /\d+ packets transmitted, \d+ received/.exec(await said)?.[0] ?? '';
}

// Bounds are one-sided wherever the guest's slowness could only add to a delay.

function both(way: Impairment['up'], down: Impairment['down'] = way): Impairment {
  return { up: way, down, connection: {} };
}

describe.each([
  ['at both ends', edgeOf],
  ['at one end and through an ifb device', edgeThroughIfb],
])('an edge of the tc driver %s', (_where, specOf) => {
  it('delays each direction on its own, over IPv4 and IPv6', async () => {
    joinNamespaces();
    const link = await installOne(tcLab(), specOf('edge', { match: FAR }));
    for (const [up, down] of [
      [60, 0],
      [0, 60],
      [30, 50],
    ] as const) {
      await link.change(both({ delay: up }, { delay: down }));
      for (const address of [RIGHT_IPV4, RIGHT_IPV6]) {
        const { fastest } = ping(`-c 3 -i 0.05 ${address}`, 'left');
        expect(fastest).toBeGreaterThanOrEqual(up + down);
        expect(fastest).toBeLessThan(up + down + 25);
      }
    }
  });

  it('reads back every parameter, and counts what passes and what is lost', async () => {
    joinNamespaces();
    const link = await installOne(tcLab(), specOf('edge', { match: FAR }));
    const full = both(
      {
        delay: 33.333,
        jitter: 5,
        distribution: 'normal',
        loss: { average: 0.02, burst: 4 },
        duplicate: 0.01,
        corrupt: 0.001,
        reorder: 0.02,
        rate: 780_004,
        buffer: 700,
      },
      { rate: 1_600_000, loss: { average: 0.015, burst: 1 } },
    );
    await link.change(full);
    expect(await link.readBack()).toEqual(full);
    await link.change(both({ partition: true }, {}));
    expect(await link.readBack()).toEqual(both({ partition: true }, {}));
    const before = await link.counters();
    expect(ping(`-c 5 -i 0.01 -W 1 ${RIGHT_IPV4}`, 'left').received).toBe(0);
    const after = await link.counters();
    expect(after.up.drops - before.up.drops).toBe(5);
    await link.change(CLEAR);
    expect(await link.readBack()).toEqual(CLEAR);
    expect(ping(`-c 5 -i 0.01 -W 1 ${RIGHT_IPV6}`, 'left').received).toBe(5);
    const clear = await link.counters();
    expect(clear.up.packets - after.up.packets).toBe(5);
    expect(clear.down.packets - after.down.packets).toBe(5);
    const [tick] = (await link.observe()).traffic;
    expect(tick?.up).toBeGreaterThan(5 * 100);
    expect((await link.observe()).traffic).toEqual([]);
  });

  it('leaves everything as it was', async () => {
    joinNamespaces();
    const before = networkState();
    const lab = tcLab();
    const link = await installOne(lab, specOf('edge'));
    await link.change(both({ delay: 20, loss: { average: 0.1, burst: 3 } }));
    expect(networkState()).not.toEqual(before);
    await lab.revert();
    expect(networkState()).toEqual(before);
    expect(lab.effects.map(({ state }) => state)).not.toContain('intended');
    expect(new Set(lab.effects.map(({ state }) => state))).toEqual(new Set(['undone']));
    await lab.revert();
  });

  it('drops nothing when it is taken off with packets in flight', async () => {
    joinNamespaces();
    const lab = tcLab();
    const link = await installOne(lab, specOf('edge', { match: FAR }));
    await link.change(both({ delay: 700 }));
    const outcome = await pingMeanwhile(100, 0.005, async () => {
      await systemClock.sleep(600);
      await lab.revert();
    });
    expect(outcome).toBe('100 packets transmitted, 100 received');
  });
});

describe('a change by the tc driver', () => {
  it('takes away what the state before had, also what tc itself keeps', async () => {
    joinNamespaces();
    const link = await installOne(tcLab(), edgeOf('edge'));
    await link.change(
      both({
        delay: 5,
        rate: 1e6,
        corrupt: 0.5,
        reorder: 0.5,
        duplicate: 0.5,
        loss: { average: 0.5, burst: 9 },
      }),
    );
    await link.change(both({ delay: 1 }));
    const netem = qdiscs('left').find(({ kind }) => kind === 'netem');
    expect(netem?.options).toEqual({
      limit: 100_000,
      delay: { delay: 0.001, jitter: 0, correlation: 0 },
      ecn: false,
      gap: 0,
    });
  });

  it('draws a uniform jitter, also after another distribution, which tc alone cannot take away', async () => {
    joinNamespaces();
    const link = await installOne(tcLab(), edgeOf('edge', { match: FAR }));
    const draws = async (distribution?: 'normal' | 'uniform' | 'pareto'): Promise<number[]> => {
      await link.change(both({ delay: 60, jitter: 20, ...(distribution && { distribution }) }, {}));
      return roundTrips(`-c 200 -i 0.005 ${RIGHT_IPV4}`).toSorted((a, b) => a - b);
    };
    // What is slower than the tables say is the guest's; what is faster can only come from them.
    const normal = await draws('normal');
    expect(normal[0]).toBeLessThan(60 - 25);
    const uniform = await draws();
    expect(uniform[0]).toBeGreaterThanOrEqual(40);
    expect(uniform[0]).toBeLessThan(46);
    // Pareto of shape 3: no draw is below (1 - 1.5) / 0.866 of the jitter, and half are below (2^(1/3) - 1.5) / 0.866.
    const pareto = await draws('pareto');
    expect(pareto[0]).toBeGreaterThanOrEqual(60 - 0.578 * 20);
    expect(pareto[60]).toBeLessThan(60);
  });

  it('drops no packet that is under way', async () => {
    joinNamespaces();
    const link = await installOne(tcLab(), edgeOf('edge', { match: FAR }));
    await link.change(both({ delay: 500 }, {}));
    const outcome = await pingMeanwhile(60, 0.01, async () => {
      for (const delay of [300, 10, 0, 200]) {
        await systemClock.sleep(150);
        await link.change(both({ delay, rate: 10e6 }, {}));
      }
    });
    expect(outcome).toBe('60 packets transmitted, 60 received');
  });
});

describe('several edges on one interface', () => {
  it('are impaired each on its own, all else is untouched at each of sixteen priorities', async () => {
    joinNamespaces();
    for (const [v4, v6] of [
      ['10.9.0.3', 'fd09::3'],
      ['10.9.0.4', 'fd09::4'],
    ]) {
      run(`ip -n right address add ${v4}/24 dev eth0`);
      run(`ip -n right address add ${v6}/64 dev eth0 nodad`);
    }
    const links = await tcLab().install(
      edgeOf('slow', { match: FAR }),
      edgeOf('gone', {
        match: [
          { address: '10.9.0.3', protocol: 'any' },
          { address: 'fd09::3', protocol: 'any' },
        ],
      }),
    );
    await Promise.all([
      links[0]?.change(both({ delay: 40 })),
      links[1]?.change(both({ partition: true }, {})),
    ]);
    for (const address of [RIGHT_IPV4, RIGHT_IPV6]) {
      expect(ping(`-c 2 -i 0.05 ${address}`, 'left').fastest).toBeGreaterThanOrEqual(80);
    }
    for (const address of ['10.9.0.3', 'fd09::3']) {
      expect(ping(`-c 2 -i 0.05 -W 1 ${address}`, 'left').received).toBe(0);
    }
    // TOS 0x00 to 0x1e gives the priorities that the default map of prio spreads over three bands.
    for (let tos = 0; tos < 32; tos += 2) {
      expect(ping(`-c 1 -Q ${tos} 10.9.0.4`, 'left').fastest).toBeLessThan(35);
    }
    expect(ping('-c 10 -i 0.05 fd09::4', 'left').fastest).toBeLessThan(35);
    const found = qdiscs('left');
    expect(rootOf(found)?.options['priomap']).toEqual(Array.from({ length: 16 }, () => 0));
    expect(found.find(({ parent }) => parent === '5371:1')?.packets).toBeGreaterThanOrEqual(18);
  });

  it('follow a far end to another address without a moment in between', async () => {
    joinNamespaces();
    run('ip -n right address add 10.9.0.3/24 dev eth0');
    const link = await installOne(
      tcLab(),
      edgeOf('edge', { match: [{ address: RIGHT_IPV4, protocol: 'any' }] }),
    );
    await link.change(both({ delay: 40 }));
    for (const [now, before] of [
      ['10.9.0.3', RIGHT_IPV4],
      [RIGHT_IPV4, '10.9.0.3'],
      ['10.9.0.3', RIGHT_IPV4],
    ]) {
      await link.retarget([{ address: now ?? '', protocol: 'any' }]);
      expect(ping(`-c 2 -i 0.01 ${now}`, 'left').fastest).toBeGreaterThanOrEqual(80);
      expect(ping(`-c 10 -i 0.05 ${before}`, 'left').fastest).toBeLessThan(35);
    }
  });
});

describe('an edge without a far end', () => {
  it('takes every packet but DNS and the search for neighbours', async () => {
    joinNamespaces();
    const link = await installOne(tcLab(), edgeOf('edge'));
    expect(ping(`-c 1 ${RIGHT_IPV4}`, 'left').received).toBe(1);
    await link.change(both({ partition: true }));
    run('ip -n left neighbour flush dev eth0');
    run('ip -n right neighbour flush dev eth0');
    expect(ping(`-c 2 -i 0.01 -W 1 ${RIGHT_IPV4}`, 'left').received).toBe(0);
    expect(ping(`-c 2 -i 0.01 -W 1 ${RIGHT_IPV6}`, 'left').received).toBe(0);
    // Nobody is told: the neighbour is known, and the packets go nowhere.
    expect(run('ip -n left neighbour show 10.9.0.2')).toMatch(/lladdr/);
    expect(run('ip -n left neighbour show fd09::2')).toMatch(/lladdr/);
    const dropped = (await link.counters()).up.drops;
    sendDatagrams(53);
    expect((await link.counters()).up.drops).toBe(dropped);
    sendDatagrams(54);
    expect((await link.counters()).up.drops).toBe(dropped + 2);
  });
});

describe('loss on the way out of the sender itself', () => {
  it('is loss to its TCP too, which has to send again', async () => {
    joinNamespaces();
    run('ip -n left link set dev eth0 gso_max_segs 1');
    const link = await installOne(tcLab(), edgeOf('edge'));
    await link.change(both({ delay: 2, loss: { average: 0.05, burst: 1 } }, {}));
    const sink =
      "require('node:net').createServer((s) => s.resume()).listen(7000, '::', () => console.log('ready'))";
    const server = spawn('ip', ['netns', 'exec', 'right', process.execPath, '-e', sink]);
    onTestFinished(() => {
      server.kill();
    });
    await once(server.stdout, 'data');
    const send = `
      const socket = require('node:net').connect(7000, '${RIGHT_IPV4}');
      socket.end(Buffer.alloc(1_000_000));
      socket.resume();`;
    execFileSync('ip', ['netns', 'exec', 'left', process.execPath, '-e', send], { timeout: 60_000 });
    const { drops, packets } = (await link.counters()).up;
    // As many packets as the wire would carry, and not super-packets of which each counts as one.
    expect(packets).toBeGreaterThan(1_000_000 / 1500);
    expect(drops).toBeGreaterThan(0);
    const statistics = run('ip netns exec left cat /proc/net/netstat /proc/net/snmp');
    expect(retransmitted(statistics)).toBeGreaterThanOrEqual(drops / 2);
  });
});

/** RetransSegs of /proc/net/snmp: names in one line, values in the next. */
function retransmitted(statistics: string): number {
  const [names = '', values = ''] = statistics.split('\n').filter((line) => line.startsWith('Tcp:'));
  return Number(values.split(' ')[names.split(' ').indexOf('RetransSegs')]);
}
