// The result of a run that nobody waited for: one load and some edges, told to the collector of the engine as they would tell it
// themselves, and summed up by the same code.
import { Collector } from '../../dist/parts/engine/collector.js';
import { seriesResults } from '../../dist/parts/engine/series-results.js';
import { summarizeSubjects } from '../../dist/parts/engine/summarize-subjects.js';
import { trafficResult } from '../../dist/parts/traffic/traffic-result.js';

const CLEAR = { up: {}, down: {}, connection: {} };
const SLOW = { up: { delay: 200 }, down: { delay: 200 }, connection: {} };
/** Told at once, as an edge is read once a second. */
const BATCH = 10_000;
const STEPS = 12;

/** `samples` in all, spread evenly over the time: nine in ten of the load, which is told fastest, the others of the edges in turn. */
export function longRun({ samples, seconds, edges }) {
  const names = Array.from({ length: edges }, (_, index) => `edge-${index + 1}`);
  const plan = planOf(names, seconds);
  const collector = new Collector(plan, 0);
  tell(collector, names, { samples, duration: plan.duration });
  const steps = plan.steps.map((step, index) => stepResult(plan, collector, { step, index, names }));
  return resultOf(plan, steps, seriesResults(plan, collector));
}

function planOf(names, seconds) {
  const length = (seconds * 1000) / STEPS;
  return {
    duration: seconds * 1000,
    guards: [],
    loads: [{ name: 'shoppers', kind: 'arrivals', engine: 'builtin', through: names[0], requests: [] }],
    edges: names.map((name) => ({ name, from: 'shoppers', to: [{ service: `to-${name}` }], readable: true })),
    steps: Array.from({ length: STEPS }, (_, index) => {
      const start = index * length;
      const windowStart = start + Math.min(2000, length / 2);
      return {
        name: `step-${index + 1}`,
        start,
        windowStart,
        end: start + length,
        expectations: [],
        links: [],
      };
    }),
  };
}

function tell(collector, names, { samples, duration }) {
  const random = lcg(42);
  // The same objects over and over: the collector keeps none, and ten million of them are half a minute of work for nothing.
  const pool = Array.from({ length: BATCH }, () => ({ sent: undefined, failure: undefined, name: 'GET /' }));
  const batches = Array.from({ length: names.length + 1 }, () => []);
  for (let index = 0; index < samples; index += 1) {
    const at = (index / samples) * duration;
    const slow = Math.floor((at / duration) * STEPS) % 2 === 1 ? 400 : 0;
    // Log-normal, as latencies are, by the sum of uniform numbers.
    const latency = slow + 5 * Math.exp(random() + random() + random() + random() - 2);
    const subject = index % 10 === 9 ? 1 + (Math.floor(index / 10) % names.length) : 0;
    batches[subject].push(exchange(pool[index % BATCH], { at, latency, subject, ok: random() > 0.003 }));
    if (index % BATCH === BATCH - 1 || index === samples - 1) {
      const [load, ...links] = batches;
      collector.samples('shoppers', load);
      for (const [each, name] of names.entries()) collector.link(observed(name, links[each]));
      for (const batch of batches) batch.length = 0;
    }
  }
}

/** What a load reports and what an edge reads, in one. */
function exchange(into, { at, latency, subject, ok }) {
  into.due = at;
  into.sent = at + 0.2;
  into.end = at + latency;
  into.ok = ok;
  into.status = ok ? 200 : 503;
  into.failure = ok ? undefined : 'status';
  into.at = at;
  into.firstByte = latency / 2;
  into.latency = latency;
  into.service = `to-edge-${subject}`;
  into.method = 'GET';
  into.path = '/';
  return into;
}

function observed(edge, samples) {
  const traffic = samples.length === 0 ? [] : [{ at: samples[0].at, up: 120, down: 4000 }];
  return { edge, samples, connectionsAt: [], traffic, openSince: [], unread: {} };
}

function stepResult(plan, collector, { step, index, names }) {
  const { name, start, windowStart, end } = step;
  const impaired = index % 2 === 1;
  const subjects = summarizeSubjects({ plan, collector, verdicts: new Map() }, step);
  const bounds = ['shoppers', ...names].flatMap((subject) => [
    { that: `p95(${subject}) < 500ms`, bound: 500 },
    { that: `success(${subject}) >= 99%`, bound: 0.99 },
  ]);
  return {
    name,
    start,
    windowStart,
    end,
    verdict: 'pass',
    reasons: [],
    edges: names.map((edge) => ({
      edge,
      label: impaired ? 'RTT 400ms' : 'clear',
      requested: impaired ? SLOW : CLEAR,
      capabilities: [],
      proof: { outcome: 'read-back', rows: [], reason: 'in force' },
      usage: collector.usage(edge).between(windowStart, end),
      changedAt: start + 5,
      provedAt: start + 1500,
    })),
    expectations: bounds.map(({ that, bound }) => ({
      name: that,
      that,
      kind: 'check',
      gate: 'expect',
      verdict: 'pass',
      reason: `${that} holds`,
      expected: that,
      observed: '1',
      n: 1000,
      window: { start: windowStart, end },
      value: bound,
      bound,
      confidence: 0.95,
    })),
    subjects,
    traffic: collector.traffic({ from: windowStart, to: end }).map(trafficResult),
  };
}

function resultOf(plan, steps, series) {
  const time = '2026-11-21T21:30:00.000Z';
  return {
    schema: 1,
    run: { id: 'bench', started: time, ended: time, seconds: plan.duration / 1000 },
    scenario: { name: 'bench', file: 'bench.yaml', sha256: '0'.repeat(64), version: 1 },
    verdict: 'pass',
    exitCode: 0,
    reasons: [],
    seed: 1,
    params: {},
    environment: { squall: '0', node: '20', platform: 'linux', kernel: '6', arch: 'x64', cpus: 2 },
    services: [],
    edges: plan.edges.map(({ name, from, to }) => ({
      name,
      from,
      to: to.map(({ service }) => service),
      driver: 'proxy',
      per: 'client',
      protocol: 'http',
      addresses: {},
    })),
    loads: [
      { name: 'shoppers', through: plan.edges[0].name, engine: 'builtin', policy: 'strict', requests: [] },
    ],
    steps,
    series,
    undo: { ok: true, failures: [] },
    errors: [],
    notices: [],
  };
}

/** The same numbers each time, in [0, 1). */
function lcg(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
