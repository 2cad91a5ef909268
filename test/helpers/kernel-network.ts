import { execFileSync, spawnSync } from 'node:child_process';
import { onTestFinished } from 'vitest';

/** The far side of `namespacePair`. */
export const RIGHT_IPV4 = '10.9.0.2';
export const RIGHT_IPV6 = 'fd09::2';

/** Runs a program, named with its arguments in one line, and returns what it printed; throws when it fails. */
export function run(line: string): string {
  const [program = '', ...args] = line.split(' ');
  return execFileSync(program, args, { encoding: 'utf8', timeout: 30_000 });
}

/**
 * Two network namespaces, `left` and `right`, joined by a veth pair for the length of a test. The interface is `eth0` in both; left is
 * 10.9.0.1 and fd09::1.
 */
export function joinNamespaces(): void {
  for (const name of ['left', 'right']) {
    run(`ip netns add ${name}`);
    onTestFinished(() => {
      run(`ip netns del ${name}`);
    });
  }
  run('ip link add name eth0 netns left type veth peer name eth0 netns right');
  address('left', '10.9.0.1', 'fd09::1');
  address('right', RIGHT_IPV4, RIGHT_IPV6);
  // The kernel tells IPv6 of a link that has come up at most once a second.
  for (let tries = 0; tries < 30 && !isReachable(RIGHT_IPV6); tries += 1);
}

function isReachable(destination: string): boolean {
  return ping(`-c 1 -W 0.2 ${destination}`, 'left').received === 1;
}

function address(namespace: string, ipv4: string, ipv6: string): void {
  run(`ip -n ${namespace} address add ${ipv4}/24 dev eth0`);
  // Without the wait for duplicates an IPv6 address can be used at once.
  run(`ip -n ${namespace} address add ${ipv6}/64 dev eth0 nodad`);
  run(`ip -n ${namespace} link set eth0 up`);
}

export interface PingResult {
  readonly sent: number;
  readonly received: number;
  /** Round trip in milliseconds; infinite when nothing came back. */
  readonly fastest: number;
}

/** Pings with the options and the address of one line, in a namespace when one is given. Loss is a result, not an error. */
export function ping(line: string, namespace?: string): PingResult {
  const inside = namespace === undefined ? [] : ['netns', 'exec', namespace, 'ping'];
  const program = namespace === undefined ? 'ping' : 'ip';
  const { stdout } = spawnSync(program, [...inside, '-q', ...line.split(' ')], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  const counts = /(\d+) packets transmitted, (\d+) received/.exec(stdout);
  if (counts === null) throw new Error(`ping said: ${stdout}`);
  const fastest = /rtt min\/avg\/max\/mdev = ([\d.]+)/.exec(stdout)?.[1];
  return { sent: Number(counts[1]), received: Number(counts[2]), fastest: Number(fastest ?? Infinity) };
}
