// What arrives of what is asked for, in the kernel: the `docker` and the `tc` driver beside tcconfig and the commands of Pumba, between two
// containers in the kernel lab. Run on a build, as root: node bench/lab-fidelity.mjs [ROUNDS]. Takes twenty minutes.
// Fails where Squall lets something come early, or loses what it was not asked to lose.
import { report } from './harness/results.mjs';
import { fixed, table } from './harness/table.mjs';
import { lab } from './harness/lab.mjs';
import { delayErrors, figures, servicesAdded, spread } from './lab-fidelity/figures.mjs';
import { findPeers } from './peers/peers.mjs';

const [rounds = '2'] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const { peers, missing } = findPeers(['tcconfig', 'pumba']);
const { kernel, rows } = await lab('lab-fidelity/inside.mjs', [rounds], { docker: true });

const delays = figures(rows, 'delay', delayErrors);
const crowd = figures(rows, 'crowd', ({ arrived }) => ({ arrived }));
const services = servicesAdded(rows);
const isOurs = ({ name }) => name.startsWith('squall');
const ways = (row) => [row.up, row.down];

await report({
  name: 'lab-fidelity',
  peers,
  missing,
  data: { kernel, rounds: Number(rounds), rows: rows.map(withoutTransits) },
  sections: [
    [
      `Medians of ${rounds} rounds, between two containers of a guest with Linux ${kernel} and one slow processor; up is what the first sends.`,
      'Error of a delay in ms, 500 datagrams each way, 4 ms apart:',
      table([...named(), ...bothWays(['p50', 'p90', 'p99'], 2), ...bothWays(['arrived'], 0)], delays),
    ],
    [
      'Jitter of 10 ms around 50 ms. Asked for is a standard deviation of 5.77 ms where it is uniform and of 10 ms where it is normal:',
      table(
        [...named(), ...bothWays(['mean', 'deviation'], 2)],
        [...figures(rows, 'uniform', spread), ...figures(rows, 'normal', spread)],
      ),
    ],
    [
      'A loss of 10 %, of 3,000 datagrams each way (by chance 1.1 percentage points off at most, 95 times of 100):',
      table(
        [...named(), ...bothWays(['lost'], 2, (share) => share * 100)],
        figures(rows, 'loss', ({ lost }) => ({ lost })),
      ),
    ],
    [
      'Error of a rate in percent, over three seconds in which half as much again was sent:',
      table(
        [...named(), ...bothWays(['error'], 2, (share) => share * 100)],
        figures(rows, 'rate', ({ delivered, asked }) => ({ error: delivered / asked.rate - 1 })),
      ),
    ],
    [
      'A queue that is too short: a delay of 1 s and nothing else was asked for, and 3,000 datagrams were sent in a second. Percent that arrived:',
      table([...named(), ...bothWays(['arrived'], 1, (share) => share * 100)], crowd),
      'A queue that is too long: at 1 Mbit/s, twice of that was sent for four seconds. The longest that one was under way, in ms:',
      table(
        [...named(), ...bothWays(['longest'], 0)],
        figures(rows, 'queue', ({ longest }) => ({ longest })),
      ),
    ],
    [
      'What a delay of 100 ms each way to one container adds to a round trip, in ms, by the type of service of the packets:',
      table(
        [
          ['', ({ name }) => name],
          ...['usual', 'interactive', 'bulk'].map((service) => [
            `to it: ${service}`,
            (row) => fixed(row[`meant ${service}`], 0),
          ]),
          ...['usual', 'interactive', 'bulk'].map((service) => [
            `to another: ${service}`,
            (row) => fixed(row[`others ${service}`], 0),
          ]),
        ],
        services,
      ),
    ],
  ],
  gates: [
    [
      'no datagram comes early',
      delays
        .filter(isOurs)
        .flatMap(ways)
        .every(({ least }) => least >= 0),
    ],
    [
      'a delay loses nothing',
      crowd
        .filter(isOurs)
        .flatMap(ways)
        .every(({ arrived }) => arrived === 1),
    ],
    [
      'a delay is for the edge, whatever the type of service',
      services.filter(isOurs).every(isForTheEdgeOnly),
    ],
  ],
});

/** Within a quarter of what was asked for: the guest is slow. */
function isForTheEdgeOnly({ name: _name, ...added }) {
  return Object.entries(added).every(([key, ms]) => Math.abs(ms - (key.startsWith('meant') ? 200 : 0)) < 50);
}

function named() {
  return [
    ['asked', ({ asked }) => describe(asked)],
    ['', ({ name }) => name],
  ];
}

function describe({ delay, jitter, distribution, loss, rate }) {
  if (loss !== undefined) return `${loss * 100} %`;
  if (rate !== undefined) return `${rate / 1e6} Mbit/s`;
  return [`${delay} ms`, ...(jitter === undefined ? [] : [`+- ${jitter} ms`, distribution])].join(' ');
}

function bothWays(keys, digits, scale = (value) => value) {
  return ['up', 'down'].flatMap((way) =>
    keys.map((key) => [`${way} ${key}`, (row) => fixed(scale(row[way][key]), digits)]),
  );
}

/** A table of a million times is no result. */
function withoutTransits({ times: _times, ...row }) {
  return row;
}
