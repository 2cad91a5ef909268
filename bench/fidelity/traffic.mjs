// How exactly a delay is kept: a message each millisecond through the link to a server in this same process.
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const SIZE = 16;

const now = () => Number(process.hrtime.bigint()) / 1e6;
let arrived = () => {};
const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy());
  socket.on('data', (bytes) => arrived(bytes, now()));
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.once('disconnect', () => process.exit());

process.on('message', async ({ port, delay, messages }) => {
  const errors = [];
  let rest = Buffer.alloc(0);
  // The first messages wait for the handshake that the link models.
  const warmUp = 500 + 2 * delay;
  arrived = (bytes, at) => {
    rest = Buffer.concat([rest, bytes]);
    for (; rest.length >= SIZE; rest = rest.subarray(SIZE)) {
      if (rest.readDoubleLE(8) === 1) errors.push(at - rest.readDoubleLE(0) - delay);
    }
  };
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await new Promise((resolve) => socket.once('connect', resolve));
  const begun = now();
  for (let sent = 0; sent < messages;) {
    const counted = now() > begun + warmUp;
    const message = Buffer.alloc(SIZE);
    message.writeDoubleLE(counted ? 1 : 0, 8);
    message.writeDoubleLE(now(), 0);
    socket.write(message);
    if (counted) sent += 1;
    await sleep(1);
  }
  await sleep(delay + 200);
  socket.destroy();
  errors.sort((a, b) => a - b);
  const at = (share) => errors[Math.min(errors.length - 1, Math.floor(errors.length * share))];
  process.send({ received: errors.length, min: errors[0], p50: at(0.5), p90: at(0.9), p99: at(0.99) });
});
