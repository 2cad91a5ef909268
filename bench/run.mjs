// Every benchmark, one after the other, so that none disturbs another. Run on a build: npm run bench [-- NAME...] [-- --quick | --lab]
// --quick: what judges, in a minute and with no peer that is not there anyway, for CI. --lab: those in the kernel lab instead, which need
// root and take an hour. Without --quick, peers that are missing are installed first, and the tables go to bench/results.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const NATIVE = ['proxy', 'fidelity', 'generator', 'commands', 'growth', 'http2', 'metering', 'k6', 'report'];
/** Those that fail where something is not kept. */
const JUDGING = ['fidelity', 'metering', 'k6', 'report'];
const LAB = ['netem', 'loss-model', 'lab-fidelity', 'containers'];
const LAB_PEERS = ['tcconfig', 'pumba'];

const options = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const chosen = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const quick = options.includes('--quick');
const unknown = chosen.find((name) => ![...NATIVE, ...LAB].includes(name));
if (unknown !== undefined)
  throw new Error(`no benchmark is called ${unknown}: ${[...NATIVE, ...LAB].join(', ')}`);
const all = options.includes('--lab') ? LAB : quick ? JUDGING : NATIVE;
const names = chosen.length > 0 ? chosen : all;
if (!quick) run('peers/install', names.every((name) => LAB.includes(name)) ? LAB_PEERS : []);
for (const name of names) run(name, quick ? ['--quick'] : []);

function run(name, args = []) {
  console.log(`\n--- ${name}`);
  const begun = performance.now();
  const { status } = spawnSync(process.execPath, [path.join(import.meta.dirname, `${name}.mjs`), ...args], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
  console.log(`--- ${name}: ${Math.round((performance.now() - begun) / 1000)} s, exit ${status}`);
}
