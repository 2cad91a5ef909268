import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Impairment } from '../../../src/index.ts';
import { fencedBlocks, readPage } from '../../helpers/docs/markdown.ts';
import { createPartitionDriver } from '../../helpers/docs/partition-driver.ts';

const CLEAR: Impairment = { up: {}, down: {}, connection: {} };
const PARTITION: Impairment = { up: { partition: true }, down: { partition: true }, connection: {} };
const never = new AbortController().signal;

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no port');
  return address.port;
}

describe("the example of docs/driver-authoring.md, which is this project's own file", () => {
  it('is shown as it is tested', () => {
    const shown = fencedBlocks(readPage('docs/driver-authoring.md')).find(({ info }) => info === 'ts');
    const tested = readPage('test/helpers/docs/partition-driver.ts').text;
    expect(shown?.text).toBe(tested.replace('../../../src/index.ts', 'squall'));
  });

  it('passes bytes on, holds them in a partition, proves both, and goes away', async () => {
    const echo = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
    await once(echo, 'listening');
    const port = portOf(echo);
    const driver = createPartitionDriver();
    const listeners = [{ service: 'echo', listen: { host: '127.0.0.1', port: 0 } }];
    const spec = { edge: 'link', protocol: 'tcp', per: 'edge', listeners, seed: 1 } as const;
    const [link] = await driver.install([spec], never);
    await link!.connectTo('echo', { host: '127.0.0.1', port });
    const address = link!.addresses['echo']!;
    const client = connect(address.port, address.host);
    let heard = '';
    client.on('data', (bytes) => (heard += bytes.toString()));
    try {
      client.write('a');
      await expect.poll(() => heard).toBe('a');
      expect(await link!.probe({ within: 2000, count: 20 }, never)).toMatchObject({ received: 20 });

      await link!.change(PARTITION);
      expect(await link!.readBack()).toEqual(PARTITION);
      client.write('b');
      expect(await link!.probe({ within: 500, count: 20 }, never)).toMatchObject({ received: 0 });
      await sleep(100);
      expect(heard).toBe('a');

      await link!.change(CLEAR);
      await expect.poll(() => heard).toBe('ab');
      expect((await link!.observe()).connectionsAt).toHaveLength(1);
    } finally {
      client.destroy();
      await driver.revert();
      echo.close();
    }
    await expect(once(connect(address.port, address.host), 'connect')).rejects.toThrow('ECONNREFUSED');
  });
});
