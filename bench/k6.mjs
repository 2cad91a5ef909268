// How many points a second of k6's stream one core takes in, against plain JSON.parse and what k6 can write, and how
// much memory a long stream needs. Run on a build: node bench/k6.mjs [--quick]. The rows of k6 need it installed, or in K6_BINARY.
import { fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Intake } from '../dist/parts/load/k6/stream/intake.js';
import { QUICK, report } from './harness/results.mjs';
import { median } from './harness/statistics.mjs';
import { fixed, table } from './harness/table.mjs';
import { makeBlock } from './k6/block.mjs';
import { measureEmission } from './k6/emission.mjs';
import { INTAKE } from './k6/intake-options.mjs';
import { findPeers } from './peers/peers.mjs';

const POINTS = QUICK ? 2_000_000 : 10_000_000;
const REQUESTS = 20_000;
const ROUNDS = QUICK ? 3 : 5;
/** What a pipe gives at once. */
const CHUNK = 65_536;
const LEAST = 400_000;
const MOST_MEGABYTES = 150;

const folder = mkdtempSync(path.join(tmpdir(), 'squall-bench-'));
const block = makeBlock(REQUESTS);
const { peers, missing } = findPeers(QUICK ? [] : ['k6']);
try {
  const taken = medianRate(takeIn);
  const parsed = medianRate(parseLines);
  const long = await readPipe(Math.ceil(POINTS / block.points));
  const half = long.memory.find(({ points }) => points >= long.points / 2).megabytes;
  const end = long.memory.at(-1).megabytes;
  const rates = {
    'intake, a second of one core': taken,
    'JSON.parse of each line, a second of one core': parsed,
    'intake from a pipe': long.points / long.seconds,
    ...(peers.k6 && (await emission())),
  };
  const size = fixed(block.bytes.length / block.points);
  const columns = [
    ['', ([name]) => name],
    ['points/s', ([, rate]) => fixed(rate)],
    ['of the intake', ([, rate]) => fixed(rate / taken, 2)],
  ];
  await report({
    name: 'k6',
    peers,
    missing,
    data: { rates, memory: long.memory },
    sections: [
      [`Points of k6's stream, ${size} bytes each:`, table(columns, Object.entries(rates))],
      [
        `The process of the reader has ${fixed(half)} MB after half of ${fixed(long.points)} points, ${fixed(end)} MB at the end.`,
      ],
    ],
    gates: [
      [`${fixed(LEAST)} points/s`, taken >= LEAST],
      [`${MOST_MEGABYTES} MB`, end <= MOST_MEGABYTES],
      ['no point lost', long.samples * 11 === long.points && long.points % block.points === 0],
    ],
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function takeIn() {
  const intake = new Intake(INTAKE);
  for (let at = 0; at < block.bytes.length; at += CHUNK) {
    intake.push(block.bytes.subarray(at, at + CHUNK), 0);
    if (at % (CHUNK * 64) === 0) intake.take();
  }
  intake.end();
  if (intake.take().points !== block.points) throw new Error('points were lost');
}

function parseLines() {
  let points = 0;
  for (let at = 0; at < block.bytes.length; points += 1) {
    const end = block.bytes.indexOf(10, at);
    JSON.parse(block.bytes.toString('utf8', at, end));
    at = end + 1;
  }
  if (points !== block.points) throw new Error('points were lost');
}

function medianRate(work) {
  const rates = Array.from({ length: ROUNDS }, () => {
    // Seconds of a processor: other programs of the machine cost nothing.
    const begin = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(begin);
    return (block.points / (user + system)) * 1e6;
  });
  return median(rates);
}

async function readPipe(times) {
  const pipe = path.join(folder, 'points');
  spawnSync('mkfifo', [pipe]);
  const reader = fork(path.join(import.meta.dirname, 'k6/reader.mjs'), [pipe]);
  await once(reader, 'message');
  const writer = spawn(
    process.execPath,
    [path.join(import.meta.dirname, 'k6/writer.mjs'), pipe, REQUESTS, times],
    {
      stdio: 'inherit',
    },
  );
  await once(writer, 'exit');
  const answer = once(reader, 'message');
  reader.send('finish');
  return (await answer)[0];
}

async function emission() {
  const server = createServer((_request, response) => response.end('ok')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await measureEmission(peers.k6.file, folder, server.address().port);
  } finally {
    server.close();
  }
}
