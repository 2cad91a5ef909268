// How exactly the embedded proxy keeps a delay, a jitter and a rate, against Toxiproxy: requested against delivered.
// Run on a build: node bench/fidelity.mjs [--quick]. Takes five minutes. Rounds are interleaved.
// Fails where a byte comes earlier than its delay: on a busy machine all may be late, and nothing may be early.
import { startContenders } from './fidelity/contenders.mjs';
import { ask, finish, goBeforeOthers, start, told } from './harness/processes.mjs';
import { QUICK, report } from './harness/results.mjs';
import { medians, quantile } from './harness/statistics.mjs';
import { fixed, table } from './harness/table.mjs';
import { findPeers } from './peers/peers.mjs';
import { OTHERS } from './proxy/contenders.mjs';

const ROUNDS = QUICK ? 1 : 3;
const DELAYS = QUICK ? [10, 100] : [1, 10, 100, 1000];
const MESSAGES = QUICK ? 500 : 2000;
const JITTER = { delay: 50, jitter: 10 };
/** Of messages on one connection more than twice the jitter lies between, so that none waits for the one before. */
const JITTER_TRAFFIC = { connections: 40, messages: QUICK ? 10 : 100, every: 50, longest: 60 };
const RATES = QUICK ? [10e6] : [1e6, 10e6, 100e6, 500e6];
const RATE_SECONDS = QUICK ? 2 : 3;

goBeforeOthers();
const { peers, missing } = findPeers(['toxiproxy']);
const traffic = start('fidelity/traffic.mjs', { core: OTHERS });
const { port } = await told(traffic);
const contenders = await startContenders(peers, port);
const rounds = [];
for (let round = 0; round < ROUNDS; round += 1) {
  for (const delay of DELAYS) await measureAll({ kind: 'delay', delay }, measureDelay);
  await measureAll({ kind: 'jitter', ...JITTER }, measureJitter);
  for (const rate of RATES) await measureAll({ kind: 'rate', rate }, measureRate);
}
for (const { stop } of contenders) await stop();
await finish(traffic);

const delays = rows('delay', ({ delay }) => `${fixed(delay)} ms`);
const jitters = rows('jitter', ({ delay, jitter }) => `${delay} ms +- ${jitter} ms`);
const rates = rows('rate', ({ rate }) => `${fixed(rate / 1e6)} Mbit/s`);
const earliest = Math.min(
  ...rounds.filter(({ name, kind }) => name === 'squall' && kind !== 'rate').map(({ min }) => min),
);
await report({
  name: 'fidelity',
  peers,
  missing,
  data: { rounds },
  sections: [
    [
      `Error of a delay in ms, one way, ${fixed(MESSAGES)} messages a millisecond apart, medians of ${ROUNDS} rounds; min is the least of all:`,
      table([...named(), ...errors('min', 'p50', 'p90', 'p99'), ['arrived', ({ count }) => count]], delays),
    ],
    [
      'Jitter, uniform: by how many ms the percentiles of the delivered delays are off, and how far off the distribution is at most:',
      table(
        [
          ...named(),
          ...errors('min', 'p10', 'p50', 'p90'),
          ['farthest', ({ off }) => `${fixed(off * 100, 1)} %`],
        ],
        jitters,
      ),
    ],
    [
      'Error of a rate over some seconds, and of each tenth of a second:',
      table([...named(), ...shares({ all: 'all', p50: 'tenths, p50', p90: 'tenths, p90' })], rates),
    ],
  ],
  gates: [['nothing arrives early', earliest >= 0]],
});

async function measureAll(asked, measure) {
  for (const contender of contenders) {
    await contender.impair(asked);
    rounds.push({ ...asked, name: contender.name, ...(await measure(contender, asked)) });
  }
}

async function measureDelay({ port: through }, { delay }) {
  const question = { connections: 1, messages: MESSAGES, every: 1, longest: delay };
  const times = await ask(traffic, { kind: 'messages', port: through, ...question });
  const late = times.map((time) => time - delay);
  const at = (share) => quantile(late, share);
  return { count: late.length, min: Math.min(...late), p50: at(0.5), p90: at(0.9), p99: at(0.99) };
}

async function measureJitter({ port: through }, { delay, jitter }) {
  const times = await ask(traffic, { kind: 'messages', port: through, ...JITTER_TRAFFIC });
  const least = delay - jitter;
  const off = (share) => quantile(times, share) - (least + 2 * jitter * share);
  return {
    count: times.length,
    min: Math.min(...times) - least,
    p10: off(0.1),
    p50: off(0.5),
    p90: off(0.9),
    off: farthest(times, (time) => Math.min(1, Math.max(0, (time - least) / (2 * jitter)))),
  };
}

/** The statistic of Kolmogorov and Smirnov: the largest distance between what came and the distribution it should have. */
function farthest(values, distribution) {
  const sorted = values.toSorted((a, b) => a - b);
  const distances = sorted.map((value, index) => {
    const expected = distribution(value);
    return Math.max((index + 1) / sorted.length - expected, expected - index / sorted.length);
  });
  return Math.max(...distances);
}

async function measureRate({ port: through }, { rate }) {
  const windows = await ask(traffic, { kind: 'transfer', port: through, seconds: RATE_SECONDS });
  const errorOf = (bytes, seconds) => (bytes * 8) / seconds / rate - 1;
  const total = windows.reduce((sum, bytes) => sum + bytes, 0);
  const tenths = windows.map((bytes) => Math.abs(errorOf(bytes, 0.1)));
  return {
    all: errorOf(total, RATE_SECONDS),
    p50: quantile(tenths, 0.5),
    p90: quantile(tenths, 0.9),
  };
}

/** One row for each thing that was asked and each contender, with the medians of its rounds. */
function rows(kind, describe) {
  const groups = new Map();
  for (const { name, kind: of, ...round } of rounds.filter((each) => each.kind === kind)) {
    const asked = describe(round);
    const key = `${asked} ${of} ${name}`;
    const group = groups.get(key) ?? { asked, name, rounds: [] };
    groups.set(key, { ...group, rounds: [...group.rounds, round] });
  }
  return [...groups.values()].map(({ asked, name, rounds: own }) => ({
    asked,
    name,
    ...medians(own),
    // What is never early in one round may be in another.
    min: Math.min(...own.map(({ min }) => min)),
  }));
}

function named() {
  return [
    ['asked', ({ asked }) => asked],
    ['', ({ name }) => name],
  ];
}

function errors(...keys) {
  return keys.map((key) => [key, (row) => fixed(row[key], 3)]);
}

function shares(titles) {
  return Object.entries(titles).map(([key, title]) => [title, (row) => `${fixed(row[key] * 100, 2)} %`]);
}
