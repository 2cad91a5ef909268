// A server whose latencies are known: it answers after 200 ms, and of each ten seconds stands still for two.
// What comes while it stands still is answered 200 ms after that. So of requests that come at an even rate
// four of five take 200 ms, and one of five something between 200 and 2,200 ms, all of it equally likely.
import { createServer } from 'node:http';

const ANSWER = 200;
const PERIOD = 10_000;
const STALL = { begin: 4000, end: 6000 };

let begun;
const server = createServer((_request, response) => {
  const now = performance.now();
  begun ??= now;
  const phase = (now - begun) % PERIOD;
  const wait = phase >= STALL.begin && phase < STALL.end ? STALL.end - phase : 0;
  setTimeout(() => response.end('ok'), wait + ANSWER);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('message', () => {
  begun = undefined;
  process.send({ ready: true });
});
process.once('disconnect', () => process.exit());
