import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/core/clock.ts';
import { CLEAR, type DirectionImpairment } from '../../../../src/impairment/model.ts';
import { openLink, type Rig } from './rig.ts';

const SIZE = 100;

interface Arrival {
  readonly number: number;
  readonly took: number;
  readonly bytes: Buffer;
}

let server: Socket;
let client: Socket;
let rig: Rig;
let arrivals: Arrival[];

beforeEach(async () => {
  arrivals = [];
  server = createSocket({ type: 'udp4', recvBufferSize: 4_000_000 });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  server.on('message', (bytes) => {
    const took = systemClock.now() - bytes.readDoubleBE(4);
    arrivals.push({ number: bytes.readUInt32BE(0), took, bytes });
  });
  rig = await openLink({ host: '127.0.0.1', port: server.address().port }, { protocol: 'udp' });
  client = createSocket('udp4');
});

afterEach(async () => {
  await rig.driver.revert();
  server.close();
  client.close();
});

/** Sends numbered datagrams up the link, `pace` of them each millisecond, and waits for the stragglers. */
async function send(count: number, up: DirectionImpairment, pace = 20): Promise<void> {
  await rig.link.change({ ...CLEAR, up });
  for (let number = 0; number < count; number += 1) {
    const datagram = Buffer.alloc(SIZE, 0x5a);
    datagram.writeUInt32BE(number, 0);
    datagram.writeDoubleBE(systemClock.now(), 4);
    client.send(datagram, rig.address.port, rig.address.host);
    if (number % pace === pace - 1) await systemClock.sleep(1);
  }
  let before = -1;
  while (arrivals.length !== before) {
    before = arrivals.length;
    await systemClock.sleep(120);
  }
}

const numbers = (): number[] => arrivals.map(({ number }) => number);

describe('datagrams', () => {
  it('pass untouched and in order where the link is clear, and answers find their way back', async () => {
    await send(500, {});
    expect(numbers()).toEqual(Array.from({ length: 500 }, (_, number) => number));
    server.once('message', (_bytes, from) => {
      server.send('answer', from.port, from.address);
    });
    const answer = once(client, 'message');
    client.send(Buffer.alloc(SIZE), rig.address.port, rig.address.host);
    const [bytes]: unknown[] = await answer;
    expect(String(bytes)).toBe('answer');
    const { connectionsAt, traffic } = await rig.link.observe();
    expect(connectionsAt).toHaveLength(1);
    expect(traffic.reduce((sum, { up }) => sum + up, 0)).toBe(501 * SIZE);
    expect(traffic.reduce((sum, { down }) => sum + down, 0)).toBe('answer'.length);
  });

  it('are lost, duplicated and corrupted by the share that is asked', async () => {
    await send(4000, { loss: { average: 0.1, burst: 1 } });
    expect(arrivals.length / 4000).toBeGreaterThan(0.87);
    expect(arrivals.length / 4000).toBeLessThan(0.93);
    arrivals = [];
    await send(2000, { duplicate: 0.2 });
    expect(new Set(numbers()).size).toBe(2000);
    expect(arrivals.length / 2000).toBeGreaterThan(1.16);
    expect(arrivals.length / 2000).toBeLessThan(1.24);
    arrivals = [];
    await send(2000, { corrupt: 0.5 });
    // The head of each datagram is its number and time; a flip there is not counted.
    const flips = arrivals.map(({ bytes }) => bitsThatDiffer(bytes.subarray(12)));
    expect(Math.max(...flips)).toBe(1);
    const share = flips.filter((flipped) => flipped === 1).length / 2000 / ((SIZE - 12) / SIZE);
    expect(share).toBeGreaterThan(0.45);
    expect(share).toBeLessThan(0.55);
  });

  it('lose the same ones with the same seed', async () => {
    await send(300, { loss: { average: 0.3, burst: 2 } });
    const first = numbers();
    await rig.driver.revert();
    arrivals = [];
    rig = await openLink({ host: '127.0.0.1', port: server.address().port }, { protocol: 'udp' });
    await send(300, { loss: { average: 0.3, burst: 2 } });
    expect(numbers()).toEqual(first);
    expect(first.length).toBeLessThan(290);
  });

  it('overtake each other under jitter, and never come early', async () => {
    await send(500, { delay: 30, jitter: 20 });
    expect(arrivals).toHaveLength(500);
    expect(numbers()).not.toEqual(numbers().sort((a, b) => a - b));
    expect(Math.min(...arrivals.map(({ took }) => took))).toBeGreaterThanOrEqual(10);
  });

  it('pass those that are delayed when they are reordered', async () => {
    await send(1000, { delay: 60, reorder: 0.25 });
    const share = arrivals.filter(({ took }) => took < 55).length / 1000;
    expect(share).toBeGreaterThan(0.19);
    expect(share).toBeLessThan(0.31);
  });

  it('have the rate, and those that do not fit the queue are dropped', async () => {
    const begun = systemClock.now();
    // 100 bytes at 160 kbit/s take 5 ms; the queue of 100 ms is raised to its least, 7,300 bytes.
    await send(400, { rate: 160_000, buffer: 100 }, 400);
    expect(arrivals.length).toBeGreaterThanOrEqual(72);
    expect(arrivals.length).toBeLessThan(120);
    expect(systemClock.now() - begun).toBeGreaterThan(arrivals.length * 5);
  });

  it('do not pass a partition, nor come out of it later', async () => {
    await send(20, { partition: true });
    expect(arrivals).toEqual([]);
    await rig.link.change(CLEAR);
    await systemClock.sleep(50);
    expect(arrivals).toEqual([]);
    await send(20, {});
    expect(arrivals).toHaveLength(20);
  });
});

function bitsThatDiffer(bytes: Buffer): number {
  let bits = 0;
  for (const byte of bytes) {
    for (let rest = byte ^ 0x5a; rest > 0; rest >>= 1) bits += rest & 1;
  }
  return bits;
}
