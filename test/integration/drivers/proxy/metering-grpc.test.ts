import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http2';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { EdgeSample } from '../../../../src/drivers/driver.ts';
import {
  callUnary,
  chat,
  download,
  grpcClient,
  MESSAGES,
  type Outcome,
  pathOf,
  startGrpc,
  upload,
} from './grpc-peers.ts';
import { count, listening, type Tally } from './http-servers.ts';
import { expectSameBytes, openWire } from './wire.ts';

const UNIMPLEMENTED = 12;
const INTERNAL = 13;
const CANCELLED = 1;
const DEADLINE_EXCEEDED = 4;
const MESSAGE = Buffer.concat([Buffer.alloc(1), randomBytes(30_000)]);

/** A request for the status `code`. */
function asking(code: number, size = 100): Buffer {
  return Buffer.alloc(size, code);
}

function repeated(message: Buffer): Buffer {
  return Buffer.concat(Array.from({ length: MESSAGES }, () => message));
}

function tally(samples: readonly EdgeSample[]): Tally {
  const seen: Tally = new Map();
  for (const { path, status, grpcStatus } of samples) {
    expect(status).toBe(200);
    count(seen, `${path} ${grpcStatus}`);
  }
  return seen;
}

describe('grpc-js on both sides agrees with the edge between them', () => {
  it('on all kinds of calls, under way together, and every status', async () => {
    const server = await startGrpc();
    const wire = await openWire(server.address);
    const clients = [grpcClient(wire.address), grpcClient(wire.address)];
    const asked: Promise<Outcome>[] = [];
    for (const client of clients) {
      for (let code = 0; code <= 16; code += 1) {
        asked.push(callUnary(client, 'Unary', asking(code)).outcome);
        asked.push(download(client, asking(code, 10_000)));
        asked.push(upload(client, asking(code, 2000)));
      }
      for (let turn = 0; turn < 10; turn += 1) asked.push(chat(client, asking(0, 1000)));
    }
    const codes = (await Promise.all(asked)).map(({ code }) => code);
    expect(codes.toSorted((a, b) => a - b).at(-1)).toBe(16);
    const observation = await wire.observed();
    expect(observation.samples).toHaveLength(asked.length);
    expect(tally(observation.samples)).toEqual(server.served);
    expect([observation.unread, observation.openSince]).toEqual([{}, []]);
    expect(wire.toServer.conversations).toHaveLength(2);
    expectSameBytes(wire, observation);
  });

  it('on messages that are the same at both ends', async () => {
    const server = await startGrpc();
    const wire = await openWire(server.address);
    const client = grpcClient(wire.address);
    const answers = [
      (await callUnary(client, 'Unary', MESSAGE).outcome).bytes,
      (await download(client, MESSAGE)).bytes,
      (await upload(client, MESSAGE)).bytes,
      (await chat(client, MESSAGE)).bytes,
    ];
    const whole = repeated(MESSAGE);
    expect(
      [MESSAGE, whole, whole, whole].map((bytes, index) => bytes.equals(answers[index] ?? asking(1))),
    ).toEqual([true, true, true, true]);
    const observation = await wire.observed();
    expect(tally(observation.samples)).toEqual(server.served);
    expectSameBytes(wire, observation);
  });

  it('on a method that is not there, which is answered by trailers only', async () => {
    const server = await startGrpc();
    const wire = await openWire(server.address);
    const { code } = await callUnary(grpcClient(wire.address), 'Nothing', MESSAGE).outcome;
    expect(code).toBe(UNIMPLEMENTED);
    const { samples } = await wire.observed();
    expect(samples).toMatchObject([
      { method: 'POST', path: pathOf('Nothing'), status: 200, grpcStatus: UNIMPLEMENTED },
    ]);
  });
});

describe('an edge says of a gRPC call', () => {
  it('that its client has cancelled it', async () => {
    const server = await startGrpc();
    const wire = await openWire(server.address);
    const call = callUnary(grpcClient(wire.address), 'Hang', MESSAGE);
    await expect.poll(() => wire.toServer.conversations.length).toBe(1);
    await sleep(50);
    call.cancel();
    expect((await call.outcome).code).toBe(CANCELLED);
    await expect.poll(server.cancelled).toBe(1);
    const { samples, openSince } = await wire.observed();
    expect(samples).toMatchObject([{ path: pathOf('Hang'), status: 0, reset: 'client' }]);
    expect(openSince).toEqual([]);
  });

  it('that its deadline has passed, to the millisecond of the wire', async () => {
    const server = await startGrpc();
    const wire = await openWire(server.address);
    const client = grpcClient(wire.address);
    await callUnary(client, 'Unary', MESSAGE).outcome;
    // The server gets the call, and with it how long it may take, later than its client counts from.
    await wire.rig.link.change({ up: { delay: 150 }, down: {}, connection: {} });
    const { code } = await callUnary(client, 'Hang', MESSAGE, { deadline: new Date(Date.now() + 300) })
      .outcome;
    expect(code).toBe(DEADLINE_EXCEEDED);
    await expect.poll(server.cancelled).toBe(1);
    const { samples } = await wire.observed();
    expect(samples.slice(1)).toMatchObject([{ path: pathOf('Hang'), status: 0, reset: 'client' }]);
    expect(samples[1]?.latency).toBeGreaterThan(250);
    expect(samples[1]?.latency).toBeLessThan(900);
  });

  it('that its server has reset it, before or within the answer', async () => {
    const server = createServer();
    server.on('stream', (stream, { ':path': path }) => {
      stream.on('error', () => undefined);
      if (path === pathOf('Late')) {
        stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
        stream.write(Buffer.alloc(5));
      }
      stream.close(2);
    });
    const wire = await openWire(await listening(server));
    const client = grpcClient(wire.address);
    for (const name of ['Early', 'Late']) {
      expect((await callUnary(client, name, MESSAGE).outcome).code).toBe(INTERNAL);
    }
    const { samples } = await wire.observed();
    expect(samples).toMatchObject([
      { path: pathOf('Early'), status: 0, reset: 'server' },
      { path: pathOf('Late'), status: 0, reset: 'server' },
    ]);
  });

  it('that its server has gone away in the middle of it', async () => {
    const server = await startGrpc();
    const wire = await openWire(server.address);
    const call = callUnary(grpcClient(wire.address), 'Hang', MESSAGE);
    await expect.poll(() => wire.toServer.conversations.length).toBe(1);
    await sleep(50);
    server.shutDown();
    expect((await call.outcome).code).toBe(CANCELLED);
    const { samples, unread } = await wire.observed();
    expect(samples).toMatchObject([{ path: pathOf('Hang'), status: 0 }]);
    expect(unread).toEqual({});
  });
});
