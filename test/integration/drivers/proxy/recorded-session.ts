import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect, createServer } from 'node:net';
import { askHttp2, startHttp2 } from './http-servers.ts';

/** Bytes as one side sent them. */
export interface Piece {
  readonly from: 'client' | 'server';
  readonly bytes: Buffer;
}

/** Everything that a real client and a real server of HTTP/2 said to each other, in the order in which a relay saw it. */
export async function recordSession(): Promise<readonly Piece[]> {
  const pieces: Piece[] = [];
  const server = await startHttp2();
  const relay = createServer((client) => {
    const upstream = connect(server.address);
    client
      .on('error', () => undefined)
      .on('data', (bytes) => {
        pieces.push({ from: 'client', bytes: Buffer.from(bytes) });
        upstream.write(bytes);
      });
    upstream
      .on('error', () => undefined)
      .on('data', (bytes) => {
        pieces.push({ from: 'server', bytes: Buffer.from(bytes) });
        client.write(bytes);
      });
  });
  relay.listen({ host: '127.0.0.1', port: 0 });
  await once(relay, 'listening');
  const bound = relay.address();
  if (bound === null || typeof bound === 'string') throw new Error('the relay has no port');
  const session = connectHttp2(`http://127.0.0.1:${bound.port}`, {
    settings: { maxHeaderListSize: 200_000 },
  });
  for (let round = 0; round < 3; round += 1) {
    const asked = Array.from({ length: 12 }, (_, index) => {
      const extra = { 'x-large': index === 5 ? 'l'.repeat(20_000) : `value ${index % 4}` };
      if (index % 3 > 0)
        return askHttp2(session, { ...extra, ':path': `/200/${index}` }, index % 2 === 0 ? '' : 'body');
      return askHttp2(
        session,
        { ...extra, ':path': `/grpc.${index}/Do`, 'content-type': 'application/grpc' },
        'call',
      );
    });
    await Promise.all(asked);
    session.settings({ headerTableSize: [0, 1000][round] ?? 4096 });
  }
  session.destroy();
  relay.close();
  await server.close();
  return pieces;
}
