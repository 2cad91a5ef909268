// The embedded proxy against Toxiproxy and HAProxy (TCP mode, one thread) on this machine: requests a second, processor time, latency, bulk.
// Run on a build: node bench/proxy.mjs [--quick]. Takes seven minutes. Rounds are interleaved. Needs HAProxy and wrk; Toxiproxy where it is.
// The proxy under test has one core; wrk and HAProxy as the server share the other, so that neither is what limits it.
import { ask, cpuSeconds, finish, goBeforeOthers, start, told } from './harness/processes.mjs';
import { QUICK, report } from './harness/results.mjs';
import { medians, ratioOfRounds } from './harness/statistics.mjs';
import { fixed, table } from './harness/table.mjs';
import { findPeers } from './peers/peers.mjs';
import { OTHERS, startContenders, unpin } from './proxy/contenders.mjs';
import { startOrigin } from './proxy/haproxy.mjs';
import { wrk } from './proxy/wrk.mjs';

const ROUNDS = QUICK ? 1 : 5;
const SECONDS = QUICK ? 1 : 2;
const DELAY = 1;
/** Of the requests a second that the slowest of them manages; there a queue is no matter of course. */
const PACED = 5000;

goBeforeOthers();
const { peers, missing } = findPeers(['haproxy', 'toxiproxy', 'wrk']);
const sections = [];
const data = {};
if (peers.haproxy && peers.wrk) await measureRequests();
await measurePaced();
await measureBulk();
await report({ name: 'proxy', sections, peers, missing, data });

async function measureRequests() {
  const origin = await startOrigin(peers.haproxy, OTHERS);
  const contenders = await startContenders(peers, origin.port);
  const delaying = contenders.filter(({ delay }) => delay !== undefined);
  try {
    for (const connections of QUICK ? [64] : [1, 64, 1000]) {
      const rounds = await compare(contenders, (one) => requests(one, connections, OTHERS));
      await add(`requests-${connections}`, `${number(connections)}, nothing impaired:`, rounds);
    }
    for (const one of delaying) await one.delay(DELAY);
    for (const connections of QUICK ? [64] : [64, 1000]) {
      const rounds = await compare(delaying, (one) => requests(one, connections, OTHERS));
      await add(`delayed-${connections}`, `${number(connections)}, a delay of ${DELAY} ms each way:`, rounds);
    }
    for (const one of delaying) await one.delay(0);
    if (QUICK) return;
    for (const { pid } of [origin, ...contenders]) if (pid !== undefined) unpin(pid);
    const free = await compare(contenders, (one) => requests(one, 64));
    await add('unpinned-64', '64 connections, nothing impaired, everything on any core:', free);
  } finally {
    for (const one of [...contenders, origin]) await one.stop();
  }
}

async function requests({ port, pid }, connections, core) {
  const before = cpu(pid);
  const result = await wrk(peers.wrk, { port, connections, seconds: SECONDS, core });
  return { ...result, cpu: ((cpu(pid) - before) * 1e6) / result.count };
}

/** At a rate that all of them keep, where a time counts from when the request was due. */
async function measurePaced() {
  const origin = start('metering/origin.mjs', { core: OTHERS, args: ['http1'] });
  const { port } = await told(origin);
  const client = start('metering/client.mjs', { core: OTHERS });
  const contenders = await startContenders(peers, port);
  const rounds = await compare(contenders, async (one) => {
    const before = cpu(one.pid);
    const asked = { protocol: 'http1', port: one.port, seconds: SECONDS, rate: PACED };
    const result = await ask(client, asked);
    return { ...result, cpu: ((cpu(one.pid) - before) * 1e6) / result.count };
  });
  await add(
    'paced-64',
    `64 connections, ${fixed(PACED)} requests/s by a client of Node, nothing impaired:`,
    rounds,
  );
  for (const one of contenders) await one.stop();
  for (const child of [client, origin]) await finish(child);
}

async function measureBulk() {
  const origin = start('proxy/bulk.mjs', { core: OTHERS, args: ['origin'] });
  const { port } = await told(origin);
  const client = start('proxy/bulk.mjs', { core: OTHERS, args: ['client'] });
  const contenders = await startContenders(peers, port);
  const rounds = await compare(contenders, async (one) => {
    const before = cpu(one.pid);
    const { megabytes, rate } = await ask(client, { port: one.port });
    return { rate, cpu: ((cpu(one.pid) - before) * 1e5) / megabytes };
  });
  const [rows, ratio] = figures(rounds);
  data.bulk = rows;
  const columns = [
    ['', ({ name }) => name],
    ['MB/s', ({ rate }) => fixed(rate)],
    ...ratio('rate', 'of Toxiproxy'),
    ['CPU ms for 100 MB', (row) => fixed(row.cpu, 1)],
  ];
  sections.push(['One answer of 64 MiB, client and server of Node:', table(columns, rows)]);
  for (const one of contenders) await one.stop();
  for (const child of [client, origin]) await finish(child);
}

/** The rounds of each contender, after one that warms up. */
async function compare(contenders, measure) {
  const rounds = new Map(contenders.map(({ name }) => [name, []]));
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const one of contenders) {
      const figure = await measure(one);
      if (round >= 0) rounds.get(one.name).push(figure);
    }
  }
  return rounds;
}

async function add(key, title, rounds) {
  const [rows, ratio] = figures(rounds);
  const direct = rows.find(({ name }) => name === 'direct');
  const over = (row, quantile) => (direct ? row[quantile] - direct[quantile] : row[quantile] - 2 * DELAY);
  data[key] = rows;
  const columns = [
    ['', ({ name }) => name],
    ['requests/s', ({ rate }) => fixed(rate)],
    ...ratio('rate', 'of Toxiproxy'),
    ['CPU us/request', (row) => fixed(row.cpu, 1)],
    ...ratio('cpu', 'of Toxiproxy'),
    ['added p50 ms', (row) => fixed(over(row, 'p50'), 2)],
    ['added p99 ms', (row) => fixed(over(row, 'p99'), 2)],
  ];
  sections.push([title, table(columns, rows)]);
}

/** The medians by contender with all rounds, and a column of ratios to Toxiproxy, where it was measured. */
function figures(rounds) {
  const reference = rounds.get('toxiproxy');
  const rows = [...rounds].map(([name, results]) => ({ name, ...medians(results), rounds: results }));
  const ratio = (key, title) =>
    reference === undefined ? [] : [[title, (row) => fixed(ratioOfRounds(row.rounds, reference, key), 2)]];
  return [rows, ratio];
}

function cpu(pid) {
  return pid === undefined ? NaN : cpuSeconds(pid);
}

function number(connections) {
  return connections === 1 ? '1 connection' : `${fixed(connections)} connections`;
}
