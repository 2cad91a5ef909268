// How long it takes to impair, change and clear 1, 10 and 50 namespaces with the tc driver, against a shell loop of the same `tc`
// commands and against one bare `tc -batch` for each namespace, in the kernel lab; and a gate on the ratios.
//   node bench/netem.mjs [--quick]
// Not in CI yet: on a busy machine --quick took 104 s, and clearing one namespace was 9.1 times the loop where 8 is allowed.
// Run on a build, as root. --quick: 1 and 4 namespaces, then once more with tools that are slowed down, which the gate must notice.
import { lab, machine, writeResults } from './netem/lab.mjs';
import { judge, ratios, table } from './netem/ratios.mjs';

const quick = process.argv.includes('--quick');
const rows = await lab('netem/inside.mjs', quick ? ['2', '1', '4'] : ['5', '1', '10', '50']);
const found = ratios(rows);
console.log(table(found));
const problems = judge(found);
for (const problem of problems) console.error(`too slow: ${problem}`);
if (quick) {
  const planted = judge(ratios(await lab('netem/inside.mjs', ['1', '1', '--planted'])));
  if (planted.length === 0) problems.push('the gate has not noticed tools that are slowed down');
  else console.log(`a planted slow-down is noticed: ${planted[0]}`);
} else {
  await writeResults('netem', { machine: machine(), rows, ratios: found }, table(found));
}
if (problems.length > 0) process.exitCode = 1;
