import { connect as connectHttp2 } from 'node:http2';
import { askHttp2, startHttp2 } from './http-servers.ts';
import { type Piece, startRelay } from './relay.ts';

/** Everything that a real client and a real server of HTTP/2 said to each other, in the order in which a relay saw it. */
export async function recordSession(): Promise<readonly Piece[]> {
  const server = await startHttp2();
  const relay = await startRelay(server.address);
  const session = connectHttp2(`http://127.0.0.1:${relay.address.port}`, {
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
  await relay.close();
  await server.close();
  return relay.conversations[0] ?? [];
}
