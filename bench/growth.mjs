// How what Squall needs grows: the proxy's memory with connections, beside Toxiproxy and HAProxy; checking with edges and steps.
// (With requests it is in proxy.md, with samples in report.md and k6.md.) Run on a build: node bench/growth.mjs [--quick]. Takes two minutes.
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { goBeforeOthers, memory } from './harness/processes.mjs';
import { QUICK, report } from './harness/results.mjs';
import { runCommand } from './harness/run-command.mjs';
import { median } from './harness/statistics.mjs';
import { fixed, table } from './harness/table.mjs';
import { findPeers } from './peers/peers.mjs';
import { startContenders } from './proxy/contenders.mjs';

const SCENARIO = join(import.meta.dirname, '../bin/scenario.js');
const CONNECTIONS = QUICK ? [100] : [100, 1000, 4000];
const SIZES = QUICK ? [10] : [10, 100, 1000];
const ROUNDS = QUICK ? 1 : 5;
const LINE = 'GET / HTTP/1.1\r\nHost: bench\r\n\r\n';

goBeforeOthers();
const { peers, missing } = findPeers(['haproxy', 'toxiproxy']);
const held = await holdConnections();
const checked = await checkFiles();
await report({
  name: 'growth',
  peers,
  missing,
  data: { held, checked },
  sections: [
    [
      'Open connections, each after one request: memory of the proxy in MB (kB for each connection more than before any)',
      table(
        [['', ({ name }) => name], ['none', ({ none }) => fixed(none)], ...CONNECTIONS.map(heldColumn)],
        held,
      ),
    ],
    [
      '`scenario validate`, the whole process:',
      table(
        [
          ['edges', ({ edges }) => fixed(edges)],
          ['steps', ({ steps }) => fixed(steps)],
          ['file kB', ({ bytes }) => fixed(bytes / 1000)],
          ['CPU ms', ({ cpu }) => fixed(cpu * 1000)],
        ],
        checked,
      ),
    ],
  ],
});

function heldColumn(count) {
  return [
    fixed(count),
    ({ none, [count]: more }) => `${fixed(more)} (${fixed(((more - none) * 1000) / count, 1)})`,
  ];
}

async function holdConnections() {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const names = (await withContenders(port, (contenders) => contenders))
    .filter(({ pid }) => pid)
    .map(({ name }) => name);
  const rows = [];
  // Each in a process that has done nothing before.
  for (const name of names) {
    rows.push(
      await withContenders(
        port,
        async (contenders) => await grow(contenders.find((one) => one.name === name)),
      ),
    );
  }
  server.close();
  return rows;
}

async function withContenders(port, use) {
  const contenders = await startContenders(peers, port);
  try {
    return await use(contenders);
  } finally {
    for (const { stop } of contenders) await stop();
  }
}

async function grow({ name, port, pid }) {
  const row = { name, none: memory(pid).now };
  for (const count of CONNECTIONS) row[count] = await whileHeld(port, count, () => memory(pid).now);
  return row;
}

async function whileHeld(port, count, look) {
  const sockets = [];
  for (let opened = 0; opened < count; opened += 1) {
    const socket = connect({ host: '127.0.0.1', port });
    await once(socket, 'connect');
    socket.write(LINE);
    await once(socket, 'data');
    sockets.push(socket);
  }
  await sleep(500);
  const seen = look();
  for (const socket of sockets) socket.destroy();
  await sleep(500);
  return seen;
}

async function checkFiles() {
  const folder = mkdtempSync(join(tmpdir(), 'squall-bench-'));
  const shapes = [
    ...SIZES.map((edges) => ({ edges, steps: 2 })),
    ...SIZES.map((steps) => ({ edges: 2, steps })),
  ];
  const rows = [];
  try {
    for (const shape of shapes) {
      const file = join(folder, 'scenario.json');
      const content = JSON.stringify(scenario(shape), undefined, 1);
      writeFileSync(file, content);
      const times = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const { cpu } = await runCommand([process.execPath, SCENARIO, 'validate', file]);
        times.push(cpu);
      }
      rows.push({ ...shape, bytes: content.length, cpu: median(times) });
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  return rows;
}

/** Every edge is impaired, loaded and judged in some step. */
function scenario({ edges, steps }) {
  const names = Array.from({ length: edges }, (_, index) => `e${index}`);
  const each = (make) => Object.fromEntries(names.map((name) => [name, make(name)]));
  return {
    version: 1,
    name: 'growth',
    services: { server: { url: 'http://127.0.0.1:1' } },
    edges: each((name) => ({ from: `load-${name}`, to: 'server' })),
    load: Object.fromEntries(
      names.map((name) => [`load-${name}`, { through: name, rate: '50/s', requests: [{ get: '/' }] }]),
    ),
    steps: Array.from({ length: steps }, (_, index) => ({
      name: `s${index}`,
      for: '20s',
      impair: { [names[index % edges]]: { rtt: `${50 + index}ms` } },
      expect: [`p95(load-${names[index % edges]}) < 1s`],
    })),
  };
}
