import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Llhttp } from '../../../../src/drivers/proxy/metering/llhttp.ts';
import { MeteredConnection } from '../../../helpers/metered-connection.ts';

const GET = 'GET /cart?id=7 HTTP/1.1\r\nHost: shop\r\n\r\n';
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';
const CHUNKED =
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n3;x=y\r\nabc\r\n0\r\nTrailer: 1\r\n\r\n';

describe('the HTTP meter', () => {
  it('times an exchange from the first byte of the request to the last of the response', () => {
    const { samples, unread, openSince } = new MeteredConnection()
      .at(10)
      .request(GET.slice(0, 8))
      .at(12)
      .request(GET.slice(8))
      .at(30)
      .response(OK.slice(0, 10))
      .at(45)
      .response(OK.slice(10))
      .observe();
    expect(samples).toEqual([
      { service: 'service', at: 10, firstByte: 20, latency: 35, method: 'GET', path: '/cart', status: 200 },
    ]);
    expect(unread).toEqual({});
    expect(openSince).toEqual([]);
  });

  it.each([
    ['in one piece', 1000],
    ['byte by byte', 1],
  ])('reads chunked responses and keep-alive %s', (_label, size) => {
    const exchanges = new MeteredConnection();
    for (let turn = 0; turn < 3; turn += 1) exchanges.request(GET, size).response(CHUNKED, size);
    expect(exchanges.observe().samples.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it('pairs pipelined requests with their responses in order', () => {
    const post = 'POST /buy HTTP/1.1\r\nHost: shop\r\nContent-Length: 3\r\n\r\nabc';
    const { samples } = new MeteredConnection()
      .at(1)
      .request(GET + post)
      .at(2)
      .request(GET)
      .at(5)
      .response(`${OK}HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n${OK}`)
      .observe();
    expect(samples.map(({ method, status, latency }) => [method, status, latency])).toEqual([
      ['GET', 200, 4],
      ['POST', 503, 4],
      ['GET', 200, 3],
    ]);
  });

  it('expects no body after HEAD, 204 and 304, whatever the head says', () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n';
    const { samples, unread } = new MeteredConnection()
      .request('HEAD / HTTP/1.1\r\nHost: shop\r\n\r\n')
      .response(head)
      .request(GET)
      .response('HTTP/1.1 204 No Content\r\n\r\n')
      .request(GET)
      .response('HTTP/1.1 304 Not Modified\r\nContent-Length: 500\r\n\r\n')
      .request(GET)
      .response(OK)
      .observe();
    expect(samples.map(({ status }) => status)).toEqual([200, 204, 304, 200]);
    expect(unread).toEqual({});
  });

  it('does not take an interim response for the answer', () => {
    const { samples } = new MeteredConnection()
      .request('PUT /file HTTP/1.1\r\nHost: shop\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n')
      .at(3)
      .response('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n')
      .request('ab')
      .at(8)
      .response('HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n')
      .observe();
    expect(samples).toEqual([
      { service: 'service', at: 0, firstByte: 8, latency: 8, method: 'PUT', path: '/file', status: 201 },
    ]);
  });

  it('ends a response of unknown length with the stream', () => {
    const exchanges = new MeteredConnection()
      .request(GET)
      .response('HTTP/1.0 200 OK\r\n\r\nas long as it lasts');
    expect(exchanges.observe().openSince).toEqual([0]);
    const { samples } = exchanges.at(9).ended().closed().observe();
    expect(samples.map(({ status, latency }) => [status, latency])).toEqual([[200, 9]]);
  });

  it('counts what is cut off, and what was never answered, as status 0', () => {
    const { samples } = new MeteredConnection()
      .request(GET + GET)
      .at(4)
      .response('HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nnot all')
      .at(7)
      .ended()
      .closed()
      .observe();
    expect(samples.map(({ status, firstByte, latency }) => [status, firstByte, latency])).toEqual([
      [0, 4, 7],
      [0, 7, 7],
    ]);
  });

  it('counts a service that could not be reached once, with or without a request', () => {
    const without = new MeteredConnection().at(3).failed().closed().observe();
    expect(without.samples).toEqual([
      { service: 'service', at: 0, firstByte: 3, latency: 3, method: '', path: '', status: 0 },
    ]);
    const withOne = new MeteredConnection().request(GET).at(3).failed().closed().observe();
    expect(withOne.samples.map(({ method, status }) => [method, status])).toEqual([['GET', 0]]);
  });

  it('stops at an upgrade, having counted its answer', () => {
    const { samples, unread } = new MeteredConnection()
      .request('GET /chat HTTP/1.1\r\nHost: shop\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
      .response(
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n\u0081\u0005hello',
      )
      .request('\u0081\u0085....')
      .closed()
      .observe();
    expect(samples.map(({ path, status }) => [path, status])).toEqual([['/chat', 101]]);
    expect(unread).toEqual({ 'upgraded to another protocol': 1 });
  });

  it('goes on when an upgrade is declined', () => {
    const { samples, unread } = new MeteredConnection()
      .request('GET / HTTP/1.1\r\nHost: shop\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n')
      .response(OK)
      .request(GET)
      .response(OK)
      .observe();
    expect(samples.map(({ status }) => status)).toEqual([200, 200]);
    expect(unread).toEqual({});
  });

  it('stops at a tunnel', () => {
    const { samples, unread } = new MeteredConnection()
      .request('CONNECT far:443 HTTP/1.1\r\nHost: far:443\r\n\r\n')
      .response('HTTP/1.1 200 Connected\r\n\r\n')
      .observe();
    expect(samples.map(({ method, status }) => [method, status])).toEqual([['CONNECT', 200]]);
    expect(unread).toEqual({ 'upgraded to another protocol': 1 });
  });

  it.each([
    ['TLS', '\u0016\u0003\u0001\u0002\u0000\u0001', 'TLS'],
    ['garbage', '\u0000\u0001garbage\r\n\r\n', 'malformed request: HPE_INVALID_METHOD'],
  ])('gives up on %s with a reason', (_label, bytes, reason) => {
    const { samples, unread } = new MeteredConnection().request(bytes).response(OK).closed().observe();
    expect(samples).toEqual([]);
    expect(unread).toEqual({ [reason]: 1 });
  });

  it('gives up on a malformed response, and on one that nobody asked for', () => {
    expect(new MeteredConnection().request(GET).response('SSH-2.0-x\r\n').observe().unread).toEqual({
      'malformed response: HPE_INVALID_CONSTANT': 1,
    });
    expect(new MeteredConnection().response(OK).observe().unread).toEqual({
      'response without a request': 1,
    });
  });

  it('counts a request that is answered by nonsense as one without an answer', () => {
    const { samples } = new MeteredConnection()
      .request(GET)
      .at(6)
      .response('SSH-2.0-x\r\n')
      .closed()
      .observe();
    expect(samples.map(({ path, status, latency }) => [path, status, latency])).toEqual([['/cart', 0, 6]]);
  });

  it('keeps a path of bounded length, and gives up on an endless pipeline', () => {
    const long = `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: shop\r\n\r\n`;
    expect(new MeteredConnection().request(long).response(OK).observe().samples[0]?.path).toHaveLength(2048);
    expect(new MeteredConnection().request(GET.repeat(2000)).observe().unread).toEqual({
      'too many requests in one pipeline': 1,
    });
  });

  it('takes the path out of an absolute target', () => {
    const { samples } = new MeteredConnection()
      .request('GET http://shop:80/cart?x HTTP/1.1\r\nHost: shop\r\n\r\n')
      .response(OK)
      .request('GET http://shop HTTP/1.1\r\nHost: shop\r\n\r\n')
      .response(OK)
      .observe();
    expect(samples.map(({ path }) => path)).toEqual(['/cart', '/']);
  });

  it('takes a fault of its own for a reason to give up, and not for one to end a connection', () => {
    class Faulty extends Llhttp {
      override read(): never {
        throw new RangeError('out of bounds');
      }
    }
    const connection = new MeteredConnection(new Faulty()).request(GET).response(OK).request(GET);
    expect(connection.observe().unread).toEqual({ 'a fault of the meter: RangeError: out of bounds': 1 });
  });

  it('never throws, whatever the bytes and wherever they are cut', () => {
    const texts = fc.oneof(
      fc.constantFrom(GET, OK, CHUNKED, 'HTTP/1.1 101 X\r\nUpgrade: a\r\nConnection: upgrade\r\n\r\n'),
      fc.string({ unit: 'binary-ascii', maxLength: 60 }),
    );
    const moves = fc.array(
      fc.record({ up: fc.boolean(), text: texts, size: fc.integer({ min: 1, max: 50 }) }),
    );
    fc.assert(
      fc.property(moves, (sequence) => {
        const exchanges = new MeteredConnection();
        for (const { up, text, size } of sequence) {
          if (up) exchanges.request(text, size);
          else exchanges.response(text, size);
        }
        const { samples, openSince } = exchanges.closed().observe();
        expect(openSince).toEqual([]);
        expect(samples.every(({ latency, firstByte }) => latency >= firstByte && firstByte >= 0)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
