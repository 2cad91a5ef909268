// How long `scenario validate` of one file takes, against an empty Node program: whole processes, interleaved.
// Run on a build: node bench/startup.mjs
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const ROUNDS = 15;
const root = path.join(import.meta.dirname, '..');
const commands = {
  'node -e 0': ['-e', '0'],
  'scenario validate': [
    path.join(root, 'bin/scenario.js'),
    'validate',
    path.join(root, 'scenarios/last-mile.yaml'),
  ],
};
const times = new Map(Object.keys(commands).map((name) => [name, []]));
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const [name, args] of Object.entries(commands)) {
    const begin = performance.now();
    const { status } = spawnSync(process.execPath, args);
    if (status !== 0) throw new Error(`${name} exited with ${status}`);
    // The first round warms the disk's cache.
    if (round > 0) times.get(name).push(performance.now() - begin);
  }
}
const medians = new Map([...times].map(([name, values]) => [name, median(values)]));
for (const [name, value] of medians) {
  const ratio = value / medians.get('node -e 0');
  console.log(`${name.padEnd(20)} median ${value.toFixed(0).padStart(4)} ms  x ${ratio.toFixed(2)}`);
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
