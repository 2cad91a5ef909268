// Traffic through a link to a server in this same process, so that one clock tells when each byte was sent and when it came.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const SIZE = 8;
const CHUNK = Buffer.alloc(64 * 1024);
/** What a link models of a handshake, and what buffers take at first, is over by then. */
const WARM_UP = 500;

const now = () => Number(process.hrtime.bigint()) / 1e6;
let take = () => {};
const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy());
  take(socket);
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.once('disconnect', () => process.exit());
process.on('message', async (question) => {
  process.send(question.kind === 'messages' ? await sendMessages(question) : await transfer(question));
});

/** How long each message took, in milliseconds: one on each connection every `every`, `longest` after the last is waited. */
async function sendMessages({ port, connections, messages, every, longest }) {
  const times = [];
  take = (socket) => readMessages(socket, times);
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  const counted = now() + WARM_UP + 2 * longest;
  await Promise.all(
    sockets.map(async (socket, index) => {
      // Not all at once: each has its own moment.
      await sleep((every * index) / connections);
      for (let sent = 0; sent < messages; await sleep(every)) {
        const message = Buffer.alloc(SIZE);
        const at = now();
        message.writeDoubleLE(at < counted ? 0 : at);
        socket.write(message);
        if (at >= counted) sent += 1;
      }
    }),
  );
  await sleep(longest + 200);
  for (const socket of sockets) socket.destroy();
  return times;
}

function readMessages(socket, times) {
  let rest = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    const at = now();
    rest = Buffer.concat([rest, bytes]);
    for (; rest.length >= SIZE; rest = rest.subarray(SIZE)) {
      const sent = rest.readDoubleLE();
      if (sent > 0) times.push(at - sent);
    }
  });
}

/** Bytes that came in each tenth of a second, while as much is sent as goes, without the first second. */
async function transfer({ port, seconds }) {
  const begun = now() + 2 * WARM_UP;
  const windows = Array.from({ length: seconds * 10 }, () => 0);
  take = (socket) =>
    socket.on('data', (bytes) => {
      const window = Math.floor((now() - begun) / 100);
      if (window >= 0 && window < windows.length) windows[window] += bytes.length;
    });
  const socket = await open(port);
  const fill = () => {
    while (socket.write(CHUNK));
  };
  socket.on('drain', fill);
  fill();
  await sleep(2 * WARM_UP + seconds * 1000);
  socket.destroy();
  return windows;
}

async function open(port) {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await once(socket, 'connect');
  socket.on('error', () => socket.destroy());
  return socket;
}
