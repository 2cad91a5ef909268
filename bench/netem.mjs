// How long it takes to impair, change and clear 1, 10 and 50 namespaces with the tc driver, against a shell loop of the same `tc`
// commands and against one bare `tc -batch` for each namespace, in the kernel lab.
//   node bench/netem.mjs [--quick]
// Run on a build, as root. --quick: only the gate, which CI runs as test/kernel/netem-gate.test.ts.
import { machine, writeResults } from './harness/results.mjs';
import { inLab, lab } from './harness/lab.mjs';
import { judge, ratios, table } from './netem/ratios.mjs';

if (process.argv.includes('--quick')) process.exitCode = await inLab('netem/gate.mjs');
else await all();

async function all() {
  const rows = await lab('netem/inside.mjs', ['2', '1', '10', '50']);
  const found = ratios(rows);
  console.log(table(found));
  for (const problem of judge(found)) {
    console.error(`too slow: ${problem}`);
    process.exitCode = 1;
  }
  await writeResults('netem', { machine: machine(), rows, ratios: found }, table(found));
}
