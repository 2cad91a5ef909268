// A closed-loop HTTP/1.1 client in a process of its own: as many connections as asked, one request at a time on each.
import { connect } from 'node:net';

const REQUEST = Buffer.from(
  'GET /item/1?q=1 HTTP/1.1\r\nHost: bench\r\nAccept: */*\r\nUser-Agent: squall-bench\r\n\r\n',
);
const BULK_REQUEST = Buffer.from('GET /bulk HTTP/1.1\r\nHost: bench\r\n\r\n');
const RESPONSE_END = 128;

process.on('message', async ({ kind, port, seconds, connections }) => {
  process.send(kind === 'bulk' ? await bulk(port) : await requests(port, seconds, connections));
});
process.once('disconnect', () => process.exit());

async function open(port) {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return socket;
}

async function requests(port, seconds, connections) {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  const times = [];
  const begun = performance.now();
  const end = begun + seconds * 1000;
  await Promise.all(sockets.map((socket) => loop(socket, end, times)));
  const took = (performance.now() - begun) / 1000;
  for (const socket of sockets) socket.destroy();
  times.sort((a, b) => a - b);
  return { rate: times.length / took, count: times.length, p50: at(times, 0.5), p99: at(times, 0.99) };
}

function loop(socket, end, times) {
  return new Promise((resolve, reject) => {
    let sent = performance.now();
    let length = 0;
    let headEnd = -1;
    socket.once('close', () => reject(new Error('the connection ended')));
    socket.on('data', (bytes) => {
      if (headEnd < 0) headEnd = bytes.indexOf('\r\n\r\n') + 4;
      length += bytes.length;
      if (length < headEnd + RESPONSE_END) return;
      const now = performance.now();
      times.push(now - sent);
      [length, headEnd] = [0, -1];
      if (now > end) {
        socket.removeAllListeners('close');
        resolve();
      } else {
        sent = now;
        socket.write(REQUEST);
      }
    });
    socket.write(REQUEST);
  });
}

async function bulk(port) {
  const socket = await open(port);
  const begun = performance.now();
  let expected = Infinity;
  let received = 0;
  socket.write(BULK_REQUEST);
  await new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.on('data', (bytes) => {
      if (expected === Infinity) {
        const head = bytes.toString('latin1', 0, 200);
        expected = Number(/Content-Length: (\d+)/.exec(head)[1]) + head.indexOf('\r\n\r\n') + 4;
      }
      received += bytes.length;
      if (received >= expected) resolve();
    });
  });
  socket.destroy();
  return { rate: received / 1e6 / ((performance.now() - begun) / 1000) };
}

function at(ascending, share) {
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))];
}
