// Inside the kernel lab: how long each contender takes for so many namespaces, and how many tools the driver starts.
import { subscribe } from 'node:diagnostics_channel';

import { countDelays, createNamespaces, removeNamespaces } from './network.mjs';

export const PHASES = ['impair', 'change', 'clear'];

let started = 0;
// What is done with spawnSync, as the peers are, is not told there.
subscribe('child_process', () => (started += 1));

/**
 * Every contender in every round, so that a slow moment meets all.
 * @param contend makes the contenders for these namespaces
 * @returns for each contender its name and, by phase, the milliseconds and the tools of each round
 */
export async function measure(count, rounds, contend, phases = PHASES) {
  const names = createNamespaces(count);
  const contenders = contend(names);
  const rows = contenders.map(({ name }) => ({
    count,
    name,
    times: perPhase(phases),
    tools: perPhase(phases),
  }));
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, contender] of contenders.entries()) {
      const { times, tools } = rows[index];
      for (const phase of phases) {
        const { took, starts } = await timed(contender[phase]);
        times[phase].push(took);
        tools[phase].push(starts);
        check(contender, phase, names);
      }
    }
  }
  for (const { end } of contenders) end();
  removeNamespaces(names);
  return rows;
}

async function timed(act) {
  const [begin, before] = [performance.now(), started];
  await act();
  return { took: performance.now() - begin, starts: started - before };
}

/** A bench of something that does nothing is worth nothing. */
function check({ name }, phase, names) {
  const expected = phase === 'clear' ? 0 : names.length + 1;
  const found = countDelays(names);
  if (found !== expected) throw new Error(`${name}, ${phase}: ${found} delays, not ${expected}`);
}

function perPhase(phases) {
  return Object.fromEntries(phases.map((phase) => [phase, []]));
}
