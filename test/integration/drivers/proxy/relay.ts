import { once } from 'node:events';
import { type Server, type Socket, connect, createServer } from 'node:net';
import type { Address } from '../../../../src/drivers/driver.ts';
import { listening } from './http-servers.ts';

/** Bytes as one side sent them. */
export interface Piece {
  readonly from: 'client' | 'server';
  readonly bytes: Buffer;
}

export interface Relay {
  readonly address: Address;
  /** What was said on each connection, in the order in which it came. */
  readonly conversations: readonly (readonly Piece[])[];
  close(): Promise<void>;
}

/** Passes on what comes, ends and resets too, and remembers every byte. */
export async function startRelay(target: Address): Promise<Relay> {
  const conversations: Piece[][] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const upstream = connect({ ...target, allowHalfOpen: true, noDelay: true });
    const pieces: Piece[] = [];
    conversations.push(pieces);
    sockets.add(client).add(upstream);
    pass(client, upstream, (bytes) => pieces.push({ from: 'client', bytes }));
    pass(upstream, client, (bytes) => pieces.push({ from: 'server', bytes }));
  });
  return {
    address: await listening(server),
    conversations,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

export function saidBy(side: Piece['from'], pieces: readonly Piece[]): Buffer {
  return Buffer.concat(pieces.filter(({ from }) => from === side).map(({ bytes }) => bytes));
}

function pass(from: Socket, to: Socket, saw: (bytes: Buffer) => void): void {
  from
    .on('data', (bytes) => {
      saw(Buffer.from(bytes));
      if (to.write(bytes)) return;
      from.pause();
      to.once('drain', () => from.resume());
    })
    .on('end', () => to.end())
    .on('error', () => to.resetAndDestroy());
}
