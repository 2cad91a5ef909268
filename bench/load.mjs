// How many requests a second the built-in generator's thread really sends on this machine, and how late each leaves.
// Run on a build: node bench/load.mjs [requests/s ...]
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const SECONDS = 10;

if (process.argv[2] === 'serve') serve();
else await bench(process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1000, 3000, 5000]);

function serve() {
  const server = createServer((_request, response) => response.end('ok'));
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
  process.once('disconnect', () => process.exit());
}

async function bench(rates) {
  const { createBuiltinGenerator } = await import('../dist/parts/load/builtin/generator.js');
  const server = fork(fileURLToPath(import.meta.url), ['serve']);
  const [port] = await once(server, 'message');
  console.log(
    'asked/s  achieved/s  failed  dropped  lag p50 ms  lag p99 ms  lag max ms  latency p50 ms  latency p99 ms',
  );
  for (const rate of rates) console.log(row(rate, await measure(createBuiltinGenerator(), rate, port)));
  server.disconnect();
}

async function measure(generator, rate, port) {
  const samples = [];
  let dropped = 0;
  const sink = {
    samples: (_load, batch) => samples.push(...batch),
    dropped: (_load, due) => (dropped += due.length),
    open: () => {},
    failed: (_load, reason) => console.error(reason),
  };
  const epoch = Number(process.hrtime.bigint()) / 1e6 + 500;
  const load = await generator.start([spec(rate, port)], epoch, sink);
  await load.settled(SECONDS * 1000);
  await load.stop();
  await sleep(500);
  return { samples, dropped };
}

function spec(rate, port) {
  const connect = { host: '127.0.0.1', port };
  const target = { origin: `http://127.0.0.1:${port}`, connect };
  const request = { name: 'GET /', target, method: 'GET', path: '/', headers: {}, timeout: 5000, weight: 1 };
  return {
    name: 'bench',
    requests: [request],
    mode: 'mix',
    arrivals: 'poisson',
    segments: [{ start: 0, end: SECONDS * 1000, from: rate, to: rate }],
    keepAlive: true,
    policy: 'strict',
    maxOpen: 2000,
    seed: 1,
  };
}

function row(rate, { samples, dropped }) {
  const lag = ascending(samples.map(({ due, sent }) => sent - due));
  const latency = ascending(samples.map(({ due, end }) => end - due));
  const failed = samples.filter(({ ok }) => !ok).length;
  const times = [
    quantile(lag, 0.5),
    quantile(lag, 0.99),
    lag.at(-1),
    quantile(latency, 0.5),
    quantile(latency, 0.99),
  ];
  return [
    rate,
    Math.round((samples.length - failed) / SECONDS),
    failed,
    dropped,
    ...times.map((ms) => ms.toFixed(2)),
  ]
    .map((value, column) => String(value).padStart([7, 10, 6, 7, 10, 10, 10, 14, 14][column]))
    .join('  ');
}

function ascending(values) {
  return values.sort((a, b) => a - b);
}

function quantile(sorted, p) {
  return sorted[Math.ceil(p * sorted.length) - 1];
}
