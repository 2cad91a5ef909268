// Reads a named pipe as the thread of a k6 load does, in a process of its own, whose memory is then all the reader's.
import { systemClock } from '../../dist/parts/core/clock.js';
import { StreamReader } from '../../dist/parts/load/k6/stream/stream-reader.js';
import { INTAKE } from './intake-options.mjs';

let points = 0;
let samples = 0;
let begin;
const memory = [];
const reader = new StreamReader({
  path: process.argv[2],
  intake: INTAKE,
  clock: systemClock,
  deliver: (batch) => {
    begin ??= performance.now();
    points = batch.points;
    samples += batch.samples.length;
    memory.push({ points, megabytes: process.memoryUsage.rss() / 2 ** 20 });
  },
});
process.once('message', async () => {
  await reader.finish();
  const seconds = (performance.now() - begin) / 1000;
  process.send({ points, samples, seconds, memory }, () => process.disconnect());
});
process.send('ready');
