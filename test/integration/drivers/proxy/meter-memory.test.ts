import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { data, frame, get, goAway, headers, opening, rst, settings } from '../../../helpers/http2-frames.ts';
import { MeteredConnection } from '../../../helpers/metered-connection.ts';

const MB = 1024 * 1024;
/** In MB; a quarter of what an attack sends. Of what is not answered, every path is kept. */
const MOST_KEPT = 1.5;
const PIECE = 64 * 1024;

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

/** Bytes in use, garbage left out. */
async function used(): Promise<number> {
  // What buffers held is given back a turn after they are collected.
  for (let turn = 0; turn < 3; turn += 1) {
    if (typeof collectGarbage === 'function') collectGarbage();
    await setImmediate();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

interface Attack {
  readonly from: 'client' | 'server';
  /** What makes the attack plausible. */
  readonly before?: (connection: MeteredConnection) => void;
  /** A part of it; without an end in `turn`. */
  readonly part: (turn: number) => Buffer | string;
}

const OK = { ':status': '200' };
const REQUEST = 'GET / HTTP/1.1\r\nHost: a\r\n';

function asked(connection: MeteredConnection): void {
  connection.request(`${REQUEST}\r\n`);
}

function answering(connection: MeteredConnection): void {
  asked(connection);
  connection.response('HTTP/1.1 200 OK\r\n');
}

function opened(connection: MeteredConnection): void {
  connection.request(opening()).response(settings());
}

function askedHttp2(connection: MeteredConnection): void {
  opened(connection);
  connection.request(get(1, '/'));
}

/** A new name and value in the table of the receiver, which a later block can name by one octet. */
function indexed(name: string, value: string): Buffer {
  return Buffer.concat([
    Buffer.of(0x40),
    ...[name, value].map((text) => Buffer.concat([length(text.length), Buffer.from(text)])),
  ]);
}

function length(value: number): Buffer {
  if (value < 127) return Buffer.of(value);
  const rest = value - 127;
  return Buffer.of(127, (rest & 0x7f) | 0x80, rest >> 7);
}

const END_BOTH = 0x5;

/** What does not end, from one side. */
const ATTACKS: Readonly<Record<string, Attack>> = {
  'a target without an end': {
    from: 'client',
    part: (turn) => `${turn === 0 ? 'GET /' : ''}${'a'.repeat(PIECE)}`,
  },
  'a target in pieces of one byte': { from: 'client', part: (turn) => (turn === 0 ? 'GET /' : 'a') },
  'a header without an end': {
    from: 'client',
    part: (turn) => `${turn === 0 ? `${REQUEST}A: ` : ''}${'a'.repeat(PIECE)}`,
  },
  'headers without an end': {
    from: 'client',
    part: (turn) => `${turn === 0 ? REQUEST : ''}${`X-${turn}: ${turn}\r\n`.repeat(3000)}`,
  },
  'a header of an answer without an end': {
    from: 'server',
    before: answering,
    part: (turn) => `${turn === 0 ? 'A' : ''}${'a'.repeat(PIECE)}`,
  },
  'an upgrade with headers without an end': {
    from: 'server',
    before: (connection) =>
      connection
        .request(`${REQUEST}Connection: upgrade\r\nUpgrade: h2c\r\n\r\n`)
        .response('HTTP/1.1 101 X\r\n'),
    part: (turn) => `Upgrade${turn}: ${'a'.repeat(PIECE)}\r\n`,
  },
  'interim answers without an end': {
    from: 'server',
    before: asked,
    part: () => 'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n'.repeat(1000),
  },
  'a chunk with an extension without an end': {
    from: 'server',
    before: answering,
    part: (turn) => `${turn === 0 ? 'Transfer-Encoding: chunked\r\n\r\n5;a=' : ''}${'a'.repeat(PIECE)}`,
  },
  'trailers without an end': {
    from: 'server',
    before: answering,
    part: (turn) =>
      `${turn === 0 ? 'Transfer-Encoding: chunked\r\n\r\n0\r\n' : ''}${'A: b\r\n'.repeat(8000)}`,
  },
  'requests that nobody answers': {
    from: 'client',
    part: (turn) => `GET /${'a'.repeat(2000)}${turn} HTTP/1.1\r\n\r\n`,
  },
  'empty lines before a request': { from: 'client', part: () => '\r\n'.repeat(PIECE / 2) },
  'answers to nobody': { from: 'server', part: () => 'HTTP/1.1 204 No\r\n\r\n' },
  'what could be SETTINGS before a request': {
    from: 'server',
    part: () => Buffer.of(0, 0, 0, 4, 0, 0, 0, 0, 0),
  },
  'headers that are continued without an end': {
    from: 'client',
    before: opened,
    part: (turn) => frame(turn === 0 ? 1 : 9, 0, 1, Buffer.alloc(16_000)),
  },
  'headers that are continued by nothing': {
    from: 'server',
    before: askedHttp2,
    part: (turn) => frame(turn === 0 ? 1 : 9, 0, 1),
  },
  'frames as large as may be': {
    from: 'client',
    before: (connection) => connection.request(opening()).response(settings({ 5: 16_777_215 })),
    part: (turn) => (turn === 0 ? frame(1, 0, 1, Buffer.alloc(16_000_000)) : Buffer.alloc(PIECE)),
  },
  'streams that are never closed': {
    from: 'client',
    before: opened,
    part: (turn) =>
      headers(turn * 2 + 1, {
        ':method': `${turn}`.padEnd(8000, 'M'),
        ':path': `/${turn}`.padEnd(8000, 'p'),
      }),
  },
  'streams that are reset at once': {
    from: 'client',
    before: opened,
    part: (turn) => Buffer.concat([get(turn * 2 + 1, '/'), rst(turn * 2 + 1)]),
  },
  'tables that are filled again and again': {
    from: 'client',
    before: opened,
    part: (turn) =>
      frame(
        1,
        END_BOTH,
        turn * 2 + 1,
        Buffer.concat([
          Buffer.of(0x3f, 0xe1, 0xff, 0x03),
          ...Array.from({ length: 400 }, (_, index) => indexed(`${turn}`, `${index}`)),
        ]),
      ),
  },
  'a bomb of references to one large header': {
    from: 'client',
    before: (connection) => {
      opened(connection);
      connection.request(frame(1, END_BOTH, 1, Buffer.concat([indexed(':path', '/'.padEnd(4000, 'p'))])));
    },
    part: (turn) => frame(1, END_BOTH, turn * 2 + 3, Buffer.alloc(16_000, 0xbe)),
  },
  'interim answers of HTTP/2': {
    from: 'server',
    before: askedHttp2,
    part: () => headers(1, { ':status': '103', link: 'a'.repeat(1000) }),
  },
  promises: {
    from: 'server',
    before: askedHttp2,
    part: (turn) => frame(5, 0x4, 1, Buffer.of(0, 0, turn >> 8, turn & 0xfe)),
  },
  settings: { from: 'server', before: askedHttp2, part: () => settings({ 5: 16_384, 1: 1000 }) },
  'pings, priorities and frames of tomorrow': {
    from: 'client',
    before: opened,
    part: (turn) =>
      Buffer.concat([
        frame(6, 0, 0, '12345678'),
        frame(2, 0, turn * 2 + 1, '12345'),
        frame(0x77, 0, turn, 'whatever'),
      ]),
  },
  farewells: { from: 'server', before: askedHttp2, part: () => goAway(1) },
  'data of streams that are not there': {
    from: 'server',
    before: askedHttp2,
    part: (turn) => data(turn * 2 + 3, 'x'.repeat(1000)),
  },
  'trailers of streams that are not there': {
    from: 'server',
    before: askedHttp2,
    part: (turn) => headers(turn * 2 + 3, { ...OK, 'x-a': `${turn}` }),
  },
};

/** Sends an attack of so many bytes, in 20,000 parts at the most, and asks now and then what was seen, as a run does. */
function attack({ from, before, part }: Attack, connection: MeteredConnection, bytes: number): void {
  before?.(connection);
  for (let turn = 0, sent = 0; sent < bytes && turn < 20_000; turn += 1) {
    const piece = part(turn);
    if (from === 'client') connection.request(piece);
    else connection.response(piece);
    sent += piece.length;
    if (turn % 1000 === 0) connection.observe();
  }
}

/** A function of its own, so that nothing on the stack holds what was seen. */
function end(connection: MeteredConnection): void {
  connection.closed().observe();
}

describe('what a meter keeps of a connection is bounded', () => {
  it.each(Object.entries(ATTACKS))('under %s', async (_name, kind) => {
    attack(kind, new MeteredConnection(), MB / 4);
    const before = await used();
    const connection = new MeteredConnection();
    attack(kind, connection, 6 * MB);
    connection.observe();
    expect(((await used()) - before) / MB).toBeLessThan(MOST_KEPT);
    end(connection);
    expect(((await used()) - before) / MB).toBeLessThan(0.5);
  });

  it('under as many open streams as are followed, with the longest paths', async () => {
    const before = await used();
    const connection = new MeteredConnection();
    opened(connection);
    const ask = (turn: number): MeteredConnection =>
      connection.request(get(turn * 2 + 1, `/${turn}`.padEnd(3000, 'p')));
    for (let turn = 0; turn < 10_000; turn += 1) ask(turn);
    expect(connection.observe().openSince).toHaveLength(10_000);
    expect(((await used()) - before) / MB).toBeLessThan(30);
    ask(10_000);
    expect(connection.observe().unread).toEqual({ 'too many open requests in one connection': 1 });
    expect(((await used()) - before) / MB).toBeLessThan(1);
  });
});
