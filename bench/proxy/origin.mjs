// A server in a process of its own: answers each HTTP request with the same small response, `GET /bulk` with 64 MiB.
import { createServer } from 'node:net';

const BODY = 'x'.repeat(128);
const SMALL = Buffer.from(
  `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`,
);
const BULK_SIZE = 64 * 1024 * 1024;
const BULK_HEAD = Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${BULK_SIZE}\r\n\r\n`);
const BULK_BODY = Buffer.alloc(BULK_SIZE);

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy());
  // The client sends one request at a time, in one segment.
  socket.on('data', (bytes) => {
    if (bytes.subarray(0, 9).toString('latin1') !== 'GET /bulk') socket.write(SMALL);
    else {
      socket.write(BULK_HEAD);
      socket.write(BULK_BODY);
    }
  });
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.once('disconnect', () => process.exit());
