import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';

import {
  prepareEngine,
  measure,
  networkOfContainer,
  pidOf,
  removeContainers,
  startContainer,
} from '../../helpers/docker-lab.ts';
import { run } from '../../helpers/kernel-network.ts';

beforeAll(() => {
  prepareEngine();
});

describe('two containers of a Docker Engine', () => {
  it('reach each other over IPv4 and IPv6, and are delayed by netem in one of them', async () => {
    const first = await startContainer('first', { number: 2 });
    const second = await startContainer('second', { number: 3, bare: true });
    onTestFinished(() => removeContainers(first, second));
    for (const address of [second.ipv4, second.ipv6]) {
      const { up, down } = await measure(first, address);
      expect(up + down).toBeLessThan(50);
    }
    const before = networkOfContainer(first);
    run(`nsenter --net --target ${pidOf('first')} tc qdisc add dev eth0 root netem delay 80ms`);
    expect(networkOfContainer(first)).not.toEqual(before);
    for (const address of [second.ipv4, second.ipv6]) {
      const { up, down } = await measure(first, address);
      expect(up).toBeGreaterThanOrEqual(80);
      expect(down).toBeLessThan(40);
    }
  }, 120_000);
});
