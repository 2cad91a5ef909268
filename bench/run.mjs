// Every benchmark, one after the other, so that none disturbs another. Run on a build: npm run bench [-- --lab]
// --lab: those in the kernel lab instead, which need root and take half an hour.
import { spawnSync } from 'node:child_process';
import path from 'node:path';

const native = ['startup', 'load', 'proxy', 'http2', 'metering', 'k6', 'report'];
const names = process.argv.includes('--lab') ? ['netem', 'loss-model'] : native;
for (const name of names) {
  console.log(`\n--- ${name}`);
  const { status } = spawnSync(process.execPath, [path.join(import.meta.dirname, `${name}.mjs`)], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}
