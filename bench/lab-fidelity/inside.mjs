// Inside the kernel lab: measures and prints one line of JSON. inside.mjs ROUNDS
import { writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { prepareEngine, startContainers } from '../containers/engine.mjs';
import { findPeers } from '../peers/peers.mjs';
import { direct, dockerDriver, pumbaCommands, tcDriver, tcconfig } from './contenders.mjs';
import { longestWait, pingOf, rateOf, startEnd, transits } from './measure.mjs';

const ROUNDS = Number(process.argv[2]);
const MANY = { count: 500, every: 4 };
/** As many under way as 36 Mbit/s of full packets are in a second, or 360 Mbit/s in a tenth. */
const CROWD = { count: 3000, every: 1 / 3 };
/** Types of service, as a program asks for them: nothing, IPTOS_LOWDELAY, IPTOS_THROUGHPUT. */
const SERVICES = { usual: 0, interactive: 0x10, bulk: 0x08 };

for (const limit of ['rmem_max', 'wmem_max']) writeFileSync(`/proc/sys/net/core/${limit}`, String(1 << 25));
const { peers } = findPeers(['tcconfig']);
prepareEngine();
const [near, far, other] = startContainers(['near', 'far', 'other']);
const [here, there] = [await startEnd(near), await startEnd(far)];
const WAYS = [
  ['up', here, there],
  ['down', there, here],
];
const ASKED = [
  { kind: 'delay', asked: { delay: 10 }, each: timesOf },
  { kind: 'delay', asked: { delay: 100 }, each: timesOf },
  { kind: 'uniform', asked: { delay: 50, jitter: 10, distribution: 'uniform' }, each: timesOf },
  { kind: 'normal', asked: { delay: 50, jitter: 10, distribution: 'normal' }, each: timesOf },
  { kind: 'loss', asked: { loss: 0.1 }, each: countOf },
  { kind: 'crowd', asked: { delay: 1000 }, each: countCrowd },
  { kind: 'rate', asked: { rate: 1e6 }, each: measureRate },
  { kind: 'rate', asked: { rate: 10e6 }, each: measureRate },
  { kind: 'rate', asked: { rate: 40e6 }, each: measureRate },
  { kind: 'queue', asked: { rate: 1e6 }, each: measureQueue },
  { kind: 'service', asked: { delay: 100 }, all: pings },
];
/** What the guest itself does to packets, and that it can carry as many as are sent. */
const NOTHING = [
  { kind: 'delay', asked: { delay: 0 }, each: timesOf },
  { kind: 'loss', asked: { loss: 0 }, each: countOf },
  { kind: 'crowd', asked: { delay: 0 }, each: countCrowd },
  { kind: 'service', asked: {}, all: pings },
];
const contenders = [
  direct(NOTHING),
  dockerDriver(near, far),
  tcDriver(near, far),
  pumbaCommands(near, far),
  ...(peers.tcconfig === undefined ? [] : [tcconfig(near, far, peers.tcconfig)]),
];
const rows = [];
for (let round = 0; round < ROUNDS; round += 1) {
  for (const contender of contenders) await measureAll(contender);
}
for (const end of [here, there]) end.stop();
console.log(`RESULT ${JSON.stringify({ kernel: release(), rows })}`);

async function measureAll(contender) {
  const { name } = contender;
  await contender.begin();
  for (const { kind, asked, each, all } of contender.asked ?? ASKED) {
    // It has none.
    if (name === 'tcconfig' && asked.distribution === 'uniform') continue;
    await contender.impair(asked);
    if (all !== undefined) rows.push({ name, kind, asked, ...all() });
    for (const [way, from, to] of each === undefined ? [] : WAYS) {
      rows.push({ name, kind, asked, way, ...(await each(from, to, asked)) });
    }
    await contender.clear();
    console.error(`${name}: ${kind}`);
  }
  await contender.end();
}

async function timesOf(from, to, { delay, jitter = 0 }) {
  return { times: await transits(from, to, { ...MANY, longest: delay + 5 * jitter }) };
}

async function countOf(from, to) {
  return { lost: 1 - (await transits(from, to, { count: 3000, every: 1, longest: 0 })).length / 3000 };
}

async function countCrowd(from, to, { delay }) {
  return { arrived: (await transits(from, to, { ...CROWD, longest: delay })).length / CROWD.count };
}

async function measureRate(from, to, { rate }) {
  return { delivered: await rateOf(from, to, rate) };
}

async function measureQueue(from, to, { rate }) {
  return { longest: await longestWait(from, to, { rate, seconds: 4 }) };
}

function pings() {
  return { meant: pingsTo(far), others: pingsTo(other) };
}

function pingsTo({ address }) {
  return Object.fromEntries(
    Object.entries(SERVICES).map(([name, tos]) => [name, pingOf(near, address, tos)]),
  );
}
