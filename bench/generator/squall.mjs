// The built-in generator alone, in a process as a load in a namespace has one: node squall.mjs PORT RATE SECONDS. Prints one line of JSON.
import { setTimeout as sleep } from 'node:timers/promises';
import { createBuiltinGenerator } from '../../dist/parts/load/builtin/generator.js';
import { quantile } from '../harness/statistics.mjs';

const [port, rate, seconds] = process.argv.slice(2).map(Number);
const samples = [];
let dropped = 0;
const sink = {
  samples: (_load, batch) => samples.push(...batch),
  dropped: (_load, due) => (dropped += due.length),
  open: () => {},
  failed: (_load, reason) => console.error(reason),
};
const epoch = Number(process.hrtime.bigint()) / 1e6 + 500;
const load = await createBuiltinGenerator().start([spec()], epoch, sink);
await load.settled(seconds * 1000);
await load.stop();
await sleep(500);
const ok = samples.filter((sample) => sample.ok);
const latencies = ok.map(({ due, end }) => end - due);
const lags = samples.map(({ due, sent }) => sent - due);
console.log(
  JSON.stringify({
    achieved: ok.length / seconds,
    failed: samples.length - ok.length + dropped,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    lag: quantile(lags, 0.5),
  }),
);

function spec() {
  const connect = { host: '127.0.0.1', port };
  const target = { origin: `http://127.0.0.1:${port}`, connect };
  const request = { name: 'GET /', target, method: 'GET', path: '/', headers: {}, timeout: 5000, weight: 1 };
  return {
    name: 'bench',
    requests: [request],
    mode: 'mix',
    arrivals: 'even',
    segments: [{ start: 0, end: seconds * 1000, from: rate, to: rate }],
    keepAlive: true,
    policy: 'strict',
    maxOpen: 2000,
    seed: 1,
  };
}
