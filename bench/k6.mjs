// How many points a second of k6's stream one core takes in, against plain JSON.parse and what k6 can write, and how
// much memory a long stream needs. Run on a build: node bench/k6.mjs [points]. The rows of k6 need k6 on PATH or in K6_BINARY.
import { fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Intake } from '../dist/parts/load/k6/stream/intake.js';
import { makeBlock } from './k6/block.mjs';
import { hasK6, measureEmission } from './k6/emission.mjs';
import { INTAKE } from './k6/intake-options.mjs';

const POINTS = Number(process.argv[2] ?? 10_000_000);
const REQUESTS = 20_000;
const ROUNDS = 5;
/** What a pipe gives at once. */
const CHUNK = 65_536;
const LEAST = 400_000;
const MOST_MEGABYTES = 150;

const folder = mkdtempSync(path.join(tmpdir(), 'squall-bench-'));
const block = makeBlock(REQUESTS);
try {
  console.log(
    `${(block.bytes.length / block.points).toFixed(0)} bytes a point; the first two: a second of one core, medians of ${ROUNDS} rounds`,
  );
  const taken = medianRate(takeIn);
  print('intake', taken);
  print('JSON.parse of each line', medianRate(parseLines));
  const long = await readPipe(Math.ceil(POINTS / block.points));
  print('intake from a pipe', long.points / long.seconds);
  if (hasK6) for (const [name, rate] of Object.entries(await emission())) print(name, rate);
  else console.log('no k6: what it can write is not measured');
  const half = long.memory.find(({ points }) => points >= long.points / 2).megabytes;
  const end = long.memory.at(-1).megabytes;
  console.log(
    `process of the reader: ${half.toFixed(0)} MB after half of ${long.points} points, ${end.toFixed(0)} MB at the end`,
  );
  gate(`${LEAST} points/s`, taken >= LEAST);
  gate(`${MOST_MEGABYTES} MB`, end <= MOST_MEGABYTES);
  gate('no point lost', long.samples * 11 === long.points && long.points % block.points === 0);
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
  return rates.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)];
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
    return await measureEmission(folder, server.address().port);
  } finally {
    server.close();
  }
}

function print(name, rate) {
  console.log(`${name.padEnd(32)} ${Math.round(rate).toLocaleString('en').padStart(10)} points/s`);
}

function gate(name, holds) {
  console.log(`${name}: ${holds ? 'kept' : 'MISSED'}`);
  if (!holds) process.exitCode = 1;
}
