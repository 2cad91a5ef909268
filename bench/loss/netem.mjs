// Inside the kernel lab: the kernel's TCP through netem, two namespaces for each loss, one after the other. Prints one line of JSON.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';

import { systemClock } from '../../dist/parts/core/clock.js';
import { createTcDriver } from '../../dist/parts/drivers/tc/driver.js';
import { impairment, LOSSES, start } from './link.mjs';

const [seconds, congestionControl] = process.argv.slice(2);
const SERVER = '10.9.0.2';
const noJournal = { intend: async () => {}, done: async () => {}, undone: async () => {} };

const pairs = LOSSES.map((loss, index) => join(index, loss));
const driver = createTcDriver({
  run: 'bench',
  effects: noJournal,
  clock: systemClock,
  folder: mkdtempSync('/tmp/bench-'),
});
const links = await driver.install(
  pairs.map(({ client, server, loss }) => ({
    edge: String(loss),
    protocol: 'tcp',
    per: 'edge',
    listeners: [],
    seed: 1,
    place: { up: at(client), down: at(server), onForeign: 'refuse', allow: false },
  })),
  new AbortController().signal,
);
await Promise.all(links.map((link, index) => link.change(impairment(LOSSES[index]))));
const rows = [];
for (const { client, server, loss } of pairs) {
  const origin = await start(['serve', SERVER], ['ip', 'netns', 'exec', server]);
  const args = ['measure', SERVER, String(origin.first), seconds];
  const { first } = await start(args, ['ip', 'netns', 'exec', client]);
  origin.child.disconnect();
  rows.push({ loss, ...first });
}
const kernel = readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim();
console.log(`RESULT ${JSON.stringify({ kernel, congestionControl, rows })}`);

function join(index, loss) {
  const [client, server] = [`client-${index}`, `server-${index}`];
  for (const name of [client, server]) execFileSync('ip', ['netns', 'add', name]);
  const ends = `name eth0 netns ${client} type veth peer name eth0 netns ${server}`;
  execFileSync('ip', ['link', 'add', ...ends.split(' ')]);
  for (const [name, address] of [
    [client, '10.9.0.1'],
    [server, SERVER],
  ]) {
    execFileSync('ip', ['-n', name, 'address', 'add', `${address}/24`, 'dev', 'eth0']);
    // Each packet of the wire is one of netem's draws.
    execFileSync('ip', ['-n', name, 'link', 'set', 'eth0', 'gso_max_segs', '1', 'up']);
    const key = `net.ipv4.tcp_congestion_control=${congestionControl}`;
    execFileSync('ip', ['netns', 'exec', name, 'sysctl', '-qw', key]);
  }
  return { client, server, loss };
}

function at(name) {
  return { netns: { name }, device: 'eth0' };
}
