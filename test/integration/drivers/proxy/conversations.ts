import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import {
  call,
  data,
  END_STREAM,
  get,
  goAway,
  headers,
  opening,
  rst,
  settings,
} from '../../../helpers/http2-frames.ts';
import type { Piece } from './relay.ts';

const FOLDER = new URL('../../../fixtures/conversations/', import.meta.url);

export type Conversation = readonly Piece[];

function client(bytes: string | Buffer): Piece {
  return { from: 'client', bytes: Buffer.from(bytes) };
}

function server(bytes: string | Buffer): Piece {
  return { from: 'server', bytes: Buffer.from(bytes) };
}

const UPGRADE =
  'GET /a HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: \r\nUpgrade: ';
const SWITCHING = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ';
const OK = { ':status': '200' };

/** What the recorded peers did not say. */
const BY_HAND: readonly Conversation[] = [
  [
    client(`${UPGRADE}websocket\r\n\r\n`),
    server(`${SWITCHING}websocket\r\n\r\n`),
    client('\u0081\u0005hello'),
  ],
  [
    client(`${UPGRADE}h2c\r\n\r\n`),
    server(Buffer.concat([Buffer.from(`${SWITCHING}h2c\r\n\r\n`), settings(), headers(1, OK)])),
    client(Buffer.concat([opening(), get(3, '/b')])),
    server(Buffer.concat([data(1, 'x', END_STREAM), headers(3, OK, END_STREAM)])),
  ],
  [client('CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n'), server('HTTP/1.1 200 OK\r\n\r\n'), client('opaque')],
  [client('GET / HTTP/1.0\r\n\r\n'), server('HTTP/1.0 200 OK\r\n\r\nas long as it lasts')],
  [client('\u0016\u0003\u0001\u0002\u0000\u0001')],
  [
    server(settings({ 5: 20_000 })),
    client(Buffer.concat([opening(), call(1, '/a.B/C'), get(3, '/d'), get(5, '/e')])),
    server(Buffer.concat([headers(1, { ':status': '103' }), headers(1, OK), data(1, 'x'), goAway(3)])),
    client(rst(3)),
    server(Buffer.concat([headers(1, { 'grpc-status': '5' }, END_STREAM), headers(7, OK, END_STREAM)])),
  ],
];

export const CONVERSATIONS: readonly Conversation[] = [
  ...readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name) => parseConversation(readFileSync(new URL(name, FOLDER), 'utf8'))),
  ...BY_HAND,
];

/** As `test/fixtures/conversations` keeps them. */
export function parseConversation(text: string): Conversation {
  const pieces: unknown = JSON.parse(text);
  if (!Array.isArray(pieces)) throw new Error('a conversation is an array');
  return pieces.map(({ from, bytes }: Record<string, string>) => ({
    from: from === 'client' ? 'client' : 'server',
    bytes: Buffer.from(bytes ?? '', 'base64'),
  }));
}

export function printConversation(conversation: Conversation): string {
  return JSON.stringify(conversation.map(({ from, bytes }) => ({ from, bytes: bytes.toString('base64') })));
}

type Change = (bytes: Buffer) => Buffer;

/** Where a change begins and how long it is, as parts of whatever it is applied to. */
const place = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 1, max: 40 }),
});

/** Octets on which parsers turn. */
const TELLING = [0, 0x0a, 0x0d, 0x20, 0x3a, 0x7f, 0x80, 0xff];

const change: fc.Arbitrary<Change> = fc
  .tuple(
    place,
    fc.constantFrom('flip', 'set', 'cut', 'repeat', 'insert', 'truncate'),
    fc.nat(255),
    fc.nat(TELLING.length * 2),
  )
  .map(([{ at, length }, kind, value, choice]) => {
    const octet = TELLING[choice] ?? value;
    return (bytes) => {
      const from = Math.floor(at * bytes.length);
      const [before, behind] = [bytes.subarray(0, from), bytes.subarray(from)];
      switch (kind) {
        case 'flip':
          return Buffer.concat([
            before,
            Buffer.of((behind[0] ?? 0) ^ (1 << (value % 8))),
            behind.subarray(1),
          ]);
        case 'set':
          return Buffer.concat([before, Buffer.of(octet), behind.subarray(1)]);
        case 'cut':
          return Buffer.concat([before, behind.subarray(length)]);
        case 'repeat':
          return Buffer.concat([before, behind.subarray(0, length), behind]);
        case 'insert':
          return Buffer.concat([before, Buffer.alloc(length, octet), behind]);
        case 'truncate':
          return before;
      }
    };
  });

const conversation = fc.constantFrom(...CONVERSATIONS);

/** A conversation in which some pieces are changed, exchanged, left out, or those of another one. */
const mutated: fc.Arbitrary<Conversation> = fc
  .record({
    base: conversation,
    other: conversation,
    splice: fc.option(fc.tuple(fc.nat(), fc.nat())),
    swap: fc.option(fc.nat()),
    changes: fc.array(fc.tuple(fc.nat(), change), { maxLength: 6 }),
  })
  .map(({ base, other, splice, swap, changes }) => {
    const pieces = base.slice();
    if (splice !== null) {
      pieces.splice(splice[0] % pieces.length, pieces.length, ...other.slice(splice[1] % other.length));
    }
    if (swap !== null) pieces.push(...pieces.splice(swap % pieces.length, 1));
    for (const [index, apply] of changes) {
      const piece = pieces[index % pieces.length];
      if (piece !== undefined) pieces[index % pieces.length] = { ...piece, bytes: apply(piece.bytes) };
    }
    return pieces;
  });

const arbitrary: fc.Arbitrary<Conversation> = fc.array(
  fc.record({
    from: fc.constantFrom('client' as const, 'server' as const),
    bytes: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  }),
  { maxLength: 10 },
);

/** What peers could say: mostly what real ones did, broken in some places. */
export const conversations: fc.Arbitrary<Conversation> = fc.oneof(
  { arbitrary: mutated, weight: 15 },
  { arbitrary, weight: 1 },
);
