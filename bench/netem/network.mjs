// Namespaces to impair, in the kernel lab: each has an interface whose other end is in one common namespace.
import { execFileSync } from 'node:child_process';

const HUB = 'bench-hub';

/** @returns the names of the namespaces */
export function createNamespaces(count) {
  const names = Array.from({ length: count }, (_, index) => `bench-${index + 1}`);
  for (const name of [HUB, ...names]) execFileSync('ip', ['netns', 'add', name]);
  for (const [index, name] of names.entries()) {
    const [near, far] = [
      ['name', 'eth0', 'netns', name],
      ['name', peerOf(index), 'netns', HUB],
    ];
    execFileSync('ip', ['link', 'add', ...near, 'type', 'veth', 'peer', ...far]);
    execFileSync('ip', ['-n', name, 'link', 'set', 'eth0', 'up']);
    execFileSync('ip', ['-n', HUB, 'link', 'set', peerOf(index), 'up']);
  }
  return names;
}

export function removeNamespaces(names) {
  for (const name of [HUB, ...names]) execFileSync('ip', ['netns', 'del', name]);
}

/** As the driver is given them: one TCP service at the far end of each edge, both directions on an interface of their own. */
export function linkSpecs(names) {
  return names.map((name, index) => ({
    edge: name,
    protocol: 'tcp',
    per: 'edge',
    listeners: [],
    seed: 1,
    place: {
      up: { netns: { name }, device: 'eth0' },
      down: { netns: { name: HUB }, device: peerOf(index) },
      match: [{ address: '10.9.0.2', port: 80, protocol: 'tcp' }],
      onForeign: 'refuse',
      allow: false,
    },
  }));
}

/** The netem qdiscs with a delay that are there: the far end of each edge, and the near end of the last. */
export function countDelays(names) {
  return [HUB, names.at(-1)]
    .map((name) => execFileSync('tc', ['-n', name, 'qdisc', 'show'], { encoding: 'utf8' }))
    .join('')
    .split('\n')
    .filter((line) => /^qdisc netem .* delay /.test(line)).length;
}

function peerOf(index) {
  return `peer-${index + 1}`;
}
