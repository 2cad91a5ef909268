import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  END_HEADERS,
  END_STREAM,
  PADDED,
  PREFACE,
  PRIORITY,
  block,
  call,
  data,
  frame,
  get,
  goAway,
  headers,
  opening,
  rst,
  settings,
} from '../../../../helpers/http2-frames.ts';
import { MeteredConnection } from '../../../../helpers/metered-connection.ts';

const OK = { ':status': '200' };
const UNAVAILABLE = { 'grpc-status': '14', 'grpc-message': 'no' };

function opened(): MeteredConnection {
  return new MeteredConnection().request(opening()).response(settings());
}

function upgraded(): MeteredConnection {
  return new MeteredConnection()
    .at(1)
    .request(
      'GET /first HTTP/1.1\r\nHost: shop\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: \r\n\r\n',
    );
}

/** With a response under way. */
function asked(): MeteredConnection {
  return opened().request(get(1, '/')).response(headers(1, OK));
}

const SWITCHING = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nuPGRADE: h2c\r\n\r\n';

describe('the HTTP/2 meter', () => {
  it('times an exchange from the first byte of its headers to the end of its stream', () => {
    const { samples, unread, openSince } = opened()
      .at(10)
      .request(get(1, '/cart?id=7').subarray(0, 4))
      .at(12)
      .request(get(1, '/cart?id=7').subarray(4))
      .at(30)
      .response(headers(1, OK))
      .at(45)
      .response(data(1, 'hello', END_STREAM))
      .observe();
    expect(samples).toEqual([
      { service: 'service', at: 10, firstByte: 20, latency: 35, method: 'GET', path: '/cart', status: 200 },
    ]);
    expect([unread, openSince]).toEqual([{}, []]);
  });

  it('tells streams apart that are under way at the same time, and knows which are open', () => {
    const connection = opened()
      .at(1)
      .request(get(1, '/a'))
      .at(2)
      .request(get(3, '/b'))
      .at(3)
      .request(get(5, '/c'));
    connection
      .at(5)
      .response(headers(5, OK))
      .response(headers(1, OK))
      .response(headers(3, { ':status': '503' }));
    connection
      .at(7)
      .response(data(3, '', END_STREAM))
      .response(data(5, 'x'))
      .response(data(1, 'y', END_STREAM));
    const { samples, openSince } = connection.observe();
    expect(samples.map(({ path, status, latency }) => [path, status, latency])).toEqual([
      ['/b', 503, 5],
      ['/a', 200, 6],
    ]);
    expect(openSince).toEqual([3]);
  });

  it('reads the status of a call from its trailers, and from a response of trailers only', () => {
    const { samples } = opened()
      .request(call(1, '/shop.Cart/Get'))
      .request(data(1, '.....', END_STREAM))
      .response(headers(1, { ...OK, 'content-type': 'application/grpc' }))
      .response(data(1, '.....hello'))
      .response(headers(1, { 'grpc-status': '0' }, END_STREAM))
      .request(call(3, '/shop.Cart/Add'))
      .response(headers(3, { ...OK, ...UNAVAILABLE }, END_STREAM))
      .observe();
    expect(samples.map(({ path, status, grpcStatus }) => [path, status, grpcStatus])).toEqual([
      ['/shop.Cart/Get', 200, 0],
      ['/shop.Cart/Add', 200, 14],
    ]);
  });

  it.each([
    ['none at all', { ...OK }, 2],
    ['one that is no code', { ...OK, 'grpc-status': 'OK' }, 2],
    ['one that does not exist', { ...OK, 'grpc-status': '17' }, 2],
    ['none, under an HTTP error', { ':status': '502' }, undefined],
  ])('takes a call that is answered with %s for what its client takes it', (_label, fields, status) => {
    const { samples } = opened()
      .request(call(1, '/a.B/C'))
      .response(headers(1, fields, END_STREAM))
      .observe();
    expect(samples.map(({ grpcStatus }) => grpcStatus)).toEqual([status]);
  });

  it('puts a header block together from CONTINUATION frames, padded and with a priority', () => {
    const large = { ':method': 'GET', ':path': '/large', cookie: 'c'.repeat(40_000) };
    const whole = block(large);
    const first = Buffer.concat([Buffer.of(3, 0, 0, 0, 0, 7), whole.subarray(0, 10), Buffer.alloc(3)]);
    const { samples, unread } = opened()
      .request(frame(1, END_STREAM | PADDED | PRIORITY, 1, first))
      .request(frame(9, 0, 1, whole.subarray(10, 16_000)))
      .request(frame(9, 0, 1))
      .request(frame(9, 0, 1, whole.subarray(16_000, 32_000)), 7)
      .request(frame(9, END_HEADERS, 1, whole.subarray(32_000)))
      .response(headers(1, OK, END_STREAM))
      .observe();
    expect(samples.map(({ path, status }) => [path, status])).toEqual([['/large', 200]]);
    expect(unread).toEqual({});
  });

  it('keeps a path and a method of bounded length', () => {
    const { samples } = opened()
      .request(headers(1, { ':method': 'M'.repeat(5000), ':path': `/${'a'.repeat(10_000)}` }, END_STREAM))
      .response(headers(1, OK, END_STREAM))
      .observe();
    expect(samples[0]?.path).toHaveLength(2048);
    expect(samples[0]?.method).toBe('M'.repeat(32));
  });

  it('does not take an interim response for the answer', () => {
    const { samples } = opened()
      .request(get(1, '/'))
      .at(3)
      .response(headers(1, { ':status': '103' }))
      .at(8)
      .response(headers(1, OK, END_STREAM))
      .observe();
    expect(samples).toMatchObject([{ firstByte: 8, latency: 8, status: 200 }]);
  });

  it('says who reset a stream, and counts an answer that was complete before', () => {
    const connection = opened();
    for (const stream of [1, 3, 5]) connection.request(get(stream, `/${stream}`));
    const { samples } = connection
      .response(headers(5, OK, END_STREAM))
      .request(rst(1))
      .response(rst(3))
      .response(rst(5))
      .observe();
    expect(samples.map(({ path, status, reset }) => [path, status, reset])).toEqual([
      ['/5', 200, undefined],
      ['/1', 0, 'client'],
      ['/3', 0, 'server'],
    ]);
  });

  it('ends what the server says it will not answer, and goes on with the rest', () => {
    const { samples } = opened()
      .request(get(1, '/a'))
      .request(get(3, '/b'))
      .response(goAway(1))
      .response(goAway(5))
      .request(get(5, '/sent meanwhile'))
      .response(headers(1, OK, END_STREAM))
      .observe();
    expect(samples.map(({ path, status, reset }) => [path, status, reset])).toEqual([
      ['/b', 0, 'server'],
      ['/sent meanwhile', 0, 'server'],
      ['/a', 200, undefined],
    ]);
  });

  it('ends what is open when the connection does, and says who reset that', () => {
    const { samples, connections } = opened()
      .request(get(1, '/a'))
      .response(headers(1, OK))
      .at(9)
      .reset('server')
      .reset('client')
      .closed()
      .observe();
    expect(samples).toMatchObject([{ path: '/a', status: 0, latency: 9, reset: 'server' }]);
    expect(connections?.resets).toEqual([{ at: 9, by: 'server' }]);
  });

  it('reads request trailers, pings, window updates, pushes and frames of tomorrow without counting them', () => {
    const { samples, unread } = opened()
      .request(headers(1, { ':method': 'POST', ':path': '/' }))
      .request(data(1, 'body'))
      .request(headers(1, { 'x-sum': '1' }, END_STREAM))
      .request(frame(6, 0, 0, '12345678'))
      .request(frame(0xf0, 0xff, 0, 'whatever'))
      .response(frame(8, 0, 0, '1234'))
      .response(
        frame(5, END_HEADERS, 1, Buffer.concat([Buffer.of(0, 0, 0, 2), block({ ':path': '/pushed' })])),
      )
      .response(headers(2, OK, END_STREAM))
      .response(headers(1, OK, END_STREAM))
      .observe();
    expect(samples.map(({ path }) => path)).toEqual(['/']);
    expect(unread).toEqual({});
  });

  it('counts the answer to a CONNECT, not what the tunnel carries', () => {
    const { samples, openSince } = opened()
      .request(headers(1, { ':method': 'CONNECT', ':protocol': 'websocket', ':path': '/chat' }))
      .at(4)
      .response(headers(1, OK))
      .at(9)
      .response(data(1, 'hello', END_STREAM))
      .observe();
    expect(samples).toMatchObject([{ method: 'CONNECT', path: '/chat', status: 200, latency: 4 }]);
    expect(openSince).toEqual([]);
  });

  it.each([1, 5, 10_000])('follows an upgrade from HTTP/1.1, in pieces of %i', (size) => {
    const { samples, unread } = upgraded()
      .at(3)
      .response(Buffer.concat([Buffer.from(SWITCHING), settings(), headers(1, OK)]), size)
      .request(opening(), size)
      .request(get(3, '/second'), size)
      .at(6)
      .response(Buffer.concat([data(1, 'x', END_STREAM), headers(3, { ':status': '404' }, END_STREAM)]), size)
      .observe();
    expect(samples.map(({ path, status, latency }) => [path, status, latency])).toEqual([
      ['/first', 200, 5],
      ['/second', 404, 3],
    ]);
    expect(unread).toEqual({});
  });

  it('holds what the server says first until the client has said what it speaks', () => {
    const http2 = new MeteredConnection()
      .response(settings(), 1)
      .request(opening(), 1)
      .request(get(1, '/'))
      .response(headers(1, OK, END_STREAM));
    expect(http2.observe()).toMatchObject({ samples: [{ path: '/' }], unread: {} });
    const greeting = new MeteredConnection().response('220 smtp\r\n');
    expect(greeting.observe().unread).toEqual({ 'response without a request': 1 });
    const neither = new MeteredConnection().response(settings()).at(2).request('P').request('UT / HTTP/1.1');
    expect(neither.closed().observe()).toMatchObject({
      samples: [],
      unread: { 'response without a request': 1 },
    });
    const endless = new MeteredConnection().response(Buffer.alloc(20_000, 4));
    expect(endless.observe().unread).toEqual({ 'response without a request': 1 });
  });

  it('reads as HTTP/1.1 what only begins like HTTP/2', () => {
    const put = 'PUT /file HTTP/1.1\r\nHost: shop\r\nContent-Length: 0\r\n\r\n';
    const cut = new MeteredConnection().at(1).request('P').at(4).request(put.slice(1));
    const { samples } = cut.at(9).response('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n').observe();
    expect(samples).toMatchObject([{ at: 1, latency: 8, method: 'PUT', path: '/file', status: 200 }]);
    const never = new MeteredConnection().at(2).request('PRI');
    expect(never.observe().openSince).toEqual([2]);
    expect(never.at(5).closed().observe().samples).toMatchObject([{ at: 2, latency: 3, status: 0 }]);
  });
});

describe('the HTTP/2 meter gives up', () => {
  const huge = frame(9, 0, 1, Buffer.alloc(16_000));

  it.each([
    [
      'garbage behind the preface',
      [Buffer.from(PREFACE), 'garbage, and more of it'],
      'malformed HTTP/2: the first frame is not SETTINGS',
    ],
    [
      'garbage behind a request',
      [opening(), get(1, '/'), 'garbage, and more of it'],
      'malformed HTTP/2: wrong frame size',
    ],
    ['a frame of a wrong size', [opening(), frame(3, 0, 1, '12345')], 'malformed HTTP/2: wrong frame size'],
    ['SETTINGS of a wrong size', [opening(), frame(4, 0, 0, '12345')], 'malformed HTTP/2: wrong frame size'],
    [
      'padding longer than its frame',
      [opening(), frame(1, PADDED, 1, Buffer.of(9, 1))],
      'malformed HTTP/2: wrong frame size',
    ],
    ['headers without a stream', [opening(), headers(0, OK)], 'malformed HTTP/2: a frame of no stream'],
    ['settings of a stream', [opening(), frame(4, 0, 1)], 'malformed HTTP/2: a frame of no stream'],
    [
      'a header block that is cut off',
      [opening(), frame(1, 0, 1, block(OK)), data(1, '')],
      'malformed HTTP/2: a header block that is cut off',
    ],
    [
      'a continuation of nothing',
      [opening(), frame(9, 0, 1)],
      'malformed HTTP/2: a header block that is cut off',
    ],
    [
      'a request in a stream of the server',
      [opening(), get(2, '/')],
      'malformed HTTP/2: a request in a stream of the server',
    ],
    [
      'a header block without an end',
      [opening(), frame(1, 0, 1), ...Array.from({ length: 20 }, () => huge)],
      'HTTP/2 headers of over 256 KiB',
    ],
    [
      'empty pieces without an end',
      [opening(), frame(1, 0, 1), ...Array.from({ length: 3000 }, () => frame(9, 0, 1))],
      'HTTP/2 headers of over 256 KiB',
    ],
    [
      'too many open requests',
      [opening(), ...Array.from({ length: 10_002 }, (_, index) => get(index * 2 + 1, '/'))],
      'too many open requests in one connection',
    ],
  ])('on %s', (_label, pieces, reason) => {
    const connection = new MeteredConnection();
    for (const piece of pieces) connection.request(piece);
    const { unread, openSince, samples } = connection.request(get(99_999, '/')).closed().observe();
    expect([unread, openSince, samples]).toEqual([{ [reason]: 1 }, [], []]);
  });

  it('on an answer that is not HTTP/2, which its clients cannot read either', () => {
    const { samples, unread } = new MeteredConnection()
      .request(opening())
      .request(get(1, '/a'))
      .request(get(3, '/b'))
      .at(4)
      .response('HTTP/1.1 400 Bad Request\r\n\r\n')
      .observe();
    expect(samples.map(({ path, status, latency }) => [path, status, latency])).toEqual([
      ['/a', 0, 4],
      ['/b', 0, 4],
    ]);
    expect(unread).toEqual({ 'malformed HTTP/2: the first frame is not SETTINGS': 1 });
  });

  it('on headers that need more memory than we give them, which its clients may well read', () => {
    const larger = { ':status': '200', 'set-cookie': 'x'.repeat(300 * 1024) };
    const { samples, unread, openSince } = asked()
      .request(settings({ 5: 1_000_000 }))
      .response(headers(1, larger, END_STREAM))
      .observe();
    expect([samples, openSince]).toEqual([[], []]);
    expect(unread).toEqual({ 'HTTP/2 headers of over 256 KiB': 1 });
  });

  it('on a frame larger than allowed, and not once the receiver has allowed it', () => {
    const large = data(1, 'x'.repeat(20_000), END_STREAM);
    expect(asked().response(large).observe().unread).toEqual({ 'malformed HTTP/2: wrong frame size': 1 });
    const allowed = asked()
      .request(settings({ 5: 32_768 }))
      .response(large);
    expect(allowed.observe()).toMatchObject({ samples: [{ status: 200 }], unread: {} });
  });

  it('and never throws, whatever the bytes and wherever they are cut', () => {
    const pieces = fc.oneof(
      fc.constantFrom(
        opening(),
        settings(),
        get(1, '/'),
        call(3, '/a.B/C'),
        headers(1, OK, END_STREAM),
        rst(3),
        huge,
      ),
      fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
      fc
        .tuple(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 0, max: 255 }), fc.nat(5), fc.uint8Array())
        .map(([type, flags, stream, payload]) => frame(type, flags, stream, Buffer.from(payload))),
    );
    const moves = fc.array(
      fc.record({ up: fc.boolean(), bytes: pieces, size: fc.integer({ min: 1, max: 50 }) }),
    );
    fc.assert(
      fc.property(fc.boolean(), moves, (sound, sequence) => {
        const connection = sound ? opened() : new MeteredConnection();
        for (const { up, bytes, size } of sequence) {
          if (up) connection.request(bytes, size);
          else connection.response(bytes, size);
        }
        const { openSince, unread } = connection.closed().observe();
        expect(openSince).toEqual([]);
        expect(Object.values(unread).every((count) => count === 1)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
