// Squall, autocannon and k6, each asked for requests at a fixed rate, as a command and what its output says.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const K6_SCRIPT = `import http from 'k6/http';
const [rate, duration, vus] = [Number(__ENV.RATE), __ENV.SECONDS + 's', Number(__ENV.VUS)];
const even = { executor: 'constant-arrival-rate', rate, duration, preAllocatedVUs: vus, maxVUs: vus };
export const options = { scenarios: { even }, summaryTrendStats: ['p(50)', 'p(90)', 'p(99)'] };
export default function () { http.get(__ENV.TARGET); }`;

/** Each as `{ name, command, read }`; `read` takes what it printed. For the rate alone, and nothing in between. */
export function bareContenders(peers, folder) {
  const squall = {
    name: 'squall',
    command: ({ port, rate, seconds }) => [
      process.execPath,
      join(ROOT, 'bench/generator/squall.mjs'),
      ...[port, rate, seconds].map(String),
    ],
    read: JSON.parse,
  };
  return [...others(peers, folder), squall];
}

/** The same with a whole run of Squall, through an edge: what its result says. */
export function wholeContenders(peers, folder) {
  const uncorrected = peers.autocannon && autocannon(peers.autocannon, ['--ignoreCoordinatedOmission']);
  return [...(uncorrected ? [uncorrected] : []), ...others(peers, folder), scenario(folder)];
}

function others(peers, folder) {
  return [
    ...(peers.autocannon ? [autocannon(peers.autocannon)] : []),
    ...(peers.k6 ? [k6(peers.k6, folder)] : []),
  ];
}

/** What it does not ask in time because it waits for answers, it adds by default as values that it has not measured. */
function autocannon({ file }, options = []) {
  return {
    name: ['autocannon', ...options].join(' '),
    command: ({ port, rate, seconds }) => [
      process.execPath,
      file,
      ...options,
      '--json',
      '--no-progress',
      '-c',
      '50',
      '-R',
      String(rate),
      '-d',
      String(seconds),
      `http://127.0.0.1:${port}/`,
    ],
    read: (said) => {
      const { latency, requests, errors, duration } = JSON.parse(said);
      return { achieved: requests.total / duration, failed: errors, ...latency };
    },
  };
}

function k6({ file }, folder) {
  const script = join(folder, 'script.js');
  const summary = join(folder, 'summary.json');
  writeFileSync(script, K6_SCRIPT);
  return {
    name: 'k6',
    command: ({ port, rate, seconds }) => [
      file,
      'run',
      '--quiet',
      '--no-usage-report',
      '--address=',
      `--summary-export=${summary}`,
      '-e',
      `RATE=${rate}`,
      '-e',
      `SECONDS=${seconds}`,
      '-e',
      'VUS=600',
      '-e',
      `TARGET=http://127.0.0.1:${port}/`,
      script,
    ],
    read: (_said, seconds) => {
      const { metrics } = JSON.parse(readFileSync(summary, 'utf8'));
      const time = metrics.http_req_duration;
      const failed = metrics.dropped_iterations?.count ?? 0;
      const achieved = metrics.http_reqs.count / seconds;
      return { achieved, failed, p50: time['p(50)'], p90: time['p(90)'], p99: time['p(99)'] };
    },
  };
}

function scenario(folder) {
  const result = join(folder, 'result.json');
  const file = join(folder, 'scenario.json');
  const out = join(folder, 'runs');
  return {
    name: 'squall',
    command: ({ port, rate, seconds }) => {
      writeFileSync(file, JSON.stringify(document(port, rate, seconds)));
      const args = [join(ROOT, 'bin/scenario.js'), 'run', file, '--quiet', '--fail-on', 'never'];
      return [process.execPath, ...args, '--out', out, '--json', result];
    },
    read: (_said, seconds) => {
      const [{ expectations }] = JSON.parse(readFileSync(result, 'utf8')).steps;
      const at = (name) => expectations.find(({ that }) => that.startsWith(name));
      const [p50, p90, p99] = ['p50', 'p90', 'p99'].map((name) => at(name).value);
      return { achieved: at('p50').n / seconds, failed: 0, p50, p90, p99 };
    },
  };
}

/** Its window opens two seconds after its step begins. */
function document(port, rate, seconds) {
  return {
    version: 1,
    name: 'bench',
    services: { server: { url: `http://127.0.0.1:${port}` } },
    edges: { link: { from: 'clients', to: 'server' } },
    load: {
      clients: { through: 'link', rate: `${rate}/s`, arrivals: 'even', requests: [{ get: '/' }] },
    },
    steps: [
      {
        name: 'all',
        for: `${seconds + 2}s`,
        expect: ['p50(clients) < 10s', 'p90(clients) < 10s', 'p99(clients) < 10s'],
      },
    ],
  };
}
