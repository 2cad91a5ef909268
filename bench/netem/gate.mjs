// Inside the kernel lab: whether the driver still takes no more than it may of the time of a shell loop, and starts no more tools than it
// needs; and whether slow tools, in a phase of their own, and needless ones are noticed. Exit status 1 says no.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { shellLoop, squall } from './contenders.mjs';
import { measure } from './measure.mjs';
import { judge, ratios, table } from './ratios.mjs';

const TOOLS = process.env.PATH;

const rows = await measure(3, 2, contend, ['impair', 'change', 'slow', 'clear']);
const found = ratios(rows);
console.log(table(found));
const problems = judge(found);
for (const problem of problems) console.error(`too slow: ${problem}`);
const [planted] = judge(ratios(rows, ['slow']).map((each) => ({ ...each, phase: 'change' })));
console.log(planted === undefined ? 'slow tools are not noticed' : `slow tools are noticed: ${planted}`);
// One needless look at each namespace.
const needless = judge(found.map((each) => ({ ...each, tools: each.tools + each.count, ofLoopAtBest: 0 })));
const unnoticed = found.length - needless.length;
console.log(`a needless tool for each namespace is noticed in ${needless.length} of ${found.length} phases`);
if (problems.length > 0 || planted === undefined || unnoticed > 0) process.exitCode = 1;

/** The loop first: tools are slow by its time in the same round, so that no moment of the machine can hide it. */
function contend(names) {
  const folder = mkdtempSync('/tmp/bench-slow-');
  const driver = squall(names, `${folder}:${TOOLS}`);
  const loop = shellLoop(names);
  let loopTook = 0;
  const slowLoop = () => {
    const begin = performance.now();
    loop.change();
    loopTook = performance.now() - begin;
  };
  const slowDriver = async () => {
    const remove = placeSlowTools(folder, (8 * loopTook) / 1000);
    await driver.change();
    remove();
  };
  return [
    { ...loop, slow: slowLoop },
    { ...driver, slow: slowDriver },
  ];
}

/** Tools as the driver starts them, each held up for a while: what a needless process or wait would cost. */
function placeSlowTools(folder, seconds) {
  const files = ['nsenter', 'tc', 'ip', 'unshare'].map((tool) => {
    const file = join(folder, tool);
    writeFileSync(file, `#!/bin/sh\nsleep ${seconds.toFixed(3)}\nPATH=${TOOLS} exec ${tool} "$@"\n`);
    chmodSync(file, 0o755);
    return file;
  });
  return () => {
    for (const file of files) rmSync(file);
  };
}
