// How often a verdict is wrong: runs of simulated systems whose truth is known, judged by the code that judges every run.
//   npm run calibrate [-- RUNS]
// RUNS for each case, a quarter of them of windows of minutes; 2000 take about six minutes of one processor. The same figures on every machine.
// Ends with 1 where a case that is meant to keep its confidence does not.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

import { machine, writeResults } from './harness/results.mjs';

const HELPERS = join(import.meta.dirname, '../test/helpers/calibration');
const SEED = 20_261_122;
const LONG = 60;

const runs = Number(process.argv[2] ?? 2000);
const { COVERED, BEYOND, calibrate, powerOf, mostWrong } = await simulation();
const results = {
  machine: machine(),
  runs,
  seed: SEED,
  covered: simulate(COVERED),
  beyond: simulate(BEYOND),
};
const tooMany = results.covered.filter((row) => Math.max(row.wrongPass, row.wrongFail) > row.mostWrong);
const markdown = [
  'Of runs at a confidence of 95 %, in percent: `pass` where the truth is just worse than the bound, `fail` where it is just better, and how',
  'often neither; beside that, both as they were if requests were taken for independent; and how often is found what is 1.5 times better',
  'or worse than the bound.',
  '',
  '## Where a window holds at least thirty times of what goes together',
  '',
  table(results.covered),
  '',
  '## Where it does not',
  '',
  table(results.beyond),
].join('\n');
console.log(`\n${markdown}`);
await writeResults('calibration', results, markdown);
if (tooMany.length > 0) {
  console.log(`\nmore wrong verdicts than chance explains:\n${table(tooMany)}`);
  process.exitCode = 1;
}

/** The simulation is shared with the unit tests, and as they are in TypeScript. */
async function simulation() {
  const folder = await mkdtemp(join(tmpdir(), 'squall-calibration-'));
  try {
    const input = ['cases', 'calibrate', 'most-wrong'].map((name) => join(HELPERS, `${name}.ts`));
    const bundled = await rolldown({ input, platform: 'node', transform: { target: 'node20' } });
    const { output } = await bundled.write({ dir: folder, entryFileNames: '[name].mjs' });
    const entries = output.filter(({ isEntry }) => isEntry).map(({ fileName }) => join(folder, fileName));
    const modules = await Promise.all(entries.map(async (file) => await import(pathToFileURL(file).href)));
    return Object.assign({}, ...modules);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function simulate(cases) {
  return cases.map((subject) => {
    const { group, system, traffic, figure, against } = subject;
    const trials = traffic.seconds > LONG ? runs / 4 : runs;
    const few = { trials: Math.ceil(trials / 8), seed: SEED };
    const row = {
      group,
      system: system.name,
      ...traffic,
      figure,
      against,
      ...calibrate(subject, { trials, seed: SEED }),
      mostWrong: mostWrong(trials),
      naive: calibrate(subject, { ...few, naive: true }),
      power: powerOf(subject, few),
    };
    console.error(cells(row).join(' | '));
    return row;
  });
}

function table(rows) {
  const head = ['system', 'requests', 'figure', 'wrong `pass`', 'wrong `fail`', 'neither'];
  const more = ['`pass` if independent', '`fail` if independent', '1.5x better passes', '1.5x worse fails'];
  const titles = [...head, ...more];
  return [titles, titles.map((_, at) => (at < 3 ? '---' : '---:')), ...rows.map(cells)]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
}

function cells({ group, system, rate, seconds, figure, against, naive, power, ...row }) {
  const window = seconds >= LONG ? `${seconds / 60} min` : `${seconds} s`;
  return [
    `${group}: ${system}`,
    `${rate}/s, ${window}`,
    against === 'bound' ? figure : `${figure}, \`${against}\``,
    ...[row.wrongPass, row.wrongFail].map((share) => (share * 100).toFixed(1)),
    (row.open * 100).toFixed(0),
    ...[naive.wrongPass, naive.wrongFail, power.rightPass, power.rightFail].map((share) =>
      (share * 100).toFixed(0),
    ),
  ];
}
