import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { createServer as createNetServer } from 'node:net';
import { WebSocket } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { data, END_STREAM, headers, settings } from '../../../helpers/http2-frames.ts';
import { curl } from './curl.ts';
import { listening } from './http-servers.ts';
import { saidBy } from './relay.ts';
import { startServer } from './rig.ts';
import { expectSameBytes, openWire } from './wire.ts';

/** RFC 6455, section 1.3. */
const WEBSOCKET_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** A server that takes a WebSocket and says `hello` in its first frame, in the same segment as its answer. */
async function startWebSocketServer() {
  const server = createServer((_request, response) => response.end('plain'));
  server.on('upgrade', (request, socket) => {
    onTestFinished(() => {
      socket.destroy();
    });
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}${WEBSOCKET_GUID}`)
      .digest('base64');
    const head = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`;
    socket
      .on('error', () => undefined)
      .write(Buffer.concat([Buffer.from(head), Buffer.of(0x81, 5), Buffer.from('hello')]));
  });
  onTestFinished(() => {
    server.close();
  });
  return await listening(server);
}

describe('an edge on which a connection changes its protocol', () => {
  it('counts the answer to a WebSocket of undici, and passes what follows', async () => {
    const wire = await openWire(await startWebSocketServer());
    const socket = new WebSocket(`ws://127.0.0.1:${wire.address.port}/chat?room=1`);
    const greeting = await new Promise<unknown>((resolve) => {
      socket.addEventListener('message', (event) => {
        resolve(event.data);
      });
    });
    expect(greeting).toBe('hello');
    socket.send(randomBytes(100_000));
    const observation = await wire.observed();
    expect(observation.samples).toMatchObject([{ method: 'GET', path: '/chat', status: 101 }]);
    expect([observation.unread, observation.openSince]).toEqual([{ 'upgraded to another protocol': 1 }, []]);
    expectSameBytes(wire, observation);
    expect(saidBy('client', wire.toServer.conversations[0] ?? []).length).toBeGreaterThan(100_000);
  });

  it('follows curl from HTTP/1.1 into HTTP/2', async () => {
    const server = await startServer((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n');
        socket.write(settings());
        socket.write(headers(1, { ':status': '203', 'content-type': 'text/plain' }));
        socket.write(data(1, 'upgraded', END_STREAM));
      });
    });
    onTestFinished(() => server.close());
    const wire = await openWire(server.address);
    const { code, out } = await curl(
      wire.address,
      ['/first?q=1'],
      ['--http2', '-w', ' %{http_version} %{http_code}'],
    );
    expect([code, String(out)]).toEqual([0, 'upgraded 2 203']);
    const observation = await wire.observed();
    expect(observation.samples).toMatchObject([{ method: 'GET', path: '/first', status: 203 }]);
    expect([observation.unread, observation.openSince]).toEqual([{}, []]);
    expectSameBytes(wire, observation);
  });

  it('passes TLS unread, and says so', async () => {
    const server = createNetServer((socket) => {
      socket.on('error', () => undefined).once('data', () => socket.end('no TLS here'));
    });
    onTestFinished(() => {
      server.close();
    });
    const wire = await openWire(await listening(server));
    const { port } = wire.address;
    await curl(wire.address, [], [`https://127.0.0.1:${port}/`]);
    const observation = await wire.observed();
    expect(observation.samples).toEqual([]);
    expect(observation.unread).toEqual({ TLS: 1 });
    expectSameBytes(wire, observation);
  });
});
