// Shows a run again as the console showed it, from what its folder holds:
//   npm run build && node test/helpers/replay-events.mjs runs/RUN [--speed 10] [--level verbose] [--dist DIR] [--stop-after N]
// --stop-after: ends after so many events, without a result, as a run that broke.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    speed: { type: 'string', default: '1' },
    level: { type: 'string', default: 'normal' },
    dist: { type: 'string', default: 'dist' },
    'stop-after': { type: 'string', default: 'Infinity' },
  },
});
const [folder = '.'] = positionals;
const { createConsole } = await import(
  pathToFileURL(resolve(options.dist, 'report/console/create-console.js')).href
);

const read = (name) => readFileSync(join(folder, name), 'utf8');
const events = read('events.jsonl')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const told = events.slice(0, Number(options['stop-after']));
const isTerminal = process.stdout.isTTY;
const reporter = createConsole({
  write: (text) => void process.stdout.write(text),
  isTerminal,
  columns: () => process.stdout.columns ?? 80,
  rows: () => process.stdout.rows ?? 24,
  colour: isTerminal && !process.env.NO_COLOR,
  level: options.level,
});

let last = Date.parse(told[0]?.at);
for (const stamped of told) {
  const now = Date.parse(stamped.at);
  if (now > last) await sleep((now - last) / Number(options.speed));
  last = now;
  reporter.listener(stamped);
}
const whole = told.length === events.length;
const files = ['report.html', 'junit.xml'].map((name) => ({
  label: name.split('.')[0],
  path: join(folder, name),
}));
await reporter.finish(whole ? JSON.parse(read('result.json')) : undefined, files);
