// Every benchmark, one after the other, so that none disturbs another. Run on a build: npm run bench
import { spawnSync } from 'node:child_process';
import path from 'node:path';

for (const name of ['startup', 'load', 'proxy', 'http2', 'k6']) {
  console.log(`\n--- ${name}`);
  const { status } = spawnSync(process.execPath, [path.join(import.meta.dirname, `${name}.mjs`)], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}
