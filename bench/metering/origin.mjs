// Answers as many requests as have come, counted by their bytes. node origin.mjs PROTOCOL
import { createServer } from 'node:net';
import { PROTOCOLS } from './protocols.mjs';

const { request, response } = PROTOCOLS[process.argv[2]];
const first = request(0).length;
const next = request(1).length;

const server = createServer({ noDelay: true }, (socket) => {
  let received = 0;
  let answered = 0;
  socket.on('error', () => socket.destroy());
  socket.on('data', (bytes) => {
    received += bytes.length;
    const answers = [];
    for (; received >= first + answered * next; answered += 1) answers.push(response(answered));
    socket.write(answers.length === 1 ? answers[0] : Buffer.concat(answers));
  });
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.once('disconnect', () => process.exit());
