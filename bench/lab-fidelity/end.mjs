// One end of a link, in the network of its container. All clocks of one kernel are the same, so who receives knows how long it took.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const PORT = 7000;
/** More than any contender may hold: what is lost, is lost on the link. */
const BUFFER = 16 * 1024 * 1024;

const now = () => Number(process.hrtime.bigint()) / 1e6;
const socket = createSocket({ type: 'udp4', recvBufferSize: BUFFER, sendBufferSize: BUFFER });
let arrived = [];
let isConnected = false;
socket.on('message', (message) => {
  const at = now();
  arrived.push([at, at - message.readDoubleLE(), message.length]);
});
socket.bind(PORT);
await once(socket, 'listening');
process.once('disconnect', () => process.exit());
process.on('message', async (question) => process.send(await ANSWERS[question.kind](question)));
process.send({ listening: true });

const ANSWERS = {
  forget: () => {
    arrived = [];
    return {};
  },
  tell: () => ({ arrived }),
  send: async ({ to, count, every, size }) => {
    await connectTo(to);
    const begun = now();
    const sending = [];
    for (let sent = 0; sent < count; await sleep(1)) {
      const due = Math.min(count, Math.floor((now() - begun) / every) + 1);
      for (; sent < due; sent += 1) {
        const message = Buffer.alloc(size);
        message.writeDoubleLE(now());
        sending.push(new Promise((gone) => socket.send(message, gone)));
      }
    }
    await Promise.all(sending);
    return { took: now() - begun };
  },
};

/** Else each datagram would wait for a look at whether its address is a name. */
async function connectTo(address) {
  if (isConnected) return;
  isConnected = true;
  socket.connect(PORT, address);
  await once(socket, 'connect');
}
