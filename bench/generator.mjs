// The built-in generator against autocannon and k6 at a fixed rate: whether their percentiles are true where a server stands still, and how
// many requests a second they really send and what each costs. Run on a build: node bench/generator.mjs [--quick]. Takes six minutes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bareContenders, wholeContenders } from './generator/contenders.mjs';
import { latencyAt, RATE } from './generator/truth.mjs';
import { ask, finish, goBeforeOthers, start, told } from './harness/processes.mjs';
import { QUICK, report } from './harness/results.mjs';
import { runCommand } from './harness/run-command.mjs';
import { medians, ratioOfRounds } from './harness/statistics.mjs';
import { fixed, table } from './harness/table.mjs';
import { findPeers } from './peers/peers.mjs';
import { startOrigin } from './proxy/haproxy.mjs';

const ROUNDS = QUICK ? 1 : 3;
/** Whole periods of the server. */
const SECONDS = QUICK ? 10 : 20;
const PERCENTILES = { p50: 0.5, p90: 0.9, p99: 0.99 };
const RATES = QUICK ? [1000] : [1000, 3000, 10_000];

goBeforeOthers();
const { peers, missing } = findPeers(QUICK ? ['haproxy'] : ['haproxy', 'autocannon', 'k6']);
const folder = mkdtempSync(join(tmpdir(), 'squall-bench-'));
const sections = [];
const data = {};
try {
  await measureErrors();
  if (peers.haproxy) await measureRates();
} finally {
  rmSync(folder, { recursive: true });
}
await report({ name: 'generator', sections, peers, missing, data });

async function measureErrors() {
  const server = start('generator/stalling-server.mjs');
  const { port } = await told(server);
  const asked = { port, rate: RATE, seconds: SECONDS };
  const rounds = await compare(wholeContenders(peers, folder), asked, async () => await ask(server, 'anew'));
  await finish(server);
  data.errors = rounds;
  const truth = Object.fromEntries(
    Object.entries(PERCENTILES).map(([key, share]) => [key, latencyAt(share)]),
  );
  const errorOf = (row, key) => `${fixed((row[key] / truth[key] - 1) * 100, 1)} %`;
  const columns = [
    ['', ({ name }) => name],
    ...Object.keys(PERCENTILES).flatMap((key) => [
      [`${key} ms`, (row) => fixed(row[key], 1)],
      ['error', (row) => (row.name === 'true' ? '' : errorOf(row, key))],
    ]),
    ['requests', ({ achieved }) => achieved && fixed(achieved * SECONDS)],
    ['server late, p90 ms', ({ late }) => late && fixed(late, 2)],
  ];
  sections.push([
    `${RATE} requests/s for ${SECONDS} s; the server answers after 200 ms, stands still for two seconds of ten and then catches up:`,
    table(columns, [{ name: 'true', ...truth }, ...rows(rounds)]),
  ]);
}

async function measureRates() {
  const server = await startOrigin(peers.haproxy);
  const all = [];
  for (const rate of RATES) {
    const asked = { port: server.port, rate, seconds: 4 };
    const rounds = await compare(bareContenders(peers, folder), asked);
    data[`rate-${rate}`] = rounds;
    all.push(...rows(rounds).map((row) => ({ asked: rate, ...row })));
  }
  await server.stop();
  const columns = [
    ['asked/s', ({ asked }) => fixed(asked)],
    ['', ({ name }) => name],
    ['achieved/s', ({ achieved }) => fixed(achieved)],
    ['CPU us/request', ({ cpu, achieved }) => fixed((cpu * 1e6) / achieved / 4, 1)],
    ['of autocannon', ({ ofAutocannon }) => fixed(ofAutocannon, 2)],
    ['p50 ms', ({ p50 }) => fixed(p50, 2)],
    ['p99 ms', ({ p99 }) => fixed(p99, 2)],
    ['lag p50 ms', ({ lag }) => fixed(lag, 2)],
  ];
  sections.push([
    'A server that answers at once (HAProxy); CPU of the whole process, its start too; p50 and p99 as each reports them:',
    table(columns, all),
  ]);
}

/** `anew` prepares the server for who is next, and resolves to what it has to say of who was last. */
async function compare(contenders, asked, anew = async () => {}) {
  const rounds = Object.fromEntries(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { name, command, read } of contenders) {
      await anew();
      const { said, cpu } = await runCommand(command(asked));
      rounds[name].push({ ...read(said, asked.seconds), cpu, ...(await anew()) });
    }
  }
  return rounds;
}

function rows(rounds) {
  return Object.entries(rounds).map(([name, own]) => ({
    name,
    ...medians(own),
    ...(rounds.autocannon && { ofAutocannon: ratioOfRounds(own, rounds.autocannon, 'cpu') }),
  }));
}
