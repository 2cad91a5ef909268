// Inside the kernel lab: measures and prints one line of JSON. inside.mjs ROUNDS COUNT
import { findPeers } from '../peers/peers.mjs';
import { inside, prepareEngine, startContainers } from './engine.mjs';
import { pumba } from './pumba.mjs';
import { pumbaExec, pumbaSidecar } from './pumba-steps.mjs';
import { shellLoop } from './shell-loop.mjs';
import { byHand, driver } from './squall.mjs';

const [rounds, count] = process.argv.slice(2).map(Number);
const { peers } = findPeers(['pumba']);
prepareEngine();
const containers = startContainers(Array.from({ length: count }, (_, index) => `bench-${index + 1}`));
const contenders = [
  driver(containers),
  byHand(containers),
  ...(peers.pumba === undefined ? [] : [pumba(peers.pumba, containers, () => countDelayed() === count)]),
  pumbaSidecar(containers),
  pumbaExec(containers),
  shellLoop(containers),
];
const rows = contenders.map(({ name }) => ({ name, rounds: [] }));
// The first warms caches and is not counted. Every contender is in every round, so that a slow moment meets all.
for (let round = 0; round <= rounds; round += 1) {
  for (const [index, contender] of contenders.entries()) {
    const took = {
      impair: await timed(contender, 'impair', count),
      clear: await timed(contender, 'clear', 0),
    };
    if (round > 0) rows[index].rounds.push(took);
    console.error(`${contender.name}: ${JSON.stringify(took)}`);
  }
}
for (const { end } of contenders) end?.();
console.log(`RESULT ${JSON.stringify(rows)}`);

/** A bench of something that does nothing is worth nothing. */
async function timed(contender, phase, expected) {
  const begin = performance.now();
  await contender[phase]();
  const took = performance.now() - begin;
  const found = countDelayed();
  if (found !== expected) throw new Error(`${contender.name}, ${phase}: ${found} delayed, not ${expected}`);
  return took;
}

function countDelayed() {
  return containers.filter(isDelayed).length;
}

function isDelayed(container) {
  return / delay 100ms/.test(inside(container, 'tc', 'qdisc', 'show', 'dev', 'eth0'));
}
