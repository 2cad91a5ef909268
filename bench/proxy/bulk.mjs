// A server of one large answer, and its client, each in a process of its own: node bulk.mjs origin|client
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

const SIZE = 64 * 1024 * 1024;

if (process.argv[2] === 'origin') serve();
else process.on('message', async ({ port }) => process.send(await fetchAll(port)));
process.once('disconnect', () => process.exit());

function serve() {
  const body = Buffer.alloc(SIZE);
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => socket.end(body));
  });
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
}

/** Megabytes, and how many of them a second. */
async function fetchAll(port) {
  const socket = connect({ host: '127.0.0.1', port });
  await once(socket, 'connect');
  const begun = performance.now();
  let received = 0;
  socket.on('data', (bytes) => (received += bytes.length));
  socket.write('all of it\n');
  await once(socket, 'end');
  if (received !== SIZE) throw new Error(`${received} of ${SIZE} bytes came`);
  return { megabytes: SIZE / 1e6, rate: SIZE / 1e3 / (performance.now() - begun) };
}
