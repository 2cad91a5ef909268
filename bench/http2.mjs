// What reading HTTP/2 costs on an edge: gRPC calls through the proxy, unread (tcp) and read (http), in interleaved rounds.
// Run on a build: node bench/http2.mjs [--quick]. On a busy machine the CPU time for each call says more than the calls a second.
import { once } from 'node:events';
import { connect, createServer } from 'node:http2';
import { ask, cpuSeconds, finish, goBeforeOthers, start, told } from './harness/processes.mjs';
import { QUICK, report } from './harness/results.mjs';
import { medians, ratioOfRounds } from './harness/statistics.mjs';
import { fixed, table } from './harness/table.mjs';

const ROUNDS = QUICK ? 1 : 5;
const SECONDS = QUICK ? 0.5 : 2;
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
  goBeforeOthers();
  const server = start('http2.mjs', { args: ['serve'] });
  const port = await told(server);
  const squall = start('proxy/squall.mjs');
  await told(squall);
  const ports = await ask(squall, { kind: 'install', port });
  const rounds = { tcp: [], http: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [edge, figures] of Object.entries(rounds)) {
      const result = await measure(ports[edge], squall.pid);
      // The first round warms up.
      if (round > 0) figures.push(result);
    }
  }
  const columns = [
    ['edge', ([edge]) => edge],
    ['calls/s', ([, own]) => fixed(medians(own).rate)],
    ['of tcp', ([, own]) => fixed(ratioOfRounds(own, rounds.tcp, 'rate'), 2)],
    ['CPU us/call', ([, own]) => fixed(medians(own).cpu, 1)],
    ['of tcp', ([, own]) => fixed(ratioOfRounds(own, rounds.tcp, 'cpu'), 2)],
  ];
  const title = `${SESSIONS} connections with ${STREAMS} gRPC calls at a time, medians of ${ROUNDS} rounds of ${SECONDS} s:`;
  await report({
    name: 'http2',
    sections: [[title, table(columns, Object.entries(rounds))]],
    data: { rounds },
  });
  for (const child of [server, squall]) await finish(child);
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
