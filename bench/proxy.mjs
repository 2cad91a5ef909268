// The embedded proxy against HAProxy (TCP mode, one thread) on this machine, and how exactly it keeps a delay.
// Run on a build: node bench/proxy.mjs. Takes about a minute and a half. Linux with HAProxy; rounds are interleaved.
import { fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startHaproxy } from './proxy/haproxy.mjs';

const ROUNDS = 5;
const SECONDS = 2;
const CONNECTIONS = 64;
const DELAYS = [1, 10, 100, 1000];
const MESSAGES = 3000;

// On two cores, the proxy under test has one and client and server share the other.
const PINNED =
  spawnSync('taskset', ['-c', '0', 'true']).status === 0 &&
  spawnSync('taskset', ['-c', '1', 'true']).status === 0;
const onCore = (core) => (PINNED ? ['taskset', '-c', String(core)] : []);

const origin = await start('origin.mjs', 1);
const client = await start('client.mjs', 1, false);
const squall = await start('squall.mjs', 0);
const ports = await ask(squall.child, { kind: 'install', port: origin.first.port });
const haproxy = await startHaproxy(origin.first.port, onCore(0));
const targets = [
  { name: 'direct', port: origin.first.port },
  { name: 'haproxy, tcp', port: haproxy.port, pid: haproxy.pid },
  { name: 'squall, tcp', port: ports.tcp, pid: squall.child.pid },
  { name: 'squall, http', port: ports.http, pid: squall.child.pid },
];
const delays = await start('delay.mjs', 1);
try {
  console.log(
    `${CONNECTIONS} keep-alive connections, medians of ${ROUNDS} rounds of ${SECONDS} s${PINNED ? '' : ' (not pinned to cores)'}`,
  );
  await compare();
  console.log(`\ndelay error in ms, one way, about 1,000 messages/s, ${MESSAGES} messages`);
  await measureDelays();
} finally {
  await haproxy.stop();
  for (const { child } of [origin, client, squall, delays]) child.disconnect();
}

async function compare() {
  const rounds = new Map(targets.map(({ name }) => [name, []]));
  for (const { port } of targets)
    await ask(client.child, { kind: 'requests', port, seconds: 1, connections: CONNECTIONS });
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { name, port, pid } of targets) {
      const before = cpuSeconds(pid);
      const result = await ask(client.child, {
        kind: 'requests',
        port,
        seconds: SECONDS,
        connections: CONNECTIONS,
      });
      const cpu = ((cpuSeconds(pid) - before) * 1e6) / result.count;
      const { rate: bulk } = await ask(client.child, { kind: 'bulk', port });
      rounds.get(name).push({ ...result, cpu, bulk });
    }
  }
  const figures = new Map([...rounds].map(([name, results]) => [name, medians(results)]));
  const [direct, reference] = [figures.get('direct'), figures.get('haproxy, tcp')];
  console.log(
    row(['', 'requests/s', 'of HAProxy', 'CPU us/request', 'added p50 ms', 'added p99 ms', 'bulk MB/s']),
  );
  for (const [name, { rate, cpu, p50, p99, bulk }] of figures) {
    const cells = [
      Math.round(rate),
      (rate / reference.rate).toFixed(2),
      Number.isNaN(cpu) ? '' : cpu.toFixed(1),
    ];
    console.log(
      row([name, ...cells, (p50 - direct.p50).toFixed(2), (p99 - direct.p99).toFixed(2), Math.round(bulk)]),
    );
  }
}

async function measureDelays() {
  console.log(row(['delay', 'min', 'p50', 'p90', 'p99', 'arrived']));
  for (const delay of DELAYS) {
    const impairment = { up: { delay }, down: {}, connection: {} };
    await ask(squall.child, { kind: 'change', port: delays.first.port, impairment });
    const result = await ask(delays.child, { port: ports.tcp, delay, messages: MESSAGES });
    const cells = [result.min, result.p50, result.p90, result.p99].map((value) => value.toFixed(3));
    console.log(row([`${delay} ms`, ...cells, result.received]));
  }
}

async function start(file, core, speaksFirst = true) {
  const [execPath, ...execArgv] = [...onCore(core), process.execPath];
  const path = fileURLToPath(new URL(`./proxy/${file}`, import.meta.url));
  const child = fork(path, [], { execPath, execArgv });
  const [first] = speaksFirst ? await once(child, 'message') : [];
  return { child, first };
}

async function ask(child, question) {
  const answer = once(child, 'message');
  child.send(question);
  return (await answer)[0];
}

/** User and system time of a process, from proc(5), in seconds. */
function cpuSeconds(pid) {
  if (pid === undefined) return NaN;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function medians(results) {
  return Object.fromEntries(
    Object.keys(results[0]).map((key) => [key, median(results.map((result) => result[key]))]),
  );
}

function median(values) {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function row(cells) {
  return cells
    .map((cell, index) => (index === 0 ? String(cell).padEnd(14) : String(cell).padStart(15)))
    .join('');
}
