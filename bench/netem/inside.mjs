// Inside the kernel lab: measures and prints one line of JSON. inside.mjs ROUNDS COUNT... [--planted]
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { batch, shellLoop, squall } from './contenders.mjs';
import { countDelays, createNamespaces, removeNamespaces } from './network.mjs';

const PHASES = ['impair', 'change', 'clear'];
const TOOLS = process.env.PATH;

const [rounds, ...counts] = process.argv
  .slice(2)
  .filter((word) => word !== '--planted')
  .map(Number);
const planted = process.argv.includes('--planted');

const rows = [];
for (const count of counts) {
  const names = createNamespaces(count);
  const path = planted ? slowTools() : undefined;
  const contenders = [squall(names, path), shellLoop(names), batch(names)];
  const times = await measure(contenders, names);
  for (const { name, end } of contenders) {
    rows.push({ count, name, ...times.get(name) });
    end();
  }
  removeNamespaces(names);
}
console.log(`RESULT ${JSON.stringify(rows)}`);

/** Every contender in every round, so that a slow moment meets all; the first round warms caches and is not counted. */
async function measure(contenders, names) {
  const times = new Map(
    contenders.map(({ name }) => [name, Object.fromEntries(PHASES.map((phase) => [phase, []]))]),
  );
  for (let round = 0; round <= rounds; round += 1) {
    for (const contender of contenders) {
      for (const phase of PHASES) {
        const begin = performance.now();
        await contender[phase]();
        const took = performance.now() - begin;
        if (round > 0) times.get(contender.name)[phase].push(took);
        const expected = phase === 'clear' ? 0 : 2 * names.length;
        const found = countDelays(names);
        if (found !== expected)
          throw new Error(`${contender.name}, ${phase}: ${found} delays, not ${expected}`);
      }
    }
  }
  return times;
}

/** The tools as the driver starts them, each held up for a while: what a needless process or wait would cost. */
function slowTools() {
  const folder = mkdtempSync('/tmp/bench-slow-');
  for (const tool of ['nsenter', 'tc', 'ip', 'unshare']) {
    const file = join(folder, tool);
    writeFileSync(file, `#!/bin/sh\nsleep 1\nPATH=${TOOLS} exec ${tool} "$@"\n`);
    chmodSync(file, 0o755);
  }
  return `${folder}:${TOOLS}`;
}
