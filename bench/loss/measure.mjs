// One link's traffic in a process of its own: `measure.mjs serve HOST` or `measure.mjs measure HOST PORT SECONDS`.
import { bulk, requests, serve } from './traffic.mjs';

const SMALL = 1000;
const PAGE = 10_000;

const [what, host, port, seconds] = process.argv.slice(2);
if (what === 'serve') {
  process.send(await serve(host));
  process.once('disconnect', () => process.exit());
} else {
  const target = { host, port: Number(port) };
  // Not at the same time: the queue of a bulk transfer would be in every latency.
  const throughput = await bulk(target, Number(seconds));
  const [small, page] = await Promise.all(
    [SMALL, PAGE].map((bytes) => requests(target, bytes, Number(seconds))),
  );
  process.send({ throughput, small: quantiles(small), page: quantiles(page) });
  process.disconnect();
}

function quantiles(ascending) {
  const at = (share) => ascending[Math.ceil(share * ascending.length) - 1];
  const mean = ascending.reduce((sum, value) => sum + value, 0) / ascending.length;
  return { n: ascending.length, mean, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
