// How long the HTML report takes to render and how large it becomes, of runs that grow in samples, then in length. Beside it, as a measure of
// the machine, how long JSON.parse takes for the same result. Run on a build: node bench/report.mjs
// Ends with 1 where a page takes 2 s or 2 MB, and where the gate notices neither a slow renderer nor a page too large.
import { renderHtml } from '../dist/parts/report/html/page.js';
import { longRun } from './report/long-run.mjs';

const MOST_MS = 2000;
const MOST_BYTES = 2_000_000;
const ROUNDS = 3;
const HOUR = 3600;
const EDGES = 10;

console.log(row(['samples', 'length', 'edges', 'result.json', 'page', 'render', 'JSON.parse', 'ratio']));
for (const samples of [1e4, 1e5, 1e6, 1e7]) check({ samples, seconds: HOUR, edges: EDGES });
for (const seconds of [60, 10 * HOUR]) check({ samples: 1e5, seconds, edges: EDGES });
plant();

function check(shape) {
  const problems = judge(measure(shape));
  for (const problem of problems) console.log(`  ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}

/** The best of the rounds: what else the machine does only adds to it. */
function measure({ samples, seconds, edges }) {
  const json = JSON.stringify(longRun({ samples, seconds, edges }));
  const parse = best(() => JSON.parse(json));
  const result = JSON.parse(json);
  const render = best(() => renderHtml(result));
  const bytes = Buffer.byteLength(renderHtml(result));
  console.log(
    row([
      samples.toLocaleString('en'),
      `${seconds / 60} min`,
      edges,
      size(json.length),
      size(bytes),
      time(render),
      time(parse),
      (render / parse).toFixed(1),
    ]),
  );
  return { render, bytes, result };
}

function judge({ render, bytes }) {
  return [
    ...(render >= MOST_MS ? [`renders in ${time(render)}, and may take ${time(MOST_MS)}`] : []),
    ...(bytes >= MOST_BYTES ? [`is ${size(bytes)}, and may be ${size(MOST_BYTES)}`] : []),
  ];
}

/** A page too large, of many more edges, and a renderer that does the same work over and over. */
function plant() {
  console.log('planted: a run with six times the edges, and a renderer that starts over until it is late');
  const { bytes } = measure({ samples: 1e4, seconds: HOUR / 6, edges: 6 * EDGES });
  const { result } = measure({ samples: 1e4, seconds: HOUR / 6, edges: 1 });
  const begin = process.cpuUsage();
  while (msSince(begin) < MOST_MS) renderHtml(result);
  const noticed = judge({ render: msSince(begin), bytes });
  for (const problem of noticed) console.log(`  noticed: ${problem}`);
  if (noticed.length < 2) {
    console.log('  the gate does not notice what it is for');
    process.exitCode = 1;
  }
}

function best(work) {
  return Math.min(...Array.from({ length: ROUNDS }, () => cpuTime(work)));
}

function cpuTime(work) {
  const before = process.cpuUsage();
  work();
  return msSince(before);
}

/** Of this process' own time: nothing here waits, and on a busy machine the clock on the wall says little. */
function msSince(before) {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function size(bytes) {
  return bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(2)} MB`;
}

function time(ms) {
  return `${Math.round(ms)} ms`;
}

function row(cells) {
  return cells.map((cell) => String(cell).padStart(12)).join('');
}
