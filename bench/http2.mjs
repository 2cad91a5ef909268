// What reading HTTP/2 costs on an edge: gRPC calls through the proxy, unread (tcp) and read (http), in interleaved rounds.
// Run on a build: node bench/http2.mjs. On a busy machine the CPU time for each call says more than the calls a second.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:http2';
import { fileURLToPath } from 'node:url';

const ROUNDS = 5;
const SECONDS = 2;
const SESSIONS = 4;
const STREAMS = 16;
const MESSAGE = Buffer.alloc(133);

if (process.argv[2] === 'serve') serve();
else await bench();

function serve() {
  const server = createServer();
  server.on('stream', (stream) => {
    stream.on('error', () => {});
    stream.respond({ 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(MESSAGE);
  });
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
  process.once('disconnect', () => process.exit());
}

async function bench() {
  const server = fork(fileURLToPath(import.meta.url), ['serve']);
  const [port] = await once(server, 'message');
  const squall = fork(fileURLToPath(new URL('./proxy/squall.mjs', import.meta.url)));
  await once(squall, 'message');
  squall.send({ kind: 'install', port });
  const [ports] = await once(squall, 'message');
  const results = { tcp: [], http: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [edge, figures] of Object.entries(results)) {
      const result = await measure(ports[edge], squall.pid);
      // The first round warms up.
      if (round > 0) figures.push(result);
    }
  }
  console.log(
    `${SESSIONS} connections with ${STREAMS} calls at a time, medians of ${ROUNDS} rounds of ${SECONDS} s`,
  );
  for (const [edge, figures] of Object.entries(results)) {
    const [rate, cpu] = ['rate', 'cpu'].map((key) => median(figures.map((figure) => figure[key])));
    console.log(`${edge.padEnd(6)} ${Math.round(rate)} calls/s  ${cpu.toFixed(1)} us of CPU a call`);
  }
  server.disconnect();
  squall.disconnect();
}

async function measure(port, pid) {
  const sessions = Array.from({ length: SESSIONS }, () => connect(`http://127.0.0.1:${port}`));
  const before = cpuSeconds(pid);
  const begun = performance.now();
  const end = begun + SECONDS * 1000;
  const loops = sessions.flatMap((session) => Array.from({ length: STREAMS }, () => loop(session, end)));
  const count = (await Promise.all(loops)).reduce((sum, calls) => sum + calls, 0);
  const seconds = (performance.now() - begun) / 1000;
  for (const session of sessions) session.destroy();
  return { rate: count / seconds, cpu: ((cpuSeconds(pid) - before) * 1e6) / count };
}

async function loop(session, end) {
  let calls = 0;
  for (; performance.now() < end; calls += 1) {
    const stream = session.request({
      ':method': 'POST',
      ':path': '/bench.Bench/Call',
      'content-type': 'application/grpc',
    });
    stream.end(MESSAGE);
    stream.resume();
    await once(stream, 'close');
  }
  return calls;
}

/** User and system time of a process, from proc(5), in seconds. */
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
