// The bytes of one exchange after the other on a connection: as small as real ones, and ready made, so that what is measured lies between.
const BODY = Buffer.alloc(128, 'x');
const MESSAGE = Buffer.concat([Buffer.of(0, 0, 0, 0, 50), Buffer.alloc(50)]);

const DATA = 0;
const HEADERS = 1;
const SETTINGS = 4;
const END_STREAM = 1;
const END_HEADERS = 4;

const http1 = {
  name: 'HTTP/1.1',
  connections: 64,
  atOnce: 1,
  request: repeated(
    Buffer.from(
      'GET /item/1?q=1 HTTP/1.1\r\nHost: bench\r\nAccept: */*\r\nAccept-Encoding: gzip\r\nUser-Agent: squall-bench\r\n\r\n',
    ),
  ),
  response: repeated(
    Buffer.concat([
      Buffer.from(
        `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nDate: Sun, 22 Nov 2026 06:00:00 GMT\r\nContent-Length: ${BODY.length}\r\n\r\n`,
      ),
      BODY,
    ]),
  ),
};

// Header blocks of grpc-js: the first of a connection, which fills the tables, and those that refer to it.
const http2 = {
  name: 'HTTP/2, gRPC',
  connections: 4,
  atOnce: 16,
  request: onStreams(
    Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), frame(SETTINGS, 0)]),
    [
      '418b089d5c0b8170dc65c036df83048e611dad1d142fbca84b1c2a1d9ebf86408e9acac8b0c842d6958b510f21aa9b903485a9264fafa90b2d03497ea6f66aff50863485a9264faf7a8e9acac8b54790ab7443015c2d2eef5f8b1d75d0620d263d4c4d656440027465864d833505b11f',
      'c383048e611dad1d142fbca84b1c2a1d9ebf86c2c1c0bfbe',
    ],
    (head) => [frame(HEADERS, END_HEADERS, head), frame(DATA, END_STREAM, MESSAGE)],
  ),
  response: onStreams(
    frame(SETTINGS, 0),
    [
      '885f8b1d75d0620d263d4c4d6564408e9acac8b0c842d6958b510f21aa9b903485a9264fafa90b2d03497ea6f66aff|40889acac8b21234da8f013040899acac8b5254207317f00',
      '88c1c0|bfbe',
    ],
    (head, trailers) => [
      frame(HEADERS, END_HEADERS, head),
      frame(DATA, 0, MESSAGE),
      frame(HEADERS, END_HEADERS | END_STREAM, trailers),
    ],
  ),
};

export const PROTOCOLS = { http1, http2 };

function repeated(bytes) {
  return () => bytes;
}

/** Gives the exchange `index` of a connection a stream of its own. */
function onStreams(opening, blocks, framesOf) {
  const [first, next] = blocks.map((hex) =>
    framesOf(...hex.split('|').map((part) => Buffer.from(part, 'hex'))),
  );
  return (index) => {
    const frames = (index === 0 ? first : next).map((bytes) => Buffer.from(bytes));
    for (const bytes of frames) bytes.writeUInt32BE(index * 2 + 1, 5);
    return Buffer.concat(index === 0 ? [opening, ...frames] : frames);
  };
}

function frame(type, flags, payload = Buffer.alloc(0)) {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head[3] = type;
  head[4] = flags;
  return Buffer.concat([head, payload]);
}
