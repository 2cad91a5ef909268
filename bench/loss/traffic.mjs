// Traffic over TCP: a server that answers with as many bytes as it is asked for, and what its client measures.
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Few, because the lab is slow. */
const CONNECTIONS = 5;
const REQUEST_BYTES = 100;
/** Between the end of a request and the next on the same connection, in milliseconds. */
const PAUSE = 100;
const PIECE = Buffer.alloc(64 * 1024);

/** Runs until the process ends. @returns its port */
export async function serve(host) {
  const server = createServer({ noDelay: true }, (socket) => {
    let asked = Buffer.alloc(0);
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes) => {
      asked = Buffer.concat([asked, bytes]);
      for (; asked.length >= REQUEST_BYTES; asked = asked.subarray(REQUEST_BYTES)) {
        answer(socket, Number(asked.toString('latin1', 0, REQUEST_BYTES)));
      }
    });
  });
  await new Promise((resolve) => server.listen(0, host, resolve));
  return server.address().port;
}

/** Bits per second of one connection in its steady state. */
export async function bulk(target, seconds) {
  const socket = await open(target);
  let received = 0;
  socket.on('data', (bytes) => (received += bytes.length));
  ask(socket, 1e12);
  // Slow start and the first loss are not what is compared.
  await sleep(3000);
  const [begin, before] = [performance.now(), received];
  await sleep(seconds * 1000);
  const rate = ((received - before) * 8000) / (performance.now() - begin);
  socket.destroy();
  return rate;
}

/** Latencies of small requests, one at a time on each of a few open connections. */
export async function requests(target, bytes, seconds) {
  const latencies = [];
  const end = performance.now() + seconds * 1000;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async (_, index) => {
      const socket = await open(target);
      await sleep((index * PAUSE) / CONNECTIONS);
      while (performance.now() < end) {
        latencies.push(await exchange(socket, bytes));
        await sleep(PAUSE);
      }
      socket.destroy();
    }),
  );
  return latencies.sort((a, b) => a - b);
}

function answer(socket, wanted) {
  let left = wanted;
  const more = () => {
    while (left > 0 && !socket.destroyed) {
      const piece = PIECE.subarray(0, Math.min(PIECE.length, left));
      left -= piece.length;
      if (!socket.write(piece)) return;
    }
    socket.off('drain', more);
  };
  socket.on('drain', more);
  more();
}

function ask(socket, bytes) {
  socket.write(String(bytes).padStart(REQUEST_BYTES));
}

async function exchange(socket, bytes) {
  const begin = performance.now();
  let received = 0;
  await new Promise((resolve, reject) => {
    socket.once('close', reject);
    const read = (data) => {
      received += data.length;
      if (received < bytes) return;
      socket.off('data', read).off('close', reject);
      resolve();
    };
    socket.on('data', read);
    ask(socket, bytes);
  });
  return performance.now() - begin;
}

async function open({ host, port }) {
  const socket = connect({ host, port, noDelay: true });
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return socket;
}
