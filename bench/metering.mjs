// What measuring costs on an edge: the same exchanges through the proxy, passed on unread (tcp) and read (http), in interleaved pairs.
// Run on a build: node bench/metering.mjs [--quick]. Ends with 1 where reading takes more than a quarter of the rate, and the proxy's own
// least CPU time says so too: on a busy machine the rate of a pair says little.
import { ask, cpuSeconds, finish, goBeforeOthers, start, told } from './harness/processes.mjs';
import { QUICK, report } from './harness/results.mjs';
import { median } from './harness/statistics.mjs';
import { fixed, table } from './harness/table.mjs';
import { OTHERS, UNDER_TEST } from './proxy/contenders.mjs';

const ROUNDS = QUICK ? 5 : 11;
const SECONDS = 0.5;
const LEAST_RATE = 0.75;

goBeforeOthers();
const client = start('metering/client.mjs', { core: OTHERS });
const measured = [];
for (const protocol of ['http1', 'http2']) measured.push({ protocol, pairs: await compare(protocol) });
await finish(client);
await report({
  name: 'metering',
  sections: [[`Medians of ${ROUNDS} pairs, http/tcp the median of their ratios:`, figures()]],
  data: { measured },
  gates: measured.map(({ protocol, pairs }) => [
    `reading ${protocol} takes at most a quarter of the rate`,
    isCheap(pairs),
  ]),
});

async function compare(protocol) {
  const origin = start('metering/origin.mjs', { core: OTHERS, args: [protocol] });
  const { port } = await told(origin);
  const squall = start('proxy/squall.mjs', { core: UNDER_TEST });
  await told(squall);
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
  for (const child of [origin, squall]) await finish(child);
  return pairs;
}

function figures() {
  const rows = measured.flatMap(({ protocol, pairs }) => {
    const row = (name, of) => ({
      name: `${protocol}, ${name}`,
      ...Object.fromEntries(
        ['rate', 'cpu', 'p50', 'p99'].map((key) => [key, median(pairs.map((pair) => of(pair, key)))]),
      ),
    });
    return [
      row('tcp', ({ tcp }, key) => tcp[key]),
      row('http', ({ http }, key) => http[key]),
      row('http/tcp', ({ http, tcp }, key) => http[key] / tcp[key]),
    ];
  });
  const columns = [
    ['', ({ name }) => name],
    ['requests/s', ({ rate }) => fixed(rate, rate < 100 ? 2 : 0)],
    ['CPU us/request', ({ cpu }) => fixed(cpu, 2)],
    ['p50 ms at half', ({ p50 }) => fixed(p50, 2)],
    ['p99 ms at half', ({ p99 }) => fixed(p99, 2)],
  ];
  return table(columns, rows);
}

function isCheap(pairs) {
  const least = (edge) => Math.min(...pairs.map((pair) => pair[edge].cpu));
  const rate = median(pairs.map(({ http, tcp }) => http.rate / tcp.rate));
  return rate >= LEAST_RATE || least('tcp') / least('http') >= LEAST_RATE;
}
