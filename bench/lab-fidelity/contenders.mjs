// Who is asked to impair what one container and another say to each other: `impair` both ways, `clear`, and `end` for good.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../dist/parts/core/clock.js';
import { connectDocker } from '../../dist/parts/drivers/docker/connect.js';
import { createDockerDriver } from '../../dist/parts/drivers/docker/driver.js';
import { findWays } from '../../dist/parts/drivers/docker/way.js';
import { createTcDriver } from '../../dist/parts/drivers/tc/driver.js';
import { createToolRunner } from '../../dist/parts/exec/network/run-tool.js';
import { openJournal } from '../../dist/parts/journal/journal.js';
import { inside } from '../containers/engine.mjs';
import { effectLog } from '../harness/effect-log.mjs';

const DEVICE = 'eth0';
const CLEAR = { up: {}, down: {}, connection: {} };

/** Nobody: asked for something else, since it can do nothing. */
export function direct(asked) {
  return { name: 'nothing', asked, begin: () => {}, impair: () => {}, clear: () => {}, end: () => {} };
}

/** Takes hold of the host's end of the pair for the way back. */
export function dockerDriver(near, far) {
  return squall('squall, docker', createDockerDriver, far, async () => {
    const engine = connectDocker({ host: undefined, clock: systemClock });
    const found = await engine.find({ kind: 'name', name: near.name }, new AbortController().signal);
    const [{ up, down }] = await findWays(found, createToolRunner({ clock: systemClock }));
    return { up, down };
  });
}

/** Takes what comes in through an `ifb` device. */
export function tcDriver(near, far) {
  const up = { netns: { pid: near.pid }, device: DEVICE };
  return squall('squall, tc', createTcDriver, far, () => ({ up }));
}

function squall(name, createDriver, far, findPlace) {
  let folder;
  let journal;
  let driver;
  let link;
  return {
    name,
    begin: async () => {
      folder = mkdtempSync('/tmp/bench-');
      journal = await openJournal(join(folder, 'journal.jsonl'), systemClock);
      driver = createDriver({ run: 'bench', effects: effectLog(journal), clock: systemClock, folder });
      const match = [{ address: far.address, protocol: 'any' }];
      const place = { ...(await findPlace()), match, onForeign: 'refuse', allow: false };
      const spec = { edge: 'edge', protocol: 'tcp', per: 'edge', listeners: [], seed: 1, place };
      [link] = await driver.install([spec], new AbortController().signal);
    },
    impair: async ({ loss, ...way }) => {
      const both = { ...way, ...(loss && { loss: { average: loss, burst: 1 } }) };
      await link.change({ up: both, down: both, connection: {} });
    },
    clear: async () => await link.change(CLEAR),
    end: async () => {
      await driver.revert();
      await journal.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/**
 * The commands that `pumba netem --target` has run in a container, from its source of 2026 (pkg/runtime/docker/netem.go and
 * pkg/chaos/netem), with what it takes for granted where nothing is said. It shapes what leaves: the way back is a second command, on the
 * other container.
 */
export function pumbaCommands(near, far) {
  const ends = [
    [near, far],
    [far, near],
  ];
  const clear = () => {
    for (const [container] of ends) tc(container, `qdisc del dev ${DEVICE} root handle 1: prio`);
  };
  return {
    name: "pumba's commands",
    begin: () => {},
    impair: (asked) => {
      for (const [container, other] of ends) {
        tc(container, `qdisc add dev ${DEVICE} root handle 1: prio`);
        tc(container, `qdisc add dev ${DEVICE} parent 1:1 handle 10: sfq`);
        tc(container, `qdisc add dev ${DEVICE} parent 1:2 handle 20: sfq`);
        tc(container, `qdisc add dev ${DEVICE} parent 1:3 handle 30: netem ${pumbaNetem(asked)}`);
        const match = `u32 match ip dst ${other.address}/32 flowid 1:3`;
        tc(container, `filter add dev ${DEVICE} protocol ip parent 1:0 prio 1 ${match}`);
      }
    },
    clear,
    end: () => {},
  };
}

function tc(container, words) {
  inside(container, 'tc', ...words.split(' '));
}

/** Its jitter is correlated by a fifth unless that is taken away. */
function pumbaNetem({ delay, jitter, distribution, loss, rate }) {
  if (loss !== undefined) return `loss ${(loss * 100).toFixed(2)}`;
  if (rate !== undefined) return `rate ${rate / 1e6}mbit`;
  const shape = distribution === 'normal' ? ' distribution normal' : '';
  return `delay ${delay}ms${jitter === undefined ? '' : ` ${jitter}ms 20.00${shape}`}`;
}

/** Both ways; what comes in through an `ifb` device, and by where it goes to: it cannot choose it by where it comes from. */
export function tcconfig(near, far, { file }) {
  const tcset = (...words) => inside(near, file, DEVICE, ...words);
  return {
    name: 'tcconfig',
    begin: () => {},
    impair: (asked) => {
      for (const [direction, { address }] of [
        ['outgoing', far],
        ['incoming', near],
      ]) {
        tcset(...tcconfigWords(asked), '--network', `${address}/32`, '--direction', direction);
      }
    },
    clear: () => inside(near, file.replace(/tcset$/, 'tcdel'), DEVICE, '--all'),
    end: () => {},
  };
}

/** Its jitter has a normal distribution, or another long one. */
function tcconfigWords({ delay, jitter, loss, rate }) {
  return [
    ...(delay === undefined ? [] : ['--delay', `${delay}ms`]),
    ...(jitter === undefined ? [] : ['--delay-distro', `${jitter}ms`]),
    ...(loss === undefined ? [] : ['--loss', `${loss * 100}%`]),
    ...(rate === undefined ? [] : ['--rate', `${rate / 1e6}Mbps`]),
  ];
}
