import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { type Socket, connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/core/clock.ts';
import { resetSocket } from '../../../../src/drivers/proxy/tcp/reset-socket.ts';
import { startServer, type TestServer } from './rig.ts';

const WITHIN = 10_000;

let server: TestServer;

beforeEach(async () => {
  // Whoever connects is not read.
  server = await startServer((socket) => socket.pause());
});

afterEach(async () => {
  await server.close();
});

async function connected(): Promise<Socket> {
  const socket = connect({ ...server.address, allowHalfOpen: true });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

function descriptors(): number {
  return readdirSync('/proc/self/fd').length;
}

type Preparation = (socket: Socket) => unknown;

const PREPARED: Readonly<Record<string, Preparation>> = {
  'that is open': () => undefined,
  'that was ended just now': (socket) => socket.end(),
  'that was ended after a few bytes': (socket) => socket.end('bytes'),
  'that was ended after more bytes than anybody takes': (socket) =>
    socket.end(Buffer.alloc(32 * 1024 * 1024)),
  'whose end has left': async (socket) => {
    socket.end();
    await once(socket, 'finish');
  },
  'that was reset already': (socket) => {
    socket.end();
    resetSocket(socket);
  },
};

describe.runIf(process.platform === 'linux')('resetting a socket', () => {
  it.each(Object.entries(PREPARED))('%s closes it and gives its descriptor back', async (_name, prepare) => {
    const socket = await connected();
    await prepare(socket);
    const before = descriptors();
    const closed = once(socket, 'close').then(() => 'closed');
    resetSocket(socket);
    const late = systemClock.sleep(WITHIN).then(() => 'still open');
    expect(await Promise.race([closed, late])).toBe('closed');
    expect(descriptors()).toBe(before - 1);
  });
});
