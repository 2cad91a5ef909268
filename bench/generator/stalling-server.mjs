// A server whose latencies are known: it answers after 200 ms, and of each ten seconds stands still for two. Then it takes what has come
// meanwhile, and what comes until it has caught up, a millisecond apart, as truth.mjs works out.
// It speaks as little HTTP as it can, and watches the clock while an answer is nearly due: what it is late would be taken for an error of who
// asks. With `node:http`, timers, and all 400 answers of a standstill at once it was up to 40 ms late. It tells how late it was.
import { createServer } from 'node:net';
import { quantile } from '../harness/statistics.mjs';
import { ANSWER, standstills } from './truth.mjs';

/** More than a timer of Node is late, in milliseconds. */
const WATCHED = 2;
const ANSWERED = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');

let begun;
let takenSince = standstills();
let due = [];
let lateness = [];

const server = createServer({ noDelay: true }, (socket) => {
  // Each brings one request without a body: who asks here does not pipeline.
  socket.on('data', () => {
    due.push({ socket, at: takenAt(performance.now()) + ANSWER });
    if (due.length === 1) wait();
  });
  socket.on('error', () => {});
});

function takenAt(now) {
  begun ??= now;
  return begun + takenSince(now - begun);
}

function wait() {
  if (due.length === 0) return;
  const left = due[0].at - performance.now();
  if (left > WATCHED) setTimeout(wait, left - WATCHED);
  else setImmediate(answer);
}

/** They are due in the order in which they came. */
function answer() {
  const now = performance.now();
  while (due.length > 0 && due[0].at <= now) {
    const { socket, at } = due.shift();
    socket.write(ANSWERED);
    lateness.push(performance.now() - at);
  }
  wait();
}

server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
/** Asked once before and once after all requests of a contender. */
process.on('message', () => {
  process.send({ late: quantile(lateness, 0.9) });
  begun = undefined;
  takenSince = standstills();
  due = [];
  lateness = [];
});
process.once('disconnect', () => process.exit());
