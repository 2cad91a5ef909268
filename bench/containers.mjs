// How long it takes to impair ten containers and to clear them, with Squall, Pumba and a shell loop, in the kernel lab.
// Run on a build, as root: node bench/containers.mjs [ROUNDS]. Takes a quarter of an hour.
import { report } from './harness/results.mjs';
import { medians, ratioOfRounds } from './harness/statistics.mjs';
import { fixed, table } from './harness/table.mjs';
import { lab } from './harness/lab.mjs';
import { findPeers } from './peers/peers.mjs';

const COUNT = 10;
const [rounds = '3'] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const { peers, missing } = findPeers(['pumba']);
const measured = await lab('containers/inside.mjs', [rounds, String(COUNT)], { docker: true });
const all = measured.map(({ name, rounds: own }) => ({
  name,
  rounds: own.map(({ impair, clear }) => ({ impair, clear, both: impair + clear })),
}));
const reference = all.find(({ name }) => name === 'pumba') ?? all.find(({ name }) => /beside/.test(name));

await report({
  name: 'containers',
  peers,
  missing,
  data: { rounds: all },
  sections: [
    [
      `${COUNT} containers, a delay on what leaves each; seconds, medians of ${rounds} rounds, and how many times as fast as ${reference.name}:`,
      table(
        [
          ['', ({ name }) => name],
          ['impair', ({ impair }) => fixed(impair / 1000, 1)],
          ['clear', ({ clear }) => fixed(clear / 1000, 1)],
          ['both', ({ both }) => fixed(both / 1000, 1)],
          ['times as fast', ({ times }) => fixed(times, 1)],
        ],
        all.map(({ name, rounds: own }) => ({
          name,
          ...medians(own),
          times: ratioOfRounds(reference.rounds, own, 'both'),
        })),
      ),
    ],
  ],
});
