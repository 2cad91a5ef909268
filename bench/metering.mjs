// What measuring costs on an edge: the same exchanges through the proxy, passed on unread (tcp) and read (http), in interleaved pairs.
// Run on a build: node bench/metering.mjs [ROUNDS]. Ends with 1 where reading takes more than a quarter of the rate, and the proxy's own
// least CPU time says so too: on a busy machine the rate of a pair says little.
import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROUNDS = Number(process.argv[2] ?? 5);
const SECONDS = 0.5;
const LEAST_RATE = 0.75;

// On two cores, the proxy under test has one and client and server share the other.
const PINNED = spawnSync('taskset', ['-c', '1', 'true']).status === 0;

const client = start('metering/client.mjs', 1);
console.log(`medians of ${ROUNDS} pairs${PINNED ? '' : ' (not pinned to cores)'}`);
console.log(row(['', '', 'requests/s', 'CPU us/request', 'p50 ms at half', 'p99 ms at half']));
for (const protocol of ['http1', 'http2']) await compare(protocol);
client.disconnect();

async function compare(protocol) {
  const origin = start('metering/origin.mjs', 1, [protocol]);
  const [{ port }] = await once(origin, 'message');
  const squall = start('proxy/squall.mjs', 0);
  await once(squall, 'message');
  const ports = await ask(squall, { kind: 'install', port });
  const warm = {};
  for (const edge of ['tcp', 'http', 'http'])
    warm[edge] = await ask(client, { protocol, port: ports[edge], seconds: 1 });
  const half = warm.http.rate / 2;
  const pairs = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const pair = {};
    for (const edge of round % 2 === 0 ? ['tcp', 'http'] : ['http', 'tcp']) {
      const before = cpuSeconds(squall.pid);
      const { rate, count } = await ask(client, { protocol, port: ports[edge], seconds: SECONDS });
      const cpu = ((cpuSeconds(squall.pid) - before) * 1e6) / count;
      const { p50, p99 } = await ask(client, { protocol, port: ports[edge], seconds: SECONDS, rate: half });
      pair[edge] = { rate, cpu, p50, p99 };
    }
    pairs.push(pair);
  }
  report(protocol, pairs);
  origin.disconnect();
  squall.disconnect();
}

function report(protocol, pairs) {
  const figure = (of) =>
    ['rate', 'cpu', 'p50', 'p99'].map((key) => median(pairs.map((pair) => of(pair, key))));
  for (const edge of ['tcp', 'http']) {
    const [rate, ...others] = figure((pair, key) => pair[edge][key]);
    console.log(row([protocol, edge, Math.round(rate), ...others.map((value) => value.toFixed(2))]));
  }
  const ratios = figure((pair, key) => pair.http[key] / pair.tcp[key]);
  console.log(row([protocol, 'http/tcp', ...ratios.map((value) => value.toFixed(2))]));
  const least = (edge) => Math.min(...pairs.map((pair) => pair[edge].cpu));
  if (ratios[0] < LEAST_RATE && least('tcp') / least('http') < LEAST_RATE) {
    console.log(`${protocol}: reading takes more than a quarter of the rate`);
    process.exitCode = 1;
  }
}

function start(file, core, args = []) {
  const pinned = PINNED ? ['taskset', '-c', String(core)] : [];
  const [execPath, ...execArgv] = [...pinned, process.execPath];
  return fork(fileURLToPath(new URL(file, import.meta.url)), args, { execPath, execArgv });
}

async function ask(child, question) {
  const answer = once(child, 'message');
  child.send(question);
  return (await answer)[0];
}

/** User and system time of a process, from proc(5), in seconds. */
function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function row(cells) {
  return cells
    .map((cell, index) => (index < 2 ? String(cell).padEnd(10) : String(cell).padStart(16)))
    .join('');
}
