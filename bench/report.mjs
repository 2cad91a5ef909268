// How long the HTML report takes to render and how large it becomes, of runs that grow in samples, then in length. Beside it, as a measure of
// the machine, how long JSON.parse takes for the same result. Run on a build: node bench/report.mjs [--quick]
// Ends with 1 where a page takes 2 s or 2 MB, and where the gate notices neither a slow renderer nor a page too large.
import { renderHtml } from '../dist/parts/report/html/page.js';
import { QUICK, report } from './harness/results.mjs';
import { table } from './harness/table.mjs';
import { longRun } from './report/long-run.mjs';

const MOST_MS = 2000;
const MOST_BYTES = 2_000_000;
const ROUNDS = 3;
const HOUR = 3600;
const EDGES = 10;

const shapes = [
  ...[1e4, 1e5, 1e6, ...(QUICK ? [] : [1e7])].map((samples) => ({ samples, seconds: HOUR, edges: EDGES })),
  ...(QUICK ? [] : [60, 10 * HOUR].map((seconds) => ({ samples: 1e5, seconds, edges: EDGES }))),
];
const measured = shapes.map((shape) => ({ ...shape, ...measure(shape) }));
const problems = measured.flatMap(judge);
const noticed = plant();
await report({
  name: 'report',
  data: { measured: measured.map(({ result: _result, ...rest }) => rest) },
  sections: [
    ['Rendering the HTML report; times are of the processor:', figures()],
    ...problems.map((problem) => [problem]),
  ],
  gates: [
    [`every page renders in ${time(MOST_MS)} and is at most ${size(MOST_BYTES)}`, problems.length === 0],
    [`what is planted is noticed (${noticed.join('; ')})`, noticed.length === 2],
  ],
});

function figures() {
  const columns = [
    ['samples', ({ samples }) => samples.toLocaleString('en')],
    ['length', ({ seconds }) => `${seconds / 60} min`],
    ['edges', ({ edges }) => edges],
    ['result.json', ({ json }) => size(json)],
    ['page', ({ bytes }) => size(bytes)],
    ['render', ({ render }) => time(render)],
    ['JSON.parse', ({ parse }) => time(parse)],
    ['ratio', ({ render, parse }) => (render / parse).toFixed(1)],
  ];
  return table(columns, measured);
}

/** The best of the rounds: what else the machine does only adds to it. */
function measure({ samples, seconds, edges }) {
  const json = JSON.stringify(longRun({ samples, seconds, edges }));
  const parse = best(() => JSON.parse(json));
  const result = JSON.parse(json);
  const render = best(() => renderHtml(result));
  const bytes = Buffer.byteLength(renderHtml(result));
  return { render, parse, bytes, json: json.length, result };
}

function judge({ render, bytes }) {
  return [
    ...(render >= MOST_MS ? [`renders in ${time(render)}, and may take ${time(MOST_MS)}`] : []),
    ...(bytes >= MOST_BYTES ? [`is ${size(bytes)}, and may be ${size(MOST_BYTES)}`] : []),
  ];
}

/** A page too large, of many more edges, and a renderer that does the same work over and over. */
function plant() {
  const { bytes } = measure({ samples: 1e4, seconds: HOUR / 6, edges: 6 * EDGES });
  const { result } = measure({ samples: 1e4, seconds: HOUR / 6, edges: 1 });
  const begin = process.cpuUsage();
  while (msSince(begin) < MOST_MS) renderHtml(result);
  return judge({ render: msSince(begin), bytes });
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
