// Kills a process that is at one input for too long: `turn` is odd while it is at one, and `file` holds that input.
import { readFileSync, writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

const { turn, file, limit } = workerData;
let before = 0;

setInterval(() => {
  const now = Atomics.load(turn, 0);
  if (now % 2 === 1 && now === before) {
    writeSync(2, `fuzzing hangs at the input in ${file}:\n${readFileSync(file, 'utf8')}\n`);
    process.kill(process.pid, 'SIGKILL');
  }
  before = now;
}, limit);
